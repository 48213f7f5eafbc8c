using Azure;
using Npgsql;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;

namespace Plumbline.Telemetry;

/// <summary>Reads the vitals: of all tenants in one statement, and the length of each poison queue.</summary>
public sealed class VitalsReader(Database database, Storage storage)
{
    private static readonly string[] PoisonQueues = [$"{DigestOutbox.Queue}-poison", $"{ReconciliationOutbox.Queue}-poison"];

    // A digest waits by the database's clock, which wrote when it was asked for. One that was given up is a finding instead.
    private const string Select = """
        select
            v.slug, v.overdue_months, v.first_overdue_month, v.high_findings, v.medium_findings, v.low_findings, v.quarantined,
            coalesce(extract(epoch from now() - d.requested_at), 0)::float8
        from report.vitals as v
        left join (
            select tenant_id, min(requested_at) as requested_at
            from ops.digests
            where sent_at is null and failed_at is null
            group by tenant_id
        ) as d on d.tenant_id = v.tenant_id
        order by v.slug
        """;

    public async Task<Vitals> ReadAsync(CancellationToken cancel)
    {
        var tenants = await database.ListOfAllTenantsAsync(Select, Read, cancel);
        var poison = new Dictionary<string, int>();
        foreach (var queue in PoisonQueues)
        {
            poison[queue] = await CountAsync(queue, cancel);
        }

        return new Vitals(tenants, poison);
    }

    /// <returns>How many messages lie in the queue; none where there is no such queue yet.</returns>
    private async Task<int> CountAsync(string queue, CancellationToken cancel)
    {
        try
        {
            return (await storage.Queue(queue).GetPropertiesAsync(cancel)).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return 0;
        }
    }

    private static TenantVitals Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt32(1),
        row.GetOptional<DateOnly>(2) is { } month ? new Month(month) : null,
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.GetInt64(6),
        TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(7))));
}
