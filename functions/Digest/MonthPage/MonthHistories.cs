using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>Reads what stands around a closed month on its page, from what is frozen alone.</summary>
public sealed class MonthHistories(Database database)
{
    /// <summary>How many months a trend has, the month itself included.</summary>
    public const int TrendMonths = 13;

    private const string SelectEarlier = """
        select kpi, currency, month, value, status
        from report.closed_month_metrics
        where tenant_id = $1 and month >= $2 and month < $3 and is_latest and dimension = 'company'
        order by month
        """;

    private const string SelectRevisions = """
        select revision, frozen_at, frozen_by, reason, status
        from report.closed_months
        where tenant_id = $1 and month = $2
        order by revision desc
        """;

    private const string SelectDepartments = """
        select kpi, department
        from staging.kpi_definitions
        where department is not null
        order by min(display_order) over (partition by department), display_order
        """;

    public async Task<MonthHistory> ReadAsync(Tenant tenant, Month month, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var earlier = await session.ListAsync(
            SelectEarlier,
            row => new TrendPoint(
                row.GetString(0), row.GetOptionalText(1), new Month(row.GetFieldValue<DateOnly>(2)), row.GetOptional<decimal>(3), row.GetString(4) == "provisional"),
            cancel, tenant.Id, month.First.AddMonths(1 - TrendMonths), month.First);
        var revisions = await session.ListAsync(
            SelectRevisions,
            row => new MonthRevision(row.GetInt32(0), row.GetInstant(1), row.GetString(2), row.GetString(3), row.GetString(4) == "provisional"),
            cancel, tenant.Id, month.First);
        var departments = await session.ListAsync(SelectDepartments, row => (row.GetString(0), row.GetString(1)), cancel);
        return new MonthHistory(earlier, revisions, departments);
    }
}
