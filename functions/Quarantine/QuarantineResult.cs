namespace Plumbline.Quarantines;

/// <summary>What asking for a replay or a dismissal came to.</summary>
internal abstract record QuarantineResult<T>
{
    public sealed record Done(T Value) : QuarantineResult<T>;

    /// <param name="Items">Those that the tenant does not have.</param>
    public sealed record Unknown(IReadOnlyList<long> Items) : QuarantineResult<T>;

    /// <param name="Missing">What the app lacks.</param>
    public sealed record NotReady(string Missing) : QuarantineResult<T>;
}
