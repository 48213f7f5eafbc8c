using System.Globalization;

namespace Plumbline.Snapshots;

/// <summary>What moved a figure, or what it is made of, in a few words: from the month's other figures, and silent where those do not say.</summary>
internal static class MetricDrivers
{
    /// <summary>What only pushed the other way begins so.</summary>
    public const string Although = "although ";

    private const int MostSources = 3;

    public static string Of(ComputedKpi kpi, MonthFigures month, CultureInfo culture) => kpi.Kpi switch
    {
        "leads" => SourcesOf(kpi, month, culture),
        "show_rate" => NoShowsOf(kpi, culture),
        "hygiene_score" => RestOf(kpi, "lacks an owner, a value, a source or a recent move", "lack an owner, a value, a source or a recent move", culture),
        "automation_health" => RestOf(kpi, "failed", "failed", culture),
        "workload" => PeopleOf(kpi, culture),
        "pipeline_value" => OpenDealsOf(kpi, month, culture),
        _ => MovedBy(kpi, month, culture),
    } ?? "";

    // What pushed the figure where it went comes first; where nothing did, what pushed the other way is told as such.
    private static string? MovedBy(ComputedKpi kpi, MonthFigures month, CultureInfo culture)
    {
        if (kpi.Delta is not { } moved || moved == 0)
        {
            return null;
        }

        var told = DriversOf(kpi, month, culture).Where(driver => driver.Text is not null).ToList();
        var with = told.Where(driver => driver.Push == Math.Sign(moved)).Select(driver => driver.Text);
        var rest = told.Where(driver => driver.Push == 0).Concat(told.Where(driver => driver.Push == -Math.Sign(moved))).Select(driver => driver.Text);
        return told.Any(driver => driver.Push == Math.Sign(moved)) ? string.Join(", ", with.Concat(rest))
            : told.Where(driver => driver.Push != 0).Select(driver => driver.Text).ToList() is { Count: > 0 } against ? Although + string.Join(", ", against)
            : null;
    }

    // Push: whether more of the driver is more of the figure (1), or less (-1), as it moved.
    private static (string? Text, int Push)[] DriversOf(ComputedKpi kpi, MonthFigures month, CultureInfo culture)
    {
        (string?, int) Count(string driver, string one, string many, int sign = 1) => !month.IsOfSeveralCurrencies(kpi.Kpi) && month.Settled(driver) is var found
            ? (CountOf(found, one, many, culture), sign * Math.Sign(found?.Delta ?? 0)) : default;
        (string?, int) Amount(string driver, string name, int sign = 1) => month.Settled(driver, kpi.Currency) is var found
            ? (AmountOf(found, name, culture), IsFlat(found) ? 0 : sign * Math.Sign(found?.Delta ?? 0)) : default;
        var refunds = month.Settled("refunds", kpi.Currency);
        return kpi.Kpi switch
        {
            "cash_collected" => [Count("won", "deal won", "deals won"), Amount("average_deal", "average deal"), (RefundsOf(kpi, refunds, culture), -Math.Sign(refunds?.Delta ?? 0))],
            "won_value" => [Count("won", "deal won", "deals won"), Amount("average_deal", "average deal")],
            "cpl" => [Amount("ad_spend", "ad spend"), Count("leads", "lead", "leads", -1)],
            "booking_rate" => [Count("booked", "call booked", "calls booked"), Count("leads", "lead", "leads", -1)],
            "close_rate" => [Count("won", "deal won", "deals won")],
            "ad_spend" => [Count("leads", "lead", "leads"), Amount("cpl", "cost per lead")],
            "cost_per_booked_call" => [Amount("ad_spend", "ad spend"), Count("booked", "call booked", "calls booked", -1)],
            "mer" => [Amount("cash_collected", "cash"), Amount("ad_spend", "ad spend", -1)],
            _ => [],
        };
    }

    private static bool IsFlat(ComputedKpi? driver) => driver is { Delta: 0 } or { DeltaPercent: > -1 and < 1 };

    private static string? CountOf(ComputedKpi? driver, string one, string many, CultureInfo culture) => driver switch
    {
        { Value: 0, Previous: 0 } => null,
        { Delta: 0 } => $"as many {many} as before",
        { Delta: { } delta } => $"{Math.Abs(delta).ToString("N0", culture)} {(delta > 0 ? "more" : "fewer")} {(Math.Abs(delta) == 1 ? one : many)}",
        _ => null,
    };

    private static string? AmountOf(ComputedKpi? driver, string name, CultureInfo culture) => driver switch
    {
        { Value: 0, Previous: 0 } => null,
        _ when IsFlat(driver) => $"{name} flat",
        { DeltaPercent: { } percent } => $"{name} {(percent > 0 ? "up" : "down")} {MetricFormat.WritePercent(Math.Abs(percent), culture).TrimStart('+')}",
        { Delta: { } delta, Unit: var unit, Currency: var currency } => $"{name} {(delta > 0 ? "up" : "down")} {MetricFormat.WriteDifference(delta, unit, currency, culture)}",
        _ => null,
    };

    // Only when they are a part of the news: a tenth of what the figure moved by.
    private static string? RefundsOf(ComputedKpi cash, ComputedKpi? refunds, CultureInfo culture) =>
        refunds is { Delta: { } delta, Unit: var unit, Currency: var currency } && delta != 0 && Math.Abs(delta) * 10 >= Math.Abs(cash.Delta ?? 0)
            ? $"refunds {(delta > 0 ? "up" : "down")} {MetricFormat.WriteDifference(delta, unit, currency, culture)}"
            : null;

    private static string? SourcesOf(ComputedKpi leads, MonthFigures month, CultureInfo culture)
    {
        if (leads.Value is not > 0 || month.LeadSources.Count == 0)
        {
            return null;
        }

        var told = month.LeadSources.Take(MostSources).Select(source => $"{source.Leads.ToString("N0", culture)} from {(source.Name == "unknown" ? "an unknown source" : source.Name)}");
        return string.Join(", ", told);
    }

    private static string? NoShowsOf(ComputedKpi rate, CultureInfo culture) => rate is { Numerator: { } showed, Denominator: > 0 and { } whole }
        ? whole - showed is 1 ? "1 no-show" : $"{(whole - showed).ToString("N0", culture)} no-shows"
        : null;

    private static string? RestOf(ComputedKpi rate, string one, string many, CultureInfo culture) => rate is { Numerator: { } good, Denominator: > 0 and { } whole } && whole > good
        ? $"{(whole - good).ToString("N0", culture)} {(whole - good == 1 ? one : many)}"
        : null;

    private static string? PeopleOf(ComputedKpi workload, CultureInfo culture) => workload is { Numerator: { } deals, Denominator: > 0 and { } people }
        ? $"{deals.ToString("N0", culture)} open {(deals == 1 ? "deal" : "deals")} for {people.ToString("N0", culture)} {(people == 1 ? "person" : "people")}"
        : null;

    // The company's open deals are what workload is a quotient of.
    private static string? OpenDealsOf(ComputedKpi pipeline, MonthFigures month, CultureInfo culture) =>
        pipeline.Value is not 0 && !month.IsOfSeveralCurrencies(pipeline.Kpi) && month.Company.FirstOrDefault(figure => figure.Kpi == "workload") is { Numerator: { } deals, ProvisionalReason: null }
            ? $"{deals.ToString("N0", culture)} open {(deals == 1 ? "deal" : "deals")}"
            : null;
}
