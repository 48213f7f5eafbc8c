namespace Plumbline.Ledger;

/// <summary>What a movement came to on the balance, in minor units of the currency it was settled in.</summary>
/// <param name="AmountMinor">Signed: in is positive.</param>
/// <param name="FeeMinor">What it cost; negative when a cost is given back.</param>
/// <param name="NetMinor">The amount less the fee.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Settlement(long AmountMinor, long? FeeMinor, long? NetMinor, string Currency);
