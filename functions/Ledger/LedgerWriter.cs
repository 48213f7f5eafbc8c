using System.Security.Cryptography;
using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Ledger;

/// <summary>
/// The one place that appends facts. A list of deliveries, of any tenants, goes out as one batch: one round trip and one
/// transaction, in which either everything of a delivery is written or nothing.
/// </summary>
public sealed class LedgerWriter(Database database)
{
    /// <returns>An outcome for each delivery, in their order. A delivery answered here is durable.</returns>
    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        var items = deliveries.Select((delivery, index) => new Item(index + 1, delivery, SHA256.HashData(delivery.Body.Span))).ToArray();

        // Of a key that comes twice in the list, only the first is written, with its own facts.
        var firsts = items.DistinctBy(item => (item.Delivery.TenantId, item.Delivery.Source, item.Delivery.SourceKey)).ToArray();
        var notes = firsts.SelectMany(item => item.Delivery.Quarantine, (item, note) => (Item: item, Note: note)).ToArray();
        var payments = firsts.SelectMany(item => item.Delivery.Payments, (item, payment) => (Item: item, Payment: payment)).ToArray();

        var batch = new List<NpgsqlBatchCommand> { InsertEvents(firsts), InsertBodies(firsts) };
        if (payments.Length > 0)
        {
            batch.Add(InsertPayments(payments));
            batch.Add(InsertPaymentConflicts(payments));
        }

        if (notes.Length > 0)
        {
            batch.Add(InsertQuarantine(notes));
        }

        batch.Add(SelectOutcomes(items));

