using System.Globalization;
using Plumbline.Platform;

namespace Plumbline.Snapshots;

/// <summary>How a figure is written for people, by its unit and in the tenant's culture.</summary>
public static class MetricFormat
{
    public static string Write(decimal value, string unit, string? currency, CultureInfo culture) => unit switch
    {
        "money" when currency is not null => Currency.Format(value, currency, culture),
        "ratio" => (value * 100).ToString("0.0", culture) + " %",
        "multiple" => value.ToString("0.00", culture) + "×",
        "count" => value.ToString("N0", culture),
        "days" => value.ToString("0.#", culture) + (Math.Round(value, 1, MidpointRounding.AwayFromZero) == 1 ? " day" : " days"),
        _ => value.ToString("0.##", culture),
    };

    /// <summary>To the digits that <see cref="Write"/> shows; money to its minor unit.</summary>
    public static decimal Round(decimal value, string unit) => Math.Round(
        value,
        unit switch { "money" or "count" => 0, "ratio" => 3, "days" => 1, _ => 2 },
        MidpointRounding.AwayFromZero);

    /// <summary>A difference without its sign; ratios differ by percentage points.</summary>
    public static string WriteDifference(decimal delta, string unit, string? currency, CultureInfo culture) => unit == "ratio"
        ? (Math.Abs(delta) * 100).ToString("0.0", culture) + " points"
        : Write(Math.Abs(delta), unit, currency, culture);

    public static string WritePercent(decimal percent, CultureInfo culture) => percent.ToString("+0.#;-0.#;0", culture) + " %";
}
