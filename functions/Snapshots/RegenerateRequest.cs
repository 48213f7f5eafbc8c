namespace Plumbline.Snapshots;

/// <summary>A closed month that is to be computed anew. The revision there is stays readable.</summary>
/// <param name="Reason">Why, in 10 to 1,000 characters; written on the digest and the month's page, and kept for good, so without personal data.</param>
/// <param name="ExpectedRevision">The latest revision that whoever asks has seen: when there is another by then, nothing is done.</param>
public sealed record RegenerateRequest(string? Reason = null, int? ExpectedRevision = null)
{
    /// <returns>What is wrong with it; null when nothing is.</returns>
    internal string? Fault() =>
        Reason?.Trim().Length is not (>= 10 and <= 1000) ? "reason is a text of 10 to 1,000 characters: why the month is computed anew."
        : Reason.Any(char.IsControl) ? "reason is one line of text."
        : ExpectedRevision is not >= 1 ? "expectedRevision is the latest revision you have seen, 1 or more."
        : null;
}