        var tenantIds = deliveries.Select(delivery => delivery.TenantId).Distinct().ToArray();
        return await database.RunBatchAsync(tenantIds, batch, row => Enum.Parse<AppendOutcome>(row.GetString(0)), cancel);
    }

    /// <inheritdoc cref="AppendAsync(IReadOnlyList{Delivery}, CancellationToken)"/>
    public async Task<AppendOutcome> AppendAsync(Delivery delivery, CancellationToken cancel) => (await AppendAsync([delivery], cancel))[0];

    // Keys go in sorted order in every statement, so that two batches never wait for each other in a circle.
    private static NpgsqlBatchCommand InsertEvents(Item[] items) => new Unnest<Item>(
        """
        insert into ledger.raw_events (
            tenant_id, source, source_key, occurred_at, channel, event_type, object_id, livemode, account, api_version, body_sha256, related_ids,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            d.tenant_id, d.source, d.source_key, d.occurred_at, d.channel, d.event_type, d.object_id, d.livemode, d.account, d.api_version, d.body_sha256,
            string_to_array(d.related_ids, e'\n'),
            d.department, d.team, d.owner_id, d.client_id, d.branch, d.source_funnel, d.utm_source, d.utm_medium, d.utm_campaign, d.utm_term, d.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::text[], $10::text[], $11::bytea[],
            $23::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[])
            as d (
                tenant_id, source, source_key, occurred_at, channel, event_type, object_id, livemode, account, api_version, body_sha256,
                related_ids, department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        order by d.tenant_id, d.source, d.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        items)
        .Column(item => item.Delivery.TenantId)
        .Column(item => item.Delivery.Source)
        .Column(item => item.Delivery.SourceKey)
        .Column(item => item.Delivery.OccurredAt?.UtcDateTime)
        .Column(item => item.Delivery.Channel)
        .Column(item => item.Delivery.EventType)
        .Column(item => item.Delivery.ObjectId)
        .Column(item => item.Delivery.Livemode)
        .Column(item => item.Delivery.Account)
        .Column(item => item.Delivery.ApiVersion)
        .Column(item => item.BodySha256)
        .Tags(item => item.Delivery.Tags)
        .Column(item => string.Join('\n', item.Delivery.RelatedIds));

    // Rows of this transaction are those this batch has just stored: a duplicate's event carries another one's id.
    private static NpgsqlBatchCommand InsertBodies(Item[] items) => new Unnest<Item>(
        """
        insert into ledger.bodies (tenant_id, event_seq, body)
        select e.tenant_id, e.seq, delivered.body
        from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[]) as delivered (tenant_id, source, source_key, body)
        join ledger.raw_events as e using (tenant_id, source, source_key)
        where e.xid = pg_current_xact_id()
        on conflict (tenant_id, event_seq) do nothing
        """,
        items)
        .Column(item => item.Delivery.TenantId)
        .Column(item => item.Delivery.Source)
        .Column(item => item.Delivery.SourceKey)
        .Column(item => item.Delivery.Body.ToArray());

    private static NpgsqlBatchCommand InsertPayments((Item Item, Payment Payment)[] payments) => new Unnest<(Item Item, Payment Payment)>(
        """
        insert into ledger.raw_payments (
            tenant_id, source, source_key, event_seq, occurred_at, kind, amount_minor, currency, livemode, account,
            charge_id, payment_intent_id, customer_id, balance_transaction_id,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            p.tenant_id, p.source, p.source_key, e.seq, p.occurred_at, p.kind, p.amount_minor, p.currency, p.livemode, p.account,
            p.charge_id, p.payment_intent_id, p.customer_id, p.balance_transaction_id,
            p.department, p.team, p.owner_id, p.client_id, p.branch, p.source_funnel, p.utm_source, p.utm_medium, p.utm_campaign, p.utm_term, p.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::bigint[], $8::text[], $9::boolean[], $10::text[],
            $11::text[], $12::text[], $13::text[], $14::text[],
            $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[])
            as p (
                tenant_id, source, event_key, source_key, occurred_at, kind, amount_minor, currency, livemode, account,
                charge_id, payment_intent_id, customer_id, balance_transaction_id,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = p.tenant_id and e.source = p.source and e.source_key = p.event_key
        where e.xid = pg_current_xact_id()
        order by p.tenant_id, p.source, p.source_key, p.livemode, p.account
        on conflict (tenant_id, source, source_key, livemode, account) do nothing
        """,
        payments)
        .Column(row => row.Item.Delivery.TenantId)
        .Column(row => row.Item.Delivery.Source)
        .Column(row => row.Item.Delivery.SourceKey)
        .Column(row => row.Payment.SourceKey)
        .Column(row => row.Payment.OccurredAt.UtcDateTime)
        .Column(row => KindName(row.Payment.Kind))
        .Column(row => row.Payment.AmountMinor)
        .Column(row => row.Payment.Currency)
        .Column(row => row.Payment.Livemode)
        .Column(row => row.Payment.Account)
        .Column(row => row.Payment.ChargeId)
        .Column(row => row.Payment.PaymentIntentId)
        .Column(row => row.Payment.CustomerId)
        .Column(row => row.Payment.BalanceTransactionId)
        .Tags(row => row.Payment.Tags);

    // A movement that is known with another amount: the first row stays, and the disagreement is kept.
    private static NpgsqlBatchCommand InsertPaymentConflicts((Item Item, Payment Payment)[] payments) => new Unnest<(Item Item, Payment Payment)>(
        """
        insert into ledger.quarantine (tenant_id, event_seq, reason, detail, fact_key)
        select e.tenant_id, e.seq, 'conflict', 'the movement is known with another amount or currency', p.source_key
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::bigint[], $8::text[])
            as p (tenant_id, source, event_key, source_key, livemode, account, amount_minor, currency)
        join ledger.raw_events as e on e.tenant_id = p.tenant_id and e.source = p.source and e.source_key = p.event_key
        join ledger.raw_payments as known
            on (known.tenant_id, known.source, known.source_key, known.livemode, known.account) = (p.tenant_id, p.source, p.source_key, p.livemode, p.account)
        where e.xid = pg_current_xact_id()
            and (known.amount_minor, known.currency) is distinct from (p.amount_minor, p.currency)
        order by e.tenant_id, e.seq
        on conflict (tenant_id, event_seq, reason, fact_key) do nothing
        """,
        payments)
        .Column(row => row.Item.Delivery.TenantId)
        .Column(row => row.Item.Delivery.Source)
        .Column(row => row.Item.Delivery.SourceKey)
        .Column(row => row.Payment.SourceKey)
        .Column(row => row.Payment.Livemode)
        .Column(row => row.Payment.Account)
        .Column(row => row.Payment.AmountMinor)
        .Column(row => row.Payment.Currency);

    private static NpgsqlBatchCommand InsertQuarantine((Item Item, QuarantineNote Note)[] notes) => new Unnest<(Item Item, QuarantineNote Note)>(
        """
        insert into ledger.quarantine (tenant_id, event_seq, reason, detail)
        select e.tenant_id, e.seq, n.reason, n.detail
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as n (tenant_id, source, source_key, reason, detail)
        join ledger.raw_events as e using (tenant_id, source, source_key)
        where e.xid = pg_current_xact_id()
        order by e.tenant_id, e.seq
        on conflict (tenant_id, event_seq, reason, fact_key) do nothing
        """,
        notes)
        .Column(row => row.Item.Delivery.TenantId)
        .Column(row => row.Item.Delivery.Source)
        .Column(row => row.Item.Delivery.SourceKey)
        .Column(row => row.Note.Reason)
        .Column(row => row.Note.Detail);

    // A statement of its own sees the winner of a race that the insert had to wait for.
    private static NpgsqlBatchCommand SelectOutcomes(Item[] items) => new Unnest<Item>(
        """
        with delivered as (
            select
                d.position, d.tenant_id, d.source, d.source_key, d.body_sha256, d.compare_bodies,
                row_number() over (partition by d.tenant_id, d.source, d.source_key order by d.position) = 1 as is_first
            from unnest($1::int[], $2::uuid[], $3::text[], $4::text[], $5::bytea[], $6::boolean[])
                as d (position, tenant_id, source, source_key, body_sha256, compare_bodies)
        )
        select
            case
                when e.xid = pg_current_xact_id() and d.is_first then
                    case when exists (select from ledger.quarantine as q where q.tenant_id = e.tenant_id and q.event_seq = e.seq)
                        then 'Quarantined' else 'Stored' end
                when d.compare_bodies and e.body_sha256 <> d.body_sha256 then 'Conflict'
                else 'Duplicate'
            end
        from delivered as d
        join ledger.raw_events as e using (tenant_id, source, source_key)
        order by d.position
        """,
        items)
        .Column(item => item.Position)
        .Column(item => item.Delivery.TenantId)
        .Column(item => item.Delivery.Source)
        .Column(item => item.Delivery.SourceKey)
        .Column(item => item.BodySha256)
        .Column(item => item.Delivery.CompareBodies);

    private static string KindName(PaymentKind kind) => kind switch
    {
        PaymentKind.Capture => "capture",
        PaymentKind.Failure => "failure",
        PaymentKind.Refund => "refund",
        PaymentKind.RefundReturn => "refund_return",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private sealed record Item(int Position, Delivery Delivery, byte[] BodySha256);
}
