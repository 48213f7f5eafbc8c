using System.Text.Json;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Reconciliation.Sources;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>What parts and runs come to: written down when they end, and for good.</summary>
internal static class RunResults
{
    public const string Unreachable = "source_unreachable";
    public const string Failed = "reconciliation_failed";
    private const string Subject = "run";

    private const int MostFaults = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private const string BeginPart = """
        insert into ops.reconciliation_parts (tenant_id, run_id, source)
        values ($1, $2, $3)
        on conflict (tenant_id, run_id, source) do nothing
        """;

    private const string SelectPartEnd = "select finished_at is not null from ops.reconciliation_parts where tenant_id = $1 and run_id = $2 and source = $3";

    private const string CountFault = """
        update ops.reconciliation_parts
        set faults = faults + 1
        where tenant_id = $1 and run_id = $2 and source = $3
        returning faults
        """;

    // What the run did not find again, of checks that looked at everything.
    private const string SelectGone = """
        select f.check_name, f.subject
        from staging.findings as f
        where f.tenant_id = $1
            and f.status <> 'resolved'
            and (f.check_name = any ($3) or f.check_name = $4 and f.subject = $5)
            and not exists (
                select
                from ops.reconciliation_findings as r
                where r.tenant_id = $1 and r.run_id = $2 and r.check_name = f.check_name and r.subject = f.subject
            )
        order by f.seq
        """;

    private const string InsertPart = """
        insert into recon.run_sources (
            tenant_id, run_id, source, status, compared_from, compared_until, compared, matched, missing, differing, extra, apart,
            started_at, finished_at, summary, error)
        select p.tenant_id, p.run_id, p.source, $4, p.compared_from, p.compared_until, $5, $6, $7, $8, $9, $10::jsonb, p.started_at, now(), $11, $12
        from ops.reconciliation_parts as p
        where p.tenant_id = $1 and p.run_id = $2 and p.source = $3
        on conflict (tenant_id, run_id, source) do nothing
        """;

    private const string EndPart = """
        update ops.reconciliation_parts as p
        set finished_at = now()
        from ops.reconciliations as r
        where p.tenant_id = $1 and p.run_id = $2 and p.source = $3 and p.finished_at is null
            and r.tenant_id = p.tenant_id and r.run_id = p.run_id and r.lease is not distinct from $4::uuid and r.finished_at is null
        """;

    private const string EndRun = """
        update ops.reconciliations
        set finished_at = now(), leased_until = null, started_at = coalesce(started_at, now()), pin = $3::pg_snapshot, pin_incarnation = (select incarnation from staging.database_identity)
        where tenant_id = $1 and run_id = $2 and finished_at is null and ($4::uuid is null or lease = $4)
        """;

    private const string SelectUnfinished = "select from ops.reconciliations where tenant_id = $1 and run_id = $2 and finished_at is null";

    private const string InsertRun = $"""
        with news as ({RunNews.Select})

        insert into recon.runs (tenant_id, run_id, status, requested_by, requested_at, started_at, finished_at, new_findings, error)
        select
            r.tenant_id, r.run_id, case when $3::text is null and s.error is null then 'completed' else 'failed' end,
            r.requested_by, r.requested_at, r.started_at, r.finished_at, (select count(*) from news), coalesce($3, s.error)
        from ops.reconciliations as r
        cross join (
            select string_agg(p.error, ' ' order by p.seq) as error
            from recon.run_sources as p
            where p.tenant_id = $1 and p.run_id = $2 and p.status = 'failed'
        ) as s
        where r.tenant_id = $1 and r.run_id = $2
        returning status, new_findings
        """;

    // Of earlier runs too, should one have been given up.
    private const string DeleteItems = "delete from ops.reconciliation_items where tenant_id = $1";

    private const string DeleteFindings = "delete from ops.reconciliation_findings where tenant_id = $1";

    /// <summary>Begins a part that has not begun.</summary>
    public static async Task<bool> HasEndedAsync(TenantSession session, Tenant tenant, Guid run, IReconciliationPart part, CancellationToken cancel)
    {
        await session.ExecuteAsync(BeginPart, cancel, tenant.Id, run, part.Source);
        return await session.FirstAsync(SelectPartEnd, row => row.GetBoolean(0), cancel, tenant.Id, run, part.Source);
    }

