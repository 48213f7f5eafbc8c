namespace Plumbline.Quarantines;

/// <summary>Where the next page of a replay begins.</summary>
public sealed record ReplayNext(long Before);
