using Plumbline.Reconciliation;
using Plumbline.Tenants;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation;

/// <summary>Runs of one source's part alone, as the reconciler begins them.</summary>
internal static class Runs
{
    public static async Task<ReconciliationRun> BeginAsync(LedgerDatabase ledger, Tenant tenant, string source, TimeProvider time, DateTimeOffset? since = null)
    {
        var id = Guid.NewGuid();
        await ledger.ExecuteAsync("update ops.reconciliations set finished_at = now() where tenant_id = $1 and finished_at is null", tenant.Id);
        await ledger.ExecuteAsync("insert into ops.reconciliations (tenant_id, run_id, requested_by) values ($1, $2, 'test')", tenant.Id, id);
        await ledger.ExecuteAsync("insert into ops.reconciliation_parts (tenant_id, run_id, source) values ($1, $2, $3)", tenant.Id, id, source);
        return Resume(ledger, tenant, id, source, time, since);
    }

    /// <summary>The same run, gone on with after a stop.</summary>
    public static ReconciliationRun Resume(LedgerDatabase ledger, Tenant tenant, Guid id, string source, TimeProvider time, DateTimeOffset? since = null) =>
        new(new Plumbline.Platform.Database(ledger.App, time), tenant, id, source, since, time, until: DateTimeOffset.MaxValue);

    /// <summary>What it has compared: kind, key and outcome, in their order.</summary>
    public static Task<List<string>> ItemsAsync(LedgerDatabase ledger, Guid id) => ledger.ListAsync(
        "select kind || ' ' || key || ' ' || outcome from ops.reconciliation_items where run_id = $1 order by kind, key", row => row.GetString(0), id);

    /// <summary>Findings as they stand: check, subject and status, in their order.</summary>
    public static Task<List<string>> FindingsAsync(LedgerDatabase ledger, Guid tenant) => ledger.ListAsync(
        """
        select f.check_name || ' ' || f.subject || ' ' || f.status
        from recon.findings f
        where f.tenant_id = $1 and f.seq = (select max(l.seq) from recon.findings l where (l.tenant_id, l.check_name, l.subject) = (f.tenant_id, f.check_name, f.subject))
        order by 1
        """,
        row => row.GetString(0), tenant);
}
