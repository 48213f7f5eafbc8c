using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>A closed month as the API shows it.</summary>
public sealed record FrozenMonthJson(
    string Tenant,
    string Month,
    int Revision,
    bool? AlreadyFrozen,
    string Status,
    DateTimeOffset FrozenAt,
    string FrozenBy,
    string Reason,
    long DefinitionsVersion,
    string TimeZone,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    IReadOnlyList<FrozenMetric> Metrics)
{
    public static FrozenMonthJson Of(FrozenMonth month, Tenant tenant, bool? alreadyFrozen = null) => new(
        tenant.Slug,
        month.Month.ToString(),
        month.Revision,
        alreadyFrozen,
        month.Status,
        month.FrozenAt,
        month.FrozenBy,
        month.Reason,
        month.DefinitionsVersion,
        month.TimeZone,
        month.StartsAt,
        month.EndsAt,
        month.Metrics);
}
