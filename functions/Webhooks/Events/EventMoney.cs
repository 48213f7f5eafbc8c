using Plumbline.Platform;

namespace Plumbline.Webhooks.Events;

internal static class EventMoney
{
    /// <summary>An amount in minor units, of which none is lost.</summary>
    /// <exception cref="RejectedEventException">It has more digits than the currency, or than the ledger holds.</exception>
    public static long Minor(decimal major, string currency, string pointer)
    {
        var minor = major is >= long.MinValue and <= long.MaxValue ? Currency.ToMinor(major, currency) : decimal.MaxValue;
        return minor is < long.MinValue or > long.MaxValue ? throw new RejectedEventException(pointer, $"{EventText.NameOf(pointer)} must in minor units fit 64 bits.")
            : !decimal.IsInteger(minor) ? throw new RejectedEventException(pointer, $"{EventText.NameOf(pointer)} must have at most {Currency.Exponent(currency)} decimals in {currency}.")
            : (long)minor;
    }
}
