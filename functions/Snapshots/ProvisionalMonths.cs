using System.Globalization;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Months that closed as provisional: once nothing speaks against their figures any more, a finding proposes to make them final.</summary>
public sealed class ProvisionalMonths(Database database)
{
    public const string Check = "provisional_month";

    private const string SelectSettled = """
        select m.month, m.revision
        from report.closed_months as m
        where m.tenant_id = $1 and m.is_latest and m.status = 'provisional'
            and not exists (select from report.guardrail(m.tenant_id, m.month))
        order by m.month
        """;

    private const string SelectProposed = "select subject from staging.findings where tenant_id = $1 and check_name = $2 and status = 'open'";

    /// <summary>Opens the finding of each month that could be made final, and settles those of which that no longer holds.</summary>
    public async Task ProposeAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var settled = await session.ListAsync(
            SelectSettled, row => (Month: new Month(row.GetFieldValue<DateOnly>(0)), Revision: row.GetInt32(1)), cancel, tenant.Id);
        foreach (var (month, revision) in settled)
        {
            await Findings.OpenAsync(session, tenant.Id, Proposal(month, revision), cancel);
        }

        // Also of a revision that was replaced while somebody looked at it.
        var holds = settled.Select(found => Subject(found.Month, found.Revision)).ToHashSet(StringComparer.Ordinal);
        var proposed = await session.ListAsync(SelectProposed, row => row.GetString(0), cancel, tenant.Id, Check);
        foreach (var subject in proposed.Where(subject => !holds.Contains(subject)))
        {
            await Findings.ResolveAsync(session, tenant.Id, Check, subject, MonthCloser.Actor, cancel);
        }

        await session.CommitAsync(cancel);
    }

    /// <summary>That revision has been replaced.</summary>
    internal static Task SettleAsync(TenantSession session, Tenant tenant, Month month, int revision, string actor, CancellationToken cancel) =>
        Findings.ResolveAsync(session, tenant.Id, Check, Subject(month, revision), actor, cancel);

    private static NewFinding Proposal(Month month, int revision) => new(
        Check, Subject(month, revision), "low", "snapshots",
        $"{month} was closed as provisional, and nothing speaks against its figures any more: regenerate it to make it final.", MonthCloser.Actor);

    private static string Subject(Month month, int revision) => string.Create(CultureInfo.InvariantCulture, $"{month} r{revision}");
}
