using System.Text.Json;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

/// <summary>Who asked for what over the management API: appended with the change itself, read newest first.</summary>
public sealed class AuditTrail(Database database)
{
    /// <summary>The actor of what the function key opened; it names nobody.</summary>
    public const string FunctionKey = "function key";

    private const string InsertEntry = "insert into config.audit (tenant_id, actor, action, subject, details) values ($1, $2, $3, $4, $5::jsonb)";

    private const string SelectEntries = """
        select seq, recorded_at, actor, action, subject, details
        from config.audit
        where tenant_id = $1 and ($2::bigint is null or seq < $2) and ($3::text is null or action = $3)
        order by seq desc
        limit $4
        """;

    /// <param name="session">The transaction of the change.</param>
    /// <param name="details">What changed, by name; never a personal value nor a secret.</param>
    public static Task AppendAsync(
        TenantSession session, Guid tenantId, string actor, string action, string subject, object details, CancellationToken cancel) =>
        session.ExecuteAsync(InsertEntry, cancel, tenantId, actor, action, subject, JsonSerializer.Serialize(details, JsonResponse.Options));

    /// <param name="before">Only entries before this one.</param>
    /// <param name="action">Only entries of this action; null for all.</param>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(Tenant tenant, long? before, string? action, int limit, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.ListAsync(SelectEntries, Read, cancel, tenant.Id, before, action, limit);
    }

    private static AuditEntry Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInstant(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        JsonSerializer.Deserialize<JsonElement>(row.GetString(5)));
}
