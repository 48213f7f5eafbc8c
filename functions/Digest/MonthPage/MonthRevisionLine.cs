namespace Plumbline.Digest;

/// <summary>A revision of the month, written out.</summary>
/// <param name="Link">Where it is shown; null for the one that is.</param>
public sealed record MonthRevisionLine(string Name, string MadeAt, string MadeBy, string Reason, string? Link);
