namespace Plumbline.Adjustments;

/// <summary>What an adjustment does, as the ledger and the API write it.</summary>
internal static class AdjustmentKind
{
    /// <summary>Adds an amount to a measure.</summary>
    public const string Amount = "amount";

    /// <summary>Takes a fact out of every measure.</summary>
    public const string Void = "void";

    public static readonly IReadOnlyList<string> All = [Amount, Void];
}
