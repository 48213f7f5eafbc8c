namespace Plumbline.Snapshots.Seals;

/// <summary>What a verification came to.</summary>
/// <param name="Verified">Whether everything that is sealed verifies.</param>
/// <param name="Months">Every closed month and revision, oldest first.</param>
/// <param name="Failures">
/// What belongs to no sealed month: bodies of deliveries that came since the last one, or a function-edited, which leaves the months unverified.
/// </param>
public sealed record SealReport(string Tenant, bool Verified, IReadOnlyList<SealedMonth> Months, IReadOnlyList<SealFailure> Failures);
