namespace Plumbline.Quarantines;

/// <summary>What a replay came to.</summary>
/// <param name="Mapped">Deliveries of which nothing waits any more.</param>
/// <param name="StillQuarantined">Deliveries of which something still cannot be read.</param>
/// <param name="Failed">Deliveries that could not be tried; each says why.</param>
/// <param name="Facts">How many rows were appended.</param>
/// <param name="Open">How many deliveries of those that were asked for still wait, on this page and after it.</param>
/// <param name="Next">Of reason and all: what to ask for with the same body to go on; none after the last page.</param>
public sealed record ReplayJson(int Mapped, int StillQuarantined, int Failed, int Facts, long Open, IReadOnlyList<ReplayedItem> Items, ReplayNext? Next);
