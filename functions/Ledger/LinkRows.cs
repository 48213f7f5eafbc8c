using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace Plumbline.Ledger;

internal static class LinkRows
{
    // By the names of the columns for them, and only those that are told.
    private static readonly JsonSerializerOptions ByColumn = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<Link>> rows) => new Unnest<FactRow<Link>>(
        """
        insert into ledger.links (tenant_id, source, source_key, event_seq, occurred_at, kind, from_id, to_id, attributes)
        select l.tenant_id, l.source, l.source_key, e.seq, coalesce(e.occurred_at, l.occurred_at, e.recorded_at), l.kind, l.from_id, l.to_id, l.attributes::jsonb
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
            as l (tenant_id, source, event_key, source_key, kind, from_id, to_id, attributes, occurred_at)
        join ledger.raw_events as e on e.tenant_id = l.tenant_id and e.source = l.source and e.source_key = l.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by l.tenant_id, l.source, l.source_key
        on conflict (tenant_id, source, source_key) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey(row.Delivery.SourceKey))
        .Column(row => row.Fact.Kind)
        .Column(row => row.Fact.FromId)
        .Column(row => row.Fact.ToId)
        .Column(row => row.Fact.Settlement is { } settlement ? JsonSerializer.Serialize(settlement, ByColumn) : JsonSerializer.Serialize(row.Fact.Tags, ByColumn))
        // An event of which the date was not believed may say it in a replay; one without any date would stand above all others.
        .Column(row => row.Delivery.OccurredAt?.UtcDateTime);
}
