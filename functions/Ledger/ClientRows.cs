using Npgsql;

namespace Plumbline.Ledger;

internal static class ClientRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<ContactState>> rows) => new Unnest<FactRow<ContactState>>(
        """
        insert into ledger.raw_clients (
            tenant_id, source, source_key, event_seq, occurred_at, aspect, entity_id, effective_at, added_at, has_email, has_phone, email_hash,
            phone_hash, labels, origin, deleted,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            c.tenant_id, c.source, c.source_key, e.seq, c.effective_at, 'contact', c.entity_id, c.effective_at, c.added_at, c.has_email, c.has_phone,
            c.email_hash, c.phone_hash, string_to_array(c.labels, e'\n'), c.origin, c.deleted,
            c.department, c.team, c.owner_id, c.client_id, c.branch, c.source_funnel, c.utm_source, c.utm_medium, c.utm_campaign, c.utm_term, c.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::boolean[], $9::boolean[],
            $10::bytea[], $11::bytea[], $12::text[], $13::text[], $14::boolean[],
            $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[])
            as c (
                tenant_id, source, event_key, source_key, entity_id, effective_at, added_at, has_email, has_phone, email_hash, phone_hash, labels,
                origin, deleted,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = c.tenant_id and e.source = c.source and e.source_key = c.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by c.tenant_id, c.source, c.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.ContactId)
        .Column(row => row.Fact.EffectiveAt.UtcDateTime)
        .Column(row => row.Fact.AddedAt?.UtcDateTime)
        .Column(row => row.Fact.HasEmail)
        .Column(row => row.Fact.HasPhone)
        .Column(row => row.Fact.EmailHash)
        .Column(row => row.Fact.PhoneHash)
        .Lines(row => row.Fact.Labels)
        .Column(row => row.Fact.Origin)
        .Column(row => row.Fact.Deleted)
        .Tags(row => row.Fact.Tags);
}
