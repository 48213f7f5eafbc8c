namespace Plumbline.Digest;

/// <param name="Revision">Of the closed month; the latest when left out.</param>
public sealed record DigestRequest(int? Revision = null)
{
    /// <returns>What is wrong, in words that name the member; null when nothing is.</returns>
    public string? Fault() => Revision < 1 ? "revision must be 1 or more." : null;
}
