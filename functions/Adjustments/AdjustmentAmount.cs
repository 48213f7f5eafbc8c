using System.Globalization;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

/// <summary>Amounts between what people write and what the ledger holds.</summary>
internal static class AdjustmentAmount
{
    // Sums of it stay within what every view can hold.
    private const decimal Largest = 1_000_000_000_000_000;

    private const int Decimals = 6;

    /// <param name="currency">Null where the measure is not money.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Fault(decimal amount, string? currency)
    {
        var stored = Math.Abs(amount) <= Largest ? ToStored(amount, currency) : decimal.MaxValue;
        return Math.Abs(stored) > Largest ? $"amount must be at most {Write(currency is null ? Largest : Currency.ToMajor(Largest, currency))}, either way."
            : currency is null ? decimal.Round(amount, Decimals) == amount ? null : $"amount must have at most {Write(Decimals)} decimals."
            : decimal.IsInteger(stored) ? null : $"amount must have at most {Write(Currency.Exponent(currency))} decimals in {currency}.";
    }

    public static decimal ToStored(decimal amount, string? currency) => currency is null ? amount : Currency.ToMinor(amount, currency);

    public static decimal ToShown(decimal amount, string? currency) => currency is null ? amount : Currency.ToMajor(amount, currency);

    private static string Write(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
