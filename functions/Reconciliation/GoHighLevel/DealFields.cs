using Plumbline.Ledger;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What of a deal is compared.</summary>
internal sealed record DealFields
{
    public string? PipelineId { get; init; }

    public string? StageId { get; init; }

    public string? Status { get; init; }

    public long? ValueMinor { get; init; }

    public string? Currency { get; init; }

    public string? OwnerId { get; init; }

    public string? ClientId { get; init; }

    public string? Origin { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>What it counts for in the pipeline.</summary>
    public long OpenMinor => Status == "open" && !IsDeleted ? ValueMinor ?? 0 : 0;

    public static DealFields Of(OpportunityState state) => new()
    {
        PipelineId = state.PipelineId,
        StageId = state.StageId,
        Status = state.Status,
        ValueMinor = state.ValueMinor,
        Currency = state.Currency,
        OwnerId = state.Tags.OwnerId,
        ClientId = state.Tags.ClientId,
        Origin = state.Origin,
        IsDeleted = state.Deleted,
    };

    // GoHighLevel tells a number alone, and the ledger names the currency that was the tenant's when it came.
    private decimal Number => Currency is null ? ValueMinor ?? 0 : Platform.Currency.ToMajor(ValueMinor ?? 0, Currency);

    /// <summary>The same; where the number is the other's, in the other's words: no value here is 0 there, and its currency holds.</summary>
    public DealFields WorthAs(DealFields? other) => other is not null && Number == other.Number ? this with { ValueMinor = other.ValueMinor, Currency = other.Currency } : this;

    /// <summary>The same, its number taken for the other's currency, where that can be.</summary>
    public DealFields In(DealFields? other)
    {
        if (ValueMinor is null || other?.Currency is not { } currency || currency == Currency)
        {
            return this;
        }

        var minor = Platform.Currency.ToMinor(Number, currency);
        return minor == decimal.Truncate(minor) && minor <= long.MaxValue ? this with { ValueMinor = (long)minor, Currency = currency } : this;
    }

    /// <param name="state">Gives what is not compared.</param>
    public OpportunityState At(DateTimeOffset at, string key, OpportunityState state) => state with
    {
        SourceKey = key,
        EffectiveAt = at,
        PipelineId = PipelineId,
        StageId = StageId,
        Status = Status,
        ValueMinor = ValueMinor,
        Currency = Currency,
        Origin = Origin,
        Deleted = IsDeleted,
        Tags = state.Tags with { OwnerId = OwnerId, ClientId = ClientId },
    };
}
