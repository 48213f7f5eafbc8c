namespace Plumbline.Quarantines;

/// <summary>Items from which nothing is to be read.</summary>
/// <param name="Items">By their seq; at most 500. What else of the same deliveries waits is dismissed with them.</param>
/// <param name="Reason">Why, in 10 to 1,000 characters.</param>
public sealed record DismissRequest(IReadOnlyList<long> Items, string Reason)
{
    private const int Shortest = 10;
    private const int Longest = 1000;

    /// <returns>What is wrong with it, or null.</returns>
    internal string? Fault() =>
        Items.Count is 0 or > ReplayRequest.Most ? $"items must be 1 to {ReplayRequest.Most}."
        : Reason.Trim().Length is < Shortest or > Longest || Reason.Any(char.IsControl) ? $"reason must be {Shortest} to {Longest} characters, without control characters."
        : null;
}
