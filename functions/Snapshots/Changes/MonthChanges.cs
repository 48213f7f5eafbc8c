using Plumbline.Reports;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>What would differ in a closed month if it were closed now.</summary>
/// <param name="Revision">Its latest, which is compared with.</param>
/// <param name="Reason">Why that revision exists.</param>
/// <param name="AsOf">What now is: the point of the ledger it was read at.</param>
/// <param name="Changes">In the order of the KPIs; none when all figures are as they were frozen.</param>
public sealed record MonthChanges(
    Month Month, int Revision, DateTimeOffset FrozenAt, string Reason, LedgerPosition AsOf, IReadOnlyList<ChangedKpi> Changes);
