using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>What became of a request to close a month.</summary>
public abstract record FreezeResult
{
    private FreezeResult()
    {
    }

    /// <param name="AlreadyFrozen">Somebody froze it before; nothing was written.</param>
    public sealed record Frozen(FrozenMonth Month, bool AlreadyFrozen) : FreezeResult;

    /// <param name="EndsAt">When the month ends in the tenant's time zone.</param>
    public sealed record NotClosed(DateTimeOffset EndsAt, string TimeZone) : FreezeResult;

    /// <summary>The tenant did not exist yet.</summary>
    public sealed record BeforeFirstMonth(Month FirstMonth) : FreezeResult;

    /// <summary>Months close in order, since each compares with the one before.</summary>
    public sealed record EarlierMonthOpen(Month Earliest) : FreezeResult;
}
