using System.Globalization;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql;

/// <summary>KPIs as the app's role reads them, so that row-level security is part of what is tested.</summary>
internal static class KpiReading
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A tenant in UTC with these sales calendars.</summary>
    public static async Task<Guid> AddSalesTenantAsync(this LedgerDatabase ledger, string calendars = "{sales}")
    {
        var tenant = await ledger.AddTenantAsync("UTC");
        await ledger.ExecuteAsync(
            "insert into config.tenant_versions (tenant_id, name, currency, first_month, actor, sales_calendars) values ($1, 'Test', 'USD', '2025-01-01', 'test', $2::text[])",
            tenant, calendars);
        return tenant;
    }

    /// <summary>January, February and March of 2026: the value, or numerator/denominator of a quotient.</summary>
    public static async Task<string> KpiMonthsAsync(this LedgerDatabase ledger, Guid tenant, string kpi, string filter = "{}", string asOf = "")
    {
        var months = new List<string>();
        foreach (var from in new[] { "2026-01-01", "2026-02-01", "2026-03-01" })
        {
            var found = (await ledger.KpisAsync(tenant, from, filter, asOf)).Single(row => row.Kpi == kpi && row.Currency is (null or "USD"));
            months.Add(found.Denominator is { } denominator ? $"{found.Numerator:0}/{denominator:0}" : $"{found.Value:0}");
        }

        return string.Join(' ', months);
    }

    /// <summary>Every KPI of the month that begins on a day.</summary>
    public static async Task<List<(string Kpi, string? Currency, decimal? Value, decimal? Numerator, decimal? Denominator)>> KpisAsync(
        this LedgerDatabase ledger, Guid tenant, string from, string filter = "{}", string asOf = "")
    {
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        await session.ListAsync("select set_config('app.as_of', $1, true)", _ => 0, Cancel, asOf);
        return await session.ListAsync(
            "select kpi, currency, value, numerator, denominator from report.kpis($1, $2::date, ($2::date + interval '1 month')::date, $3::jsonb)",
            row => (row.GetString(0), row[1] as string, row[2] as decimal?, row[3] as decimal?, row[4] as decimal?),
            Cancel, tenant, DateOnly.Parse(from, CultureInfo.InvariantCulture), filter);
    }
}
