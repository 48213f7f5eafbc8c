using System.Text.Json;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Quarantines;

/// <summary>Disagreements as they stand.</summary>
public sealed class FindingReader(Database database)
{
    private const string Columns = "seq, check_name, subject, status, severity, source, detail, occurred_at, event_seq, fact_rows, actor, reason, recorded_at";

    private const string SelectBySeq = $"select {Columns} from staging.findings where tenant_id = $1 and seq = $2";

    private const string SelectPage = $"""
        select {Columns}
        from staging.findings
        where tenant_id = $1
            and ($2::text is null or status = $2)
            and ($3::text is null or check_name = $3)
            and ($4::bigint is null or seq < $4)
        order by seq desc
        limit $5
        """;

    internal async Task<IReadOnlyList<Finding>> ListAsync(Tenant tenant, ListParameters wanted, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.ListAsync(
            SelectPage, Read, cancel, tenant.Id, wanted.State == "all" ? null : wanted.State, wanted.Filter("check"), wanted.Before, wanted.Limit);
    }

    /// <returns>Null when there is none, or another row of it holds.</returns>
    internal static Task<Finding?> FindAsync(TenantSession session, Guid tenantId, long seq, CancellationToken cancel) =>
        session.FirstAsync(SelectBySeq, Read, cancel, tenantId, seq);

    private static Finding Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetOptional<DateTimeOffset>(7),
        row.GetOptional<long>(8),
        JsonSerializer.Deserialize<JsonElement>(row.GetString(9)),
        row.GetString(10),
        row.GetOptionalText(11),
        row.GetInstant(12));
}
