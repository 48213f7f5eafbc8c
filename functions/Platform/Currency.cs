using System.Globalization;

namespace Plumbline.Platform;

/// <summary>Minor units and how an amount is written. Amounts are kept in the minor units the source speaks.</summary>
public static class Currency
{
    private static readonly HashSet<string> ZeroDecimal =
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];

    private static readonly HashSet<string> ThreeDecimal = ["BHD", "JOD", "KWD", "OMR", "TND"];

    /// <summary>How many decimals the minor unit of an ISO 4217 currency stands for.</summary>
    public static int Exponent(string currency) => ZeroDecimal.Contains(currency) ? 0 : ThreeDecimal.Contains(currency) ? 3 : 2;

    public static decimal ToMajor(decimal minor, string currency) => minor / (decimal)Math.Pow(10, Exponent(currency));

    /// <returns>Exact; not whole when the amount has more digits than the currency.</returns>
    public static decimal ToMinor(decimal major, string currency) => major * (decimal)Math.Pow(10, Exponent(currency));

    /// <summary>The amount as the culture writes it: with its symbol for the culture's own currency, else with the code.</summary>
    public static string Format(decimal minor, string currency, CultureInfo culture)
    {
        var exponent = Exponent(currency);
        var major = ToMajor(minor, currency);
        var own = !culture.IsNeutralCulture && culture.Name.Length > 0 && new RegionInfo(culture.Name).ISOCurrencySymbol == currency;
        var sign = major < 0 ? "-" : "";
        var number = Math.Abs(major);
        return sign + (own
            ? number.ToString($"C{exponent}", culture)
            : $"{currency} {number.ToString($"N{exponent}", culture)}");
    }
}