    /// <returns>After how long the source is tried again; null when it has failed often enough.</returns>
    public static async Task<TimeSpan?> AddFaultAsync(TenantSession session, ReconciliationRun run, IReconciliationPart part, CancellationToken cancel) =>
        await session.FirstAsync(CountFault, row => row.GetInt32(0), cancel, run.Tenant.Id, run.Id, part.Source) < MostFaults ? Pause : null;

    /// <param name="fault">Why the source could not be compared to its end; null where it could.</param>
    public static async Task EndPartAsync(
        TenantSession session, ReconciliationRun run, IReconciliationPart part, PartResult result, SourceException? fault, CancellationToken cancel)
    {
        var tenant = run.Tenant;

        // First, and with a lock on the row: who was overtaken must settle nothing.
        if (await session.ExecuteAsync(EndPart, cancel, tenant.Id, run.Id, part.Source, run.Lease) == 0)
        {
            throw new OvertakenException();
        }

        if (fault is not null)
        {
            await run.FindAsync(session, new NewFinding(Unreachable, part.Source, "medium", part.Source, $"{fault.Message} Nothing of it counts as compared.", ReconciliationRun.Actor), cancel);
        }

        // What is not compared any more tells nothing of what stood open; only that it cannot be reached is over.
        var settled = fault is null && result is PartResult.Completed ? part.Checks.ToArray() : [];
        foreach (var (check, subject) in await session.ListAsync(
            SelectGone, row => (row.GetString(0), row.GetString(1)), cancel, tenant.Id, run.Id, settled, Unreachable, part.Source))
        {
            await Findings.ResolveAsync(session, tenant.Id, check, subject, ReconciliationRun.Actor, cancel);
        }

        var counts = await ItemCounts.ReadAsync(session, tenant.Id, run.Id, part.Source, cancel);
        var status = fault is not null ? "failed" : result is PartResult.Skipped ? "skipped" : "completed";
        await session.ExecuteAsync(
            InsertPart, cancel, tenant.Id, run.Id, part.Source, status, counts.Compared, counts.Matched, counts.Missing, counts.Differing, counts.Extra,
            JsonSerializer.Serialize(counts.Apart, JsonResponse.Options), PartSummary.Of(part, tenant, counts, result, fault), fault?.Message);
    }

    /// <exception cref="OvertakenException">Somebody else has taken the run up.</exception>
    public static async Task<(string Status, int NewFindings)> EndAsync(TenantSession session, Tenant tenant, Guid run, Guid lease, CancellationToken cancel)
    {
        await Findings.ResolveAsync(session, tenant.Id, Failed, Subject, ReconciliationRun.Actor, cancel);
        return await EndAsync(session, tenant, run, lease, error: null, cancel) ?? throw new OvertakenException();
    }

    /// <summary>Whoever is at it finds itself overtaken. One that has ended stays as it is.</summary>
    public static async Task GiveUpAsync(Database database, Tenant tenant, Guid run, CancellationToken cancel)
    {
        const string why = "The reconciliation could not be run to its end, five times over; the app's log says why.";

        // In a transaction before: only what is committed by the run's end is news of it.
        await using (var session = await database.OpenAsync(tenant.Id, cancel))
        {
            if ((await session.ListAsync(SelectUnfinished, _ => true, cancel, tenant.Id, run)).Count == 0)
            {
                return;
            }

            await Findings.OpenAsync(session, tenant.Id, new NewFinding(Failed, Subject, "medium", "ledger", why, ReconciliationRun.Actor), cancel);
            await session.CommitAsync(cancel);
        }

        await using var ending = await database.OpenAsync(tenant.Id, cancel);
        await EndAsync(ending, tenant, run, lease: null, why, cancel);
        await ending.CommitAsync(cancel);
    }

    /// <returns>Null where it had ended, or is somebody else's.</returns>
    private static async Task<(string Status, int NewFindings)?> EndAsync(
        TenantSession session, Tenant tenant, Guid run, Guid? lease, string? error, CancellationToken cancel)
    {
        var pin = await session.FirstAsync("select pg_current_snapshot()::text", row => row.GetString(0), cancel);
        if (await session.ExecuteAsync(EndRun, cancel, tenant.Id, run, pin, lease) == 0)
        {
            return null;
        }

        var result = await session.FirstAsync(InsertRun, Read, cancel, tenant.Id, run, error);
        await session.ExecuteAsync(DeleteItems, cancel, tenant.Id);
        await session.ExecuteAsync(DeleteFindings, cancel, tenant.Id);
        return result;
    }

    private static (string Status, int NewFindings) Read(NpgsqlDataReader row) => (row.GetString(0), row.GetInt32(1));
}
