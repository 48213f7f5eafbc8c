namespace Plumbline.Digest;

/// <summary>A figure of a closed month that would differ today, written out.</summary>
/// <param name="Was">What the month was closed with.</param>
public sealed record DigestChange(string Label, string Was, string Now, string Reading);
