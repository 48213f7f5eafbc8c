using System.Globalization;

namespace Plumbline.Snapshots;

/// <summary>What moved a figure, or what it is made of, in a few words: from the month's other figures, and silent where those do not say.</summary>
internal static class MetricDrivers
{
    private const int MostSources = 3;

    public static string Of(ComputedKpi kpi, MonthFigures month, CultureInfo culture)
    {
        string? Count(string driver, string one, string many) => CountOf(month.Settled(driver), one, many, culture);
        string? Amount(string driver, string name) => AmountOf(month.Settled(driver, kpi.Currency), name, culture);
        var moved = kpi.Delta is not (null or 0);

        string?[] parts = kpi.Kpi switch
        {
            "leads" => [SourcesOf(kpi, month, culture)],
            "show_rate" => [NoShowsOf(kpi, culture)],
            "hygiene_score" => [RestOf(kpi, "lacks an owner, a value, a source or a recent move", "lack an owner, a value, a source or a recent move", culture)],
            "automation_health" => [RestOf(kpi, "failed", "failed", culture)],
            "workload" => [PeopleOf(kpi, culture)],
            "pipeline_value" => [OpenDealsOf(kpi, month, culture)],
            _ when !moved => [],
            "cash_collected" => [Count("won", "deal won", "deals won"), Amount("average_deal", "average deal"), RefundsOf(kpi, month, culture)],
            "won_value" => [Count("won", "deal won", "deals won"), Amount("average_deal", "average deal")],
            "cpl" => [Amount("ad_spend", "ad spend"), Count("leads", "lead", "leads")],
            "booking_rate" => [Count("booked", "call booked", "calls booked"), Count("leads", "lead", "leads")],
            "close_rate" => [Count("won", "deal won", "deals won")],
            "ad_spend" => [Count("leads", "lead", "leads"), Amount("cpl", "cost per lead")],
            "cost_per_booked_call" => [Amount("ad_spend", "ad spend"), Count("booked", "call booked", "calls booked")],
            "mer" => [Amount("cash_collected", "cash"), Amount("ad_spend", "ad spend")],
            _ => [],
        };
        return string.Join(", ", parts.Where(part => part is not null));
    }

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
        { Delta: 0 } or { DeltaPercent: > -1 and < 1 } => $"{name} flat",
        { DeltaPercent: { } percent } => $"{name} {(percent > 0 ? "up" : "down")} {MetricFormat.WritePercent(Math.Abs(percent), culture).TrimStart('+')}",
        { Delta: { } delta, Unit: var unit, Currency: var currency } => $"{name} {(delta > 0 ? "up" : "down")} {MetricFormat.WriteDifference(delta, unit, currency, culture)}",
        _ => null,
    };

    // Only when they are a part of the news: a tenth of what the figure moved by.
    private static string? RefundsOf(ComputedKpi cash, MonthFigures month, CultureInfo culture) =>
        month.Settled("refunds", cash.Currency) is { Delta: { } delta, Unit: var unit, Currency: var currency } && Math.Abs(delta) * 10 >= Math.Abs(cash.Delta ?? 0) && delta != 0
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
        pipeline.Value is not 0 && month.Company.FirstOrDefault(figure => figure.Kpi == "workload") is { Numerator: { } deals, ProvisionalReason: null }
            ? $"{deals.ToString("N0", culture)} open {(deals == 1 ? "deal" : "deals")}"
            : null;
}
