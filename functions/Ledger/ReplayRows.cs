using System.Text.Json;
using Npgsql;

namespace Plumbline.Ledger;

/// <summary>What a replay came to, written down after its facts and in their transaction.</summary>
internal static class ReplayRows
{
    // As for an append, statements over arrays probe by key; and facts may join an event that was stored before.
    public const string Begin = """
        select
            set_config('app.replaying', 'on', true),
            set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('enable_seqscan', 'off', true),
            set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true)
        """;

    // What follows is planned as usual, and adds to no older event.
    public const string End = """
        select
            set_config('app.replaying', '', true),
            set_config('plan_cache_mode', 'auto', true),
            set_config('enable_seqscan', 'on', true),
            set_config('enable_hashjoin', 'on', true),
            set_config('enable_mergejoin', 'on', true)
        """;

    /// <summary>
    /// A resolution a delivery, unless nothing is other than before. A replay that reads nothing leaves a dismissal as it is.
    /// </summary>
    public static NpgsqlBatchCommand Resolve(IReadOnlyList<Replay> replays, string actor)
    {
        NpgsqlBatchCommand command = new Unnest<Replay>(
            """
            with replayed as (
                select
                    e.tenant_id, e.seq as event_seq, c.conflicts,
                    array(
                        select distinct n.reason
                        from unnest(string_to_array(d.reasons, e'\n') || case when c.conflicts then array['conflict'] else '{}' end) as n (reason)
                        order by n.reason
                    ) as remaining,
                    string_to_array(d.ids, e'\n') as ids,
                    e.related_ids || array_remove(array[e.object_id, e.client_id], null) as known_ids
                from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                    as d (event_seq, tenant_id, source, source_key, reasons, ids, movements)
                join ledger.raw_events as e on (e.tenant_id, e.source, e.source_key, e.seq) = (d.tenant_id, d.source, d.source_key, d.event_seq)
                cross join lateral (
                    select exists (
                        select
                        from jsonb_to_recordset(d.movements::jsonb) as m (source_key text, livemode boolean, account text, amount_minor bigint, currency text)
                        join ledger.raw_payments as p
                            on (p.tenant_id, p.source, p.source_key, p.livemode, p.account)
                            = (e.tenant_id, e.source, m.source_key, m.livemode, m.account)
                        where (p.amount_minor, p.currency) is distinct from (m.amount_minor, m.currency)
                    ) as conflicts
                ) as c
            ),

            appended as (
                select event_seq from ledger.raw_payments where xid = pg_current_xact_id()
                union all
                select event_seq from ledger.raw_opportunities where xid = pg_current_xact_id()
                union all
                select event_seq from ledger.raw_appointments where xid = pg_current_xact_id()
                union all
                select event_seq from ledger.raw_clients where xid = pg_current_xact_id()
                union all
                select event_seq from ledger.raw_ad_spend where xid = pg_current_xact_id()
                union all
                select event_seq from ledger.finance_snapshots where xid = pg_current_xact_id()
                union all
                select event_seq from ledger.links where xid = pg_current_xact_id()
            ),

            counted as (
                select event_seq, count(*)::int as facts from appended group by event_seq
            ),

            compared as (
                select
                    r.tenant_id, r.event_seq, r.conflicts, r.remaining, r.ids, coalesce(f.facts, 0) as facts,
                    f.facts is not null
                        or (
                            before.kind is distinct from 'dismissal'
                            and (
                                r.remaining <> coalesce(before.remaining, array(
                                    select distinct q.reason
                                    from ledger.quarantine as q
                                    where q.tenant_id = r.tenant_id and q.event_seq = r.event_seq and q.xid <> pg_current_xact_id()
                                    order by q.reason
                                ))
                                or not r.ids <@ (r.known_ids || coalesce(before.related_ids, '{}'))
                            )
                        ) as is_changed
                from replayed as r
                left join counted as f on f.event_seq = r.event_seq
                left join lateral (
                    select l.kind, l.remaining, l.related_ids
                    from ledger.resolutions as l
                    where l.tenant_id = r.tenant_id and l.event_seq = r.event_seq
                    order by l.seq desc
                    limit 1
                ) as before on true
            ),

            resolved as (
                insert into ledger.resolutions (tenant_id, event_seq, kind, remaining, facts, related_ids, actor)
                select tenant_id, event_seq, 'replay', remaining, facts, ids, $8
                from compared
                where is_changed
                order by event_seq
            )

            select event_seq, facts, is_changed, conflicts from compared order by event_seq
            """,
            replays)
            .Column(replay => replay.EventSeq)
            .EventKey(replay => replay.Delivery)
            .Lines(replay => [.. replay.Delivery.Quarantine.Select(note => note.Reason)])
            .Lines(IdsOf)
            .Column(replay => MovementsOf(replay.Delivery));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor });
        return command;
    }

    // An erasure finds the delivery by any of them.
    private static string[] IdsOf(Replay replay) =>
        [.. replay.Delivery.RelatedIds.Append(replay.Delivery.ObjectId).Append(replay.Delivery.Tags.ClientId).OfType<string>().Distinct()];

    private static string MovementsOf(Delivery delivery) => JsonSerializer.Serialize(delivery.Payments.Select(payment => new
    {
        source_key = payment.SourceKey,
        livemode = payment.Livemode,
        account = payment.Account,
        amount_minor = payment.AmountMinor,
        currency = payment.Currency,
    }));
}
