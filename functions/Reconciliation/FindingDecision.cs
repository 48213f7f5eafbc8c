namespace Plumbline.Reconciliation;

/// <summary>What somebody decides about a finding.</summary>
/// <param name="Reason">Why, in 10 to 1,000 characters; kept for good, so without personal data.</param>
public sealed record FindingDecision(string Reason)
{
    private const int Shortest = 10;
    private const int Longest = 1000;

    /// <returns>What is wrong with it, or null.</returns>
    internal string? Fault() => Reason.Trim().Length is < Shortest or > Longest || Reason.Any(char.IsControl)
        ? $"reason must be {Shortest} to {Longest} characters, without control characters."
        : null;
}
