namespace Plumbline.Reports;

/// <summary>What is compared with what; every range is [from, to) in the tenant's dates.</summary>
/// <param name="EffectiveTo">Where the period ends so far: tomorrow while it is still running.</param>
/// <param name="IsPartial">Whether it is still running.</param>
public sealed record FunnelPeriods(DateOnly From, DateOnly To, DateOnly EffectiveTo, DateOnly PreviousFrom, DateOnly PreviousTo, bool IsPartial);
