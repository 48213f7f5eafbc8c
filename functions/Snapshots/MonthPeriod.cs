using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>A tenant's month as one transaction sees it: its bounds, and what is closed of it and around it.</summary>
/// <param name="ClosesAt">From when on the timer closes it: the tenant's grace hours after its end, by the tenant's clock.</param>
/// <param name="Revision">The latest; null while the month is open.</param>
/// <param name="LatestFrozen">The tenant's latest closed month; null before the first.</param>
/// <param name="PreviousEndsAt">Where the month before ended when it was closed; null while that is open.</param>
internal sealed record MonthPeriod(
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    DateTimeOffset ClosesAt,
    string TimeZone,
    DateOnly FirstMonth,
    int? Revision,
    DateOnly? LatestFrozen,
    DateTimeOffset? PreviousEndsAt)
{
    private const string Select = """
        select
            p.starts_at,
            p.ends_at,
            greatest(p.ends_at, (($2 + interval '1 month') + t.grace_hours * interval '1 hour') at time zone p.time_zone),
            p.time_zone,
            t.first_month,
            (select max(m.revision) from frozen.months as m where m.tenant_id = $1 and m.month = $2),
            (select max(m.month) from frozen.months as m where m.tenant_id = $1),
            (select c.ends_at from report.closed_months as c where c.tenant_id = $1 and c.month = $3 and c.is_latest)
        from report.month_period($1, $2) as p
        cross join staging.tenants as t
        where t.tenant_id = $1
        """;

    public static async Task<MonthPeriod> ReadAsync(TenantSession session, Tenant tenant, Month month, CancellationToken cancel) =>
        await session.FirstAsync(Select, Read, cancel, tenant.Id, month.First, month.Previous.First)
            ?? throw new InvalidOperationException($"Tenant {tenant.Slug} has no settings or no time zone.");

    private static MonthPeriod Read(NpgsqlDataReader row) => new(
        row.GetInstant(0),
        row.GetInstant(1),
        row.GetInstant(2),
        row.GetString(3),
        row.GetFieldValue<DateOnly>(4),
        row.GetOptional<int>(5),
        row.GetOptional<DateOnly>(6),
        row.GetOptional<DateTimeOffset>(7));
}
