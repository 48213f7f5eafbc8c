using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>What would differ in a closed month if it were closed now.</summary>
/// <param name="Revision">Its latest, which is compared with.</param>
/// <param name="Reason">Why that revision exists.</param>
/// <param name="AsOf">What now is: the point of the ledger it was read at.</param>
/// <param name="Unchanged">Whether every figure is as it was frozen.</param>
public sealed record MonthChangesJson(
    string Tenant,
    string Month,
    int Revision,
    DateTimeOffset FrozenAt,
    string Reason,
    string AsOf,
    bool Unchanged,
    IReadOnlyList<ChangedKpiJson> Changes)
{
    public static MonthChangesJson Of(MonthChanges found, Tenant tenant) => new(
        tenant.Slug,
        found.Month.ToString(),
        found.Revision,
        found.FrozenAt,
        found.Reason,
        found.AsOf.ToString(),
        found.Changes.Count == 0,
        [.. found.Changes.Select(ChangedKpiJson.Of)]);
}
