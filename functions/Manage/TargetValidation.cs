using System.Globalization;
using Plumbline.Platform;
using static Plumbline.Manage.Faults;

namespace Plumbline.Manage;

internal static class TargetValidation
{
    private const int MostTargets = 1_000;
    private const decimal Largest = 1_000_000_000_000;

    // A rate may exceed 1; a number beyond this was meant as a percentage.
    private const int LargestRatio = 5;

    public static string? Fault(IReadOnlyList<TargetSettings>? targets, string tenantCurrency) =>
        Each(targets, "targets", MostTargets, Fault)
        ?? Repeated(targets, "targets", "", target => $"{target.From} {target.Currency ?? tenantCurrency} {target.Kpi.Trim()}");

    /// <summary>What the definitions of the KPIs have against targets that are right in themselves.</summary>
    /// <param name="units">The unit of each KPI there is.</param>
    public static string? Fault(IReadOnlyList<TargetSettings>? targets, string tenantCurrency, IReadOnlyDictionary<string, string> units) =>
        Each(targets, "targets", MostTargets, (target, path) =>
            !units.TryGetValue(target.Kpi.Trim(), out var unit) ? $"{path}.kpi must be the key of a KPI, such as cash_collected."
            : !IsMoney(unit) && target.Currency is not null ? $"{path}.currency must be left out: the KPI is not money."
            : ValueFault(target.Value, unit, target.Currency ?? tenantCurrency) is { } fault ? $"{path}.value {fault}."
            : null);

    /// <summary>What a KPI's unit has against a target, in words that follow the target's name; null where it is fine.</summary>
    /// <param name="value">Money in major units of the currency.</param>
    public static string? ValueFault(decimal value, string unit, string currency) =>
        SizeFault(value)
        ?? (unit == "ratio" && value is (< 0 or > LargestRatio) ? $"must be a share from 0 to {LargestRatio}: write 70 % as 0.7"
            : IsMoney(unit) && !decimal.IsInteger(Currency.ToMinor(value, currency))
                ? string.Create(CultureInfo.InvariantCulture, $"must have at most {Currency.Exponent(currency)} decimals, as its currency has")
            : null);

    public static bool IsMoney(string unit) => unit == "money";

    private static string? Fault(TargetSettings target, string path) =>
        Text(target.Kpi, $"{path}.kpi", 100)
        ?? (TenantValidation.IsMonth(target.From) ? null : $"{path}.from must be a month from 2000-01 to 2100-12, such as 2026-01.")
        ?? (SizeFault(target.Value) is { } fault ? $"{path}.value {fault}." : null)
        ?? (target.Currency is null || TenantValidation.IsCurrency(target.Currency)
            ? null
            : $"{path}.currency must be an ISO 4217 code in capitals, such as USD.");

    private static string? SizeFault(decimal value) =>
        value is < -Largest or > Largest ? string.Create(CultureInfo.InvariantCulture, $"must be {-Largest} to {Largest}") : null;
}
