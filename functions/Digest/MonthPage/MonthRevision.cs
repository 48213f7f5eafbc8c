namespace Plumbline.Digest;

/// <summary>That a month was closed, or closed anew.</summary>
/// <param name="Reason">Why this revision exists.</param>
public sealed record MonthRevision(int Number, DateTimeOffset MadeAt, string MadeBy, string Reason, bool IsProvisional);
