namespace Plumbline.Tests.Sql.Model;

/// <summary>Every KPI, by counting one after the other.</summary>
internal static class NaiveKpis
{
    private static readonly KpiFormula[] Formulas =
    [
        new("cash_collected", true, ["cash"]),
        new("refunds", true, ["refunds"]),
        new("visitors", false, ["visits"]),
        new("leads", false, ["leads"]),
        new("ad_spend", true, ["ad_spend"]),
        new("cpl", true, ["ad_spend"], ["leads"]),
        new("mer", false, ["cash"], ["ad_spend"]),
        new("booked", false, ["booked"]),
        new("cost_per_booked_call", true, ["ad_spend"], ["booked"]),
        new("booking_rate", false, ["booked_leads"], ["leads"]),
        new("show_rate", false, ["showed"], ["showed", "noshow"]),
        new("no_show_rate", false, ["noshow"], ["showed", "noshow"]),
        new("won", false, ["won"]),
        new("won_value", true, ["won_value"]),
        new("close_rate", false, ["won"], ["showed"]),
        new("average_deal", true, ["won_value"], ["won_valued"]),
        new("pipeline_value", true, ["pipeline"]),
    ];

    public static List<KpiRow> Of(Books books, Question question)
    {
        bool IsMeant(Counted counted) => question.Tag is null || NaiveTags.Value(counted.Tags, question.Tag) == question.Value;

        var from = books.Clock.StartOf(question.From);
        var to = books.Clock.StartOf(question.To);
        var flows = NaiveMeasures.Flows(books).Where(counted => counted.At >= from && counted.At < to).Where(IsMeant).ToList();

        // A running month's stock is that of the end of today.
        var tomorrow = books.Clock.StartOf(books.Clock.DateOf(books.Now).AddDays(1));
        var end = to < tomorrow ? to : tomorrow;
        var stocks = NaiveMeasures.Stocks(books, end).Where(IsMeant).ToList();

        var rows = new List<KpiRow>();
        foreach (var formula in Formulas)
        {
            var numerator = Parts(formula.Numerator, flows, stocks);
            var denominator = Parts(formula.Denominator ?? [], flows, stocks);
            var currencies = numerator.Concat(denominator).Select(part => part.Currency).Where(currency => currency is not null).ToHashSet();
            if (formula.IsMoney)
            {
                currencies.Add(books.Currency);
            }
            else if (currencies.Count == 0)
            {
                currencies.Add(null);
            }

            rows.AddRange(currencies.Select(currency => Row(formula, currency, numerator, denominator)));
        }

        return rows;
    }

    private static KpiRow Row(KpiFormula formula, string? currency, List<(string? Currency, decimal Value)> numerator, List<(string? Currency, decimal Value)> denominator)
    {
        var above = numerator.Where(part => part.Currency is null || part.Currency == currency).ToList();
        var below = denominator.Where(part => part.Currency is null || part.Currency == currency).ToList();
        var sum = above.Sum(part => part.Value);
        if (formula.Denominator is null)
        {
            return new KpiRow(formula.Kpi, currency, sum, sum, null, "ok");
        }

        var divisor = below.Sum(part => part.Value);
        // A cost of which nothing was ever stated is unknown, and not nothing.
        decimal? value = divisor == 0 || (formula.IsMoney && above.Count == 0) ? null : sum / divisor;
        return new KpiRow(formula.Kpi, currency, value, sum, divisor, value is null ? "no data" : "ok");
    }

    private static List<(string? Currency, decimal Value)> Parts(string[] measures, List<Counted> flows, List<Counted> stocks)
    {
        var parts = new List<(string?, decimal)>();
        foreach (var measure in measures)
        {
            if (NaiveMeasures.IsDistinct(measure))
            {
                parts.AddRange(flows.Where(counted => counted.Measure == measure && counted.Entity is not null)
                    .Select(counted => counted.Entity).Distinct().Select(_ => ((string?)null, 1m)));
                parts.AddRange(flows.Where(counted => counted.Measure == measure && counted.IsCorrection).Select(counted => (counted.Currency, counted.Value)));
            }
            else
            {
                parts.AddRange(flows.Concat(stocks).Where(counted => counted.Measure == measure).Select(counted => (counted.Currency, counted.Value)));
            }
        }

        return parts;
    }
}
