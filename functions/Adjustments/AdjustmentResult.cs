namespace Plumbline.Adjustments;

/// <summary>What became of a request to adjust.</summary>
public abstract record AdjustmentResult
{
    private AdjustmentResult()
    {
    }

    /// <param name="IsNew">False where the same request was made before, under the same key.</param>
    public sealed record Stored(AdjustmentJson Adjustment, bool IsNew) : AdjustmentResult;

    /// <summary>Something that only the database knows is wrong with the request.</summary>
    public sealed record Invalid(string Reason) : AdjustmentResult;

    public sealed record NoTarget(AdjustmentTarget Target) : AdjustmentResult;

    /// <summary>An adjustment in force has taken the target out already.</summary>
    public sealed record AlreadyVoided(AdjustmentTarget Target, long By) : AdjustmentResult;

    public sealed record IsReversal(AdjustmentTarget Target) : AdjustmentResult;

    /// <summary>Another request was made under the same key.</summary>
    public sealed record KeyTaken(long By) : AdjustmentResult;
}
