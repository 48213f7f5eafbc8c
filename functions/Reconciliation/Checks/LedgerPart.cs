using Azure;
using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Snapshots.Seals;

namespace Plumbline.Reconciliation.Checks;

/// <summary>
/// The ledger against itself: every check of sql/checks in a transaction of its own, and at the end the seals. A check that
/// cannot be run is a finding itself, and what it found before stays as it is. What is wrong with the whole database is logged too:
/// it is the operator's to mend, and no tenant's.
/// </summary>
internal sealed partial class LedgerPart(SealVerifier seals, ILogger<LedgerPart> logger) : IReconciliationPart
{
    /// <summary>Of findings about checks that could not be run.</summary>
    public const string FailedCheck = "check_failed";

    /// <summary>Of the finding that tells that a check found more than is told.</summary>
    public const string More = "more";

    private const string Kind = "check";

    public string Source => "ledger";

    public string Label => "The ledger";

    public string Noun => "checks";

    /// <summary>None: each check settles its own as it ends.</summary>
    public IReadOnlyList<string> Checks => [];

    public async Task<PartResult> RunAsync(ReconciliationRun run, CancellationToken cancel)
    {
        var cursor = await run.ReadCursorAsync<LedgerCursor>(cancel) ?? new LedgerCursor([]);
        foreach (var check in CheckLibrary.All)
        {
            if (cursor.Done.Contains(check.Name))
            {
                continue;
            }

            cursor = Past(cursor, check.Name);
            await RunAsync(run, check, cursor, cancel);
            if (run.IsTimeUp)
            {
                return new PartResult.Unfinished();
            }
        }

        if (!cursor.Done.Contains(MonthSealer.CheckName))
        {
            await VerifySealsAsync(run, cursor, cancel);
        }

        return new PartResult.Completed();
    }

    /// <param name="cursor">As it is once the check has run.</param>
    internal async Task RunAsync(ReconciliationRun run, Check check, LedgerCursor cursor, CancellationToken cancel)
    {
        string why;
        await using (var session = await run.OpenAsync(cancel))
        {
            try
            {
                var answer = await CheckAnswer.ReadAsync(session, run.Tenant.Id, check, cancel);
                await TellAsync(session, run, check, answer, cancel);
                await EndAsync(session, run, check.Name, isHealthy: answer.Subjects.Count == 0, cursor, cancel);
                return;
            }
            catch (PostgresException e) when (!e.IsTransient)
            {
                why = WhyNot(e);
            }
        }

        await FailAsync(run, check.Name, why, cursor, cancel);
    }

    private async Task TellAsync(TenantSession session, ReconciliationRun run, Check check, CheckAnswer answer, CancellationToken cancel)
    {
        var seen = answer.Subjects.ToHashSet();
        foreach (var row in answer.Rows)
        {
            if (check.IsOfDatabase)
            {
                LogOfDatabase(check.Name, row.Detail);
            }

            await run.FindAsync(
                session,
                new NewFinding(check.Name, row.Subject, row.Severity ?? check.Severity, row.Source ?? check.Source, row.Detail, ReconciliationRun.Actor, row.OccurredAt)
                {
                    Rows = row.FactRows,
                },
                cancel);
        }

        if (answer.HasMore)
        {
            seen.Add(More);
            await run.FindAsync(
                session,
                new NewFinding(
                    check.Name, More, check.Severity, check.Source, $"More of the same than the {CheckAnswer.MostRows} told here.", ReconciliationRun.Actor),
                cancel);
        }

        await Findings.SettleAsync(session, run.Tenant.Id, check.Name, seen, ReconciliationRun.Actor, cancel);
    }

    // Verifying tells and settles what it finds itself, month by month.
    private async Task VerifySealsAsync(ReconciliationRun run, LedgerCursor cursor, CancellationToken cancel)
    {
        var done = Past(cursor, MonthSealer.CheckName);
        try
        {
            var report = await seals.VerifyAsync(run.Tenant, month: null, ReconciliationRun.Actor, cancel);
            await using var session = await run.OpenAsync(cancel);
            await EndAsync(session, run, MonthSealer.CheckName, report.Verified, done, cancel);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or PostgresException { IsTransient: false })
        {
            await FailAsync(run, MonthSealer.CheckName, e is PostgresException p ? WhyNot(p) : "storage, where their copies lie, does not answer", done, cancel);
        }
    }

    private static async Task EndAsync(TenantSession session, ReconciliationRun run, string name, bool isHealthy, LedgerCursor cursor, CancellationToken cancel)
    {
        await Findings.ResolveAsync(session, run.Tenant.Id, FailedCheck, name, ReconciliationRun.Actor, cancel);
        await run.NoteAsync(session, [new ReconciledItem(Kind, name, isHealthy ? ItemOutcome.Matched : ItemOutcome.Differing)], cancel);
        await run.SaveCursorAsync(session, cursor, cancel);
        await session.CommitAsync(cancel);
    }

    private async Task FailAsync(ReconciliationRun run, string name, string why, LedgerCursor cursor, CancellationToken cancel)
    {
        LogFailed(name, run.Tenant.Slug, why);
        await using var session = await run.OpenAsync(cancel);
        await run.NoteAsync(session, [new ReconciledItem(Kind, name, ItemOutcome.Differing)], cancel);
        await run.FindAsync(
            session, new NewFinding(FailedCheck, name, "medium", "ledger", $"The check {name} could not be run: {why}.", ReconciliationRun.Actor), cancel);
        await run.SaveCursorAsync(session, cursor, cancel);
        await session.CommitAsync(cancel);
    }

    // By its code alone: its words may quote a row.
    private static string WhyNot(PostgresException e) => e.SqlState == PostgresErrorCodes.QueryCanceled
        ? $"it took longer than {CheckAnswer.LongestTime.TotalSeconds:0} seconds"
        : $"PostgreSQL refused it ({e.SqlState})";

    private static LedgerCursor Past(LedgerCursor cursor, string name) => cursor with { Done = [.. cursor.Done, name] };

    [LoggerMessage(LogLevel.Error, "The database is not as it has to be, by check {Check}: {Problem}")]
    private partial void LogOfDatabase(string check, string problem);

    [LoggerMessage(LogLevel.Warning, "Check {Check} of {Tenant} could not be run: {Why}")]
    private partial void LogFailed(string check, string tenant, string why);
}
