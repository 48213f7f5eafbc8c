namespace Plumbline.Snapshots;

/// <summary>What became of a request to compute a closed month anew.</summary>
public abstract record RegenerateResult
{
    private RegenerateResult()
    {
    }

    public sealed record Regenerated(FrozenMonth Month) : RegenerateResult;

    public sealed record NotFrozen : RegenerateResult;

    /// <summary>Whoever asks has seen another revision: nothing was written.</summary>
    public sealed record OtherRevision(int Current) : RegenerateResult;
}
