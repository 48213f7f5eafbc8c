using System.Globalization;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation;

/// <summary>What a ledger says of a generated business, and what is so, in the same words.</summary>
internal static class BusinessBooks
{
    public static List<string> Truth(DemoTruth truth, DemoWorld world) =>
    [
        .. truth.Months.OrderBy(month => month.Key).SelectMany(month => new[]
        {
            Line($"{month.Key:yyyy-MM} cash {month.Value.Cash}"),
            Line($"{month.Key:yyyy-MM} refunds {month.Value.Refunds}"),
            Line($"{month.Key:yyyy-MM} won {month.Value.Won}"),
            Line($"{month.Key:yyyy-MM} won_value {month.Value.WonValue}"),
        }).Where(line => !line.EndsWith(" 0", StringComparison.Ordinal)),
        Line($"pipeline {truth.Months[world.Plan.AnchorMonth.AddMonths(-1)].Pipeline}"),
        .. world.Deals.Where(deal => !deal.Latest.IsDeleted).OrderBy(deal => deal.Id, StringComparer.Ordinal)
            .Select(deal => Line($"{deal.Id} {deal.Latest.Status} {deal.Latest.Stage.Id} {deal.Latest.Cents} {deal.Latest.Owner.Id}")),
    ];

    public static async Task<List<string>> OfLedgerAsync(LedgerDatabase ledger, Guid tenant) =>
    [
        .. await ledger.ListAsync(
            """
            select to_char(m.local_date, 'YYYY-MM') || ' ' || m.measure || ' ' || trim_scale(sum(m.value))
            from report.measures as m
            where m.tenant_id = $1 and m.measure in ('cash', 'refunds', 'won', 'won_value')
            group by to_char(m.local_date, 'YYYY-MM'), m.measure
            having sum(m.value) <> 0
            order by to_char(m.local_date, 'YYYY-MM'), m.measure
            """,
            row => row.GetString(0), tenant),
        .. await ledger.ListAsync(
            """
            with latest as (
                select distinct on (o.opportunity_id) o.opportunity_id, o.status, o.stage_id, o.value_minor, o.owner_id, o.deleted
                from staging.opportunities as o
                where o.tenant_id = $1
                order by o.opportunity_id, o.effective_at desc, o.seq desc
            )

            select b.line
            from (
                select 'pipeline ' || coalesce(sum(l.value_minor) filter (where l.status = 'open'), 0) as line, '' as id
                from latest as l
                where not l.deleted
                union all
                select l.opportunity_id || ' ' || l.status || ' ' || l.stage_id || ' ' || l.value_minor || ' ' || l.owner_id, l.opportunity_id
                from latest as l
                where not l.deleted
            ) as b
            order by b.id collate "C"
            """,
            row => row.GetString(0), tenant),
    ];

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
