using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>Tells what one verification finds as it goes, so that one that is cut off has told what it found.</summary>
internal sealed class SealFindings(Database database, Tenant tenant, string actor)
{
    public const string NotSealedYet = "Not sealed yet";

    private const int LongestDetail = 2_000;

    private const string SelectOpen = "select subject from staging.findings where tenant_id = $1 and check_name = $2 and status = 'open'";

    private readonly HashSet<string> failed = [];

    public static string SubjectOf(Month month, int revision) => $"{month} r{revision}";

    /// <summary>Opens the finding of a subject, or settles it where nothing fails any more.</summary>
    public async Task TellAsync(string subject, IReadOnlyList<SealFailure> failures, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        if (failures.Count == 0)
        {
            await SettleAsync(session, one => one == subject, cancel);
        }
        else
        {
            failed.Add(subject);
            var detail = string.Join(' ', failures.Select(failure => failure.Detail));
            await Findings.OpenAsync(
                session, tenant.Id,
                new NewFinding(MonthSealer.CheckName, subject, "high", "ledger", detail.Length <= LongestDetail ? detail : $"{detail[..LongestDetail]}…", actor), cancel);
        }

        await session.CommitAsync(cancel);
    }

    /// <summary>At the end: what stood open and is no more, such as of a revision that is gone.</summary>
    /// <param name="month">Null for all.</param>
    public async Task SettleOthersAsync(Month? month, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        await SettleAsync(
            session, one => !failed.Contains(one) && (month is null || one == SealedRowsFunction.Name || one.StartsWith($"{month} ", StringComparison.Ordinal)), cancel);
        await session.CommitAsync(cancel);
    }

    private async Task SettleAsync(TenantSession session, Func<string, bool> which, CancellationToken cancel)
    {
        var open = await session.ListAsync(SelectOpen, row => row.GetString(0), cancel, tenant.Id, MonthSealer.CheckName);
        foreach (var subject in open.Where(which))
        {
            await Findings.ResolveAsync(session, tenant.Id, MonthSealer.CheckName, subject, actor, cancel);
        }
    }
}
