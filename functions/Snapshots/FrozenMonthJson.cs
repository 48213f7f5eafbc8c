using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>A closed month as the API shows it.</summary>
/// <param name="Changes">What had changed in earlier closed months when this one was closed, as far as no digest had told it.</param>
/// <param name="Revisions">Every revision of the month, newest first; left out where several months are listed.</param>
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
    IReadOnlyList<FrozenMetric> Metrics,
    IReadOnlyList<MonthChangeJson> Changes,
    IReadOnlyList<MonthRevisionJson>? Revisions)
{
    public static FrozenMonthJson Of(
        FrozenMonth month, Tenant tenant, bool? alreadyFrozen = null, IReadOnlyList<FrozenMonth>? revisions = null) => new(
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
        month.Metrics,
        [.. month.Changes.Select(MonthChangeJson.Of)],
        revisions?.Select(MonthRevisionJson.Of).ToArray());
}
