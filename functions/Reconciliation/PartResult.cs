namespace Plumbline.Reconciliation;

/// <summary>How far a part has come.</summary>
internal abstract record PartResult
{
    private PartResult()
    {
    }

    /// <param name="Told">A sentence beside the counts; null where they say it all.</param>
    internal sealed record Completed(string? Told = null) : PartResult;

    /// <summary>There is nothing to ask the source with.</summary>
    /// <param name="Why">A sentence.</param>
    internal sealed record Skipped(string Why) : PartResult;

    /// <summary>Its time is up: it goes on from its cursor.</summary>
    internal sealed record Unfinished : PartResult;
}
