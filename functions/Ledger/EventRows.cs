using Npgsql;

namespace Plumbline.Ledger;

internal static class EventRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<EventRow> rows) => new Unnest<EventRow>(
        """
        insert into ledger.raw_events (
            tenant_id, source, source_key, occurred_at, channel, event_type, object_id, livemode, account, api_version, body_sha256, related_ids, attributes,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            d.tenant_id, d.source, d.source_key, d.occurred_at, d.channel, d.event_type, d.object_id, d.livemode, d.account, d.api_version, d.body_sha256,
            string_to_array(d.related_ids, e'\n'), d.attributes::jsonb,
            d.department, d.team, d.owner_id, d.client_id, d.branch, d.source_funnel, d.utm_source, d.utm_medium, d.utm_campaign, d.utm_term, d.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::text[], $10::text[], $11::bytea[],
            $12::text[], $13::text[],
            $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[])
            as d (
                tenant_id, source, source_key, occurred_at, channel, event_type, object_id, livemode, account, api_version, body_sha256, related_ids, attributes,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        order by d.tenant_id, d.source, d.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Delivery.OccurredAt?.UtcDateTime)
        .Column(row => row.Delivery.Channel)
        .Column(row => row.Delivery.EventType)
        .Column(row => row.Delivery.ObjectId)
        .Column(row => row.Delivery.Livemode)
        .Column(row => row.Delivery.Account)
        .Column(row => row.Delivery.ApiVersion)
        .Column(row => row.BodySha256)
        .Lines(row => row.Delivery.RelatedIds)
        .Column(row => row.Delivery.Attributes?.ToJsonString() ?? "{}")
        .Tags(row => row.Delivery.Tags);

    // Rows of this transaction are those this batch has just stored: a duplicate's event carries another one's id. Here and
    // for every fact `is true` makes it a check of the row found by key: the index on xid would be read whole for each row. A
    // replay adds facts to an event that was stored long before, and says so.
    public static NpgsqlBatchCommand InsertBodies(IReadOnlyList<EventRow> rows) => new Unnest<EventRow>(
        """
        insert into ledger.bodies (tenant_id, event_seq, body)
        select e.tenant_id, e.seq, delivered.body
        from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[]) as delivered (tenant_id, source, source_key, body)
        join ledger.raw_events as e using (tenant_id, source, source_key)
        where (e.xid = pg_current_xact_id()) is true
        on conflict (tenant_id, event_seq) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Delivery.Body.ToArray());

    // A statement of its own sees the winner of a race that the insert had to wait for.
    public static NpgsqlBatchCommand SelectOutcomes(IReadOnlyList<EventRow> rows) => new Unnest<EventRow>(
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
        rows)
        .Column(row => row.Position)
        .EventKey(row => row.Delivery)
        .Column(row => row.BodySha256)
        .Column(row => row.Delivery.CompareBodies);
}
