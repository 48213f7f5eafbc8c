namespace Plumbline.Digest;

/// <summary>Those of a tenant's present recipients who are sent no digest.</summary>
public sealed record SuppressionsJson(IReadOnlyList<Suppression> Suppressions);
