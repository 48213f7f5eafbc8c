using System.Globalization;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Months that closed as provisional: once nothing speaks against their figures any more, a finding proposes to make them final.</summary>
public sealed class ProvisionalMonths(Database database)
{
    public const string Check = "provisional_month";

    private const string SelectProvisional = """
        select m.month, m.revision, not exists (select from report.guardrail(m.tenant_id, m.month))
        from report.closed_months as m
        where m.tenant_id = $1 and m.is_latest and m.status = 'provisional'
        order by m.month desc
        limit 24
        """;

    /// <summary>Opens the finding of each month that could be made final, and settles it where a new cause has come.</summary>
    public async Task ProposeAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var provisional = await session.ListAsync(
            SelectProvisional, row => (Month: new Month(row.GetFieldValue<DateOnly>(0)), Revision: row.GetInt32(1), CanBeFinal: row.GetBoolean(2)), cancel, tenant.Id);
        foreach (var (month, revision, canBeFinal) in provisional)
        {
            if (canBeFinal)
            {
                await Findings.OpenAsync(session, tenant.Id, Proposal(month, revision), cancel);
            }
            else
            {
                await Findings.ResolveAsync(session, tenant.Id, Check, Subject(month, revision), MonthCloser.Actor, cancel);
            }
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
