namespace Plumbline.Digest;

/// <summary>A point of a trend that is marked, in the coordinates of its drawing.</summary>
/// <param name="IsLast">Whether it is the page's own month.</param>
public sealed record TrendDot(string X, string Y, bool IsLast, bool IsProvisional);
