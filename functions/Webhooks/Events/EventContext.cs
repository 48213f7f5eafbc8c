using Plumbline.Ledger;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.Events;

/// <summary>What a mapper knows beside an event's data.</summary>
/// <param name="Stored">The event as its envelope describes it.</param>
/// <param name="At">When it happened, or since when what it says holds.</param>
/// <param name="Now">When it arrived.</param>
/// <param name="Units">The unit of each KPI there is.</param>
internal sealed record EventContext(Delivery Stored, DateTimeOffset At, Tenant Tenant, DateTimeOffset Now, IReadOnlyDictionary<string, string> Units)
{
    /// <summary>Noon of a day in the tenant's zone, which stays within the day should the zone be corrected.</summary>
    public DateTimeOffset NoonOf(DateOnly date)
    {
        var noon = date.ToDateTime(new TimeOnly(12, 0));
        return new DateTimeOffset(noon, Zone.GetUtcOffset(noon)).ToUniversalTime();
    }

    /// <summary>The day after the arrival, in the tenant's zone.</summary>
    public DateOnly Tomorrow => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Zone).DateTime).AddDays(1);

    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Tenant.TimeZone);
}
