namespace Plumbline.Ledger;

/// <summary>One movement of money.</summary>
public sealed record Payment
{
    /// <summary>The movement's own key, such as <c>ch:ch_1:capture</c>.</summary>
    public required string SourceKey { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required PaymentKind Kind { get; init; }

    /// <summary>Signed, in minor units of <see cref="Currency"/>: in is positive.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>What reached the balance, signed, in minor units of <see cref="SettlementCurrency"/>; null where the source does not say.</summary>
    public long? SettlementAmountMinor { get; init; }

    /// <summary>What it cost; negative when a cost is given back.</summary>
    public long? SettlementFeeMinor { get; init; }

    /// <summary>The amount less the fee.</summary>
    public long? SettlementNetMinor { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? SettlementCurrency { get; init; }

    public required bool Livemode { get; init; }

    public string Account { get; init; } = "";

    public string? ChargeId { get; init; }

    public string? PaymentIntentId { get; init; }

    public string? CustomerId { get; init; }

    public string? BalanceTransactionId { get; init; }

    public Tags Tags { get; init; } = Tags.None;
}
