namespace Plumbline.Digest;

/// <summary>What changed in one closed month.</summary>
public sealed record DigestChangeGroup(string MonthName, IReadOnlyList<DigestChange> Lines);
