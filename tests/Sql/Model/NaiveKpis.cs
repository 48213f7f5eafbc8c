namespace Plumbline.Tests.Sql.Model;

/// <summary>Every KPI, by counting one after the other.</summary>
internal static class NaiveKpis
{
    /// <summary>A KPI of each term alone, so that every measure is looked at even if no quotient needs it.</summary>
    public static readonly IReadOnlyList<KpiFormula> OfTerms =
    [
        .. NaiveMeasures.All.Select(measure => new KpiFormula($"model_{measure.Name}", UnitOf(measure), [measure.Name])),
        .. NaiveMeasures.All.Where(measure => measure.Adding == Adding.Stock)
            .Select(measure => new KpiFormula($"model_{measure.Name}_at_start", UnitOf(measure), [$"{measure.Name}@start"])),
    ];

    private static readonly KpiFormula[] Formulas =
    [
        new("cash_collected", "money", ["cash"]),
        new("refunds", "money", ["refunds"]),
        new("visitors", "count", ["visits"]),
        new("optins", "count", ["optins"]),
        new("leads", "count", ["leads"]),
        new("ad_spend", "money", ["ad_spend"]),
        new("click_rate", "ratio", ["clicks"], ["impressions"]),
        new("hook_rate", "ratio", ["video_hooks"], ["impressions"]),
        new("hold_rate", "ratio", ["video_holds"], ["video_hooks"]),
        new("cpl", "money", ["ad_spend"], ["leads"]),
        new("mer", "multiple", ["cash"], ["ad_spend"]),
        new("calls_made", "count", ["calls_made"]),
        new("calls_completed", "count", ["calls_completed"]),
        new("booked", "count", ["booked"]),
        new("cost_per_booked_call", "money", ["ad_spend"], ["booked"]),
        new("booking_rate", "ratio", ["booked_leads"], ["leads"]),
        new("show_rate", "ratio", ["showed"], ["showed", "noshow"]),
        new("no_show_rate", "ratio", ["noshow"], ["showed", "noshow"]),
        new("won", "count", ["won"]),
        new("won_value", "money", ["won_value"]),
        new("close_rate", "ratio", ["won"], ["showed"]),
        new("average_deal", "money", ["won_value"], ["won_valued"]),
        new("pipeline_value", "money", ["pipeline"]),
        new("mrr", "money", ["mrr"]),
        new("nrr", "ratio", ["mrr@start", "mrr_expansion", "mrr_contraction", "mrr_churn"], ["mrr@start"]),
        new("active_clients", "count", ["active_clients"]),
        new("health_score", "score", ["health_points"], ["scored_clients"]),
        new("pct_at_100k", "ratio", ["clients_at_100k"], ["onboarded_clients"]),
        new("time_to_first_lead", "days", ["days_to_first_lead"]),
        new("workload", "score", ["open_deals"], ["active_reps"]),
        new("hygiene_score", "ratio", ["tidy_deals"], ["open_deals"]),
        new("automation_health", "ratio", ["automation_successes"], ["automation_runs"]),
        new("ebitda_margin", "ratio", ["ebitda"], ["revenue"]),
    ];

    public static readonly IReadOnlyList<string> Names = [.. Formulas.Concat(OfTerms).Select(formula => formula.Kpi)];

    public static IEnumerable<string> TermsOf(string kpi)
    {
        var formula = FormulaOf(kpi);
        return formula.Numerator.Concat(formula.Denominator ?? []).Distinct();
    }

    public static bool IsMoney(string kpi) => FormulaOf(kpi).Unit == "money";

    /// <param name="tenants">The tenant's own currency.</param>
    public static List<KpiRow> Of(NaivePeriod period, string tenants)
    {
        var rows = new List<KpiRow>();
        foreach (var formula in Formulas.Concat(OfTerms))
        {
            var above = formula.Numerator.SelectMany(period.Parts).ToList();
            var below = (formula.Denominator ?? []).SelectMany(period.Parts).ToList();
            var currencies = above.Concat(below).Select(part => part.Currency).Where(currency => currency is not null).ToHashSet();
            if (formula.Unit == "money")
            {
                currencies.Add(tenants);
            }
            else if (currencies.Count == 0)
            {
                currencies.Add(null);
            }

            foreach (var currency in currencies)
            {
                // What has no currency goes with every currency.
                rows.Add(Row(
                    formula, currency, [.. above.Where(part => part.Currency is null || part.Currency == currency).Select(part => part.Value)],
                    [.. below.Where(part => part.Currency is null || part.Currency == currency).Select(part => part.Value)]));
            }
        }

        return rows;
    }

    private static KpiRow Row(KpiFormula formula, string? currency, List<decimal> above, List<decimal> below)
    {
        if (formula.Denominator is null)
        {
            decimal? sum = formula.Unit == "days" && above.Count == 0 ? null : above.Sum();
            return new KpiRow(formula.Kpi, currency, sum, sum, null, sum is null ? "no data" : "ok");
        }

        // A cost of which nothing was ever stated is unknown, and not nothing.
        decimal? value = below.Sum() == 0 || (formula.Unit == "money" && above.Count == 0) ? null : above.Sum() / below.Sum();
        return new KpiRow(formula.Kpi, currency, value, above.Sum(), below.Sum(), value is null ? "no data" : "ok");
    }

    private static KpiFormula FormulaOf(string kpi) => Formulas.Concat(OfTerms).Single(one => one.Kpi == kpi);

    private static string UnitOf(Measure measure) => measure.IsMoney ? "money" : measure.Adding == Adding.Median ? "days" : "count";
}
