namespace Plumbline.Tests.Sql.Model;

/// <summary>What the terms of KPIs add up to in one period, filtered: of each currency the parts that there are.</summary>
internal sealed class NaivePeriod
{
    private const string AtStart = "@start";

    private readonly DateTimeOffset from;
    private readonly DateTimeOffset to;
    private readonly DateTimeOffset end;
    private readonly List<Counted> flows;
    private readonly List<Counted> stocks;
    private readonly List<Counted> stocksAtStart;

    public NaivePeriod(Books books, Question question)
    {
        from = books.Clock.StartOf(question.From);
        to = books.Clock.StartOf(question.To);
        // A running period ends with today.
        var tomorrow = books.Clock.StartOf(books.Clock.DateOf(books.Now).AddDays(1));
        end = to < tomorrow ? to : tomorrow;

        bool IsMeant(Counted counted) => question.Tag is null || NaiveTags.Value(counted.Tags, question.Tag) == question.Value;
        flows = [.. NaiveMeasures.Flows(books).Where(IsMeant)];
        stocks = [.. NaiveMeasures.Stocks(books, end).Where(IsMeant)];
        stocksAtStart = [.. NaiveMeasures.Stocks(books, from < end ? from : end).Where(IsMeant)];
    }

    public List<(string? Currency, decimal Value)> Term(string term)
    {
        var isAtStart = term.EndsWith(AtStart, StringComparison.Ordinal);
        var measure = NaiveMeasures.All.Single(one => one.Name == (isAtStart ? term[..^AtStart.Length] : term));
        List<Counted> Of(List<Counted> counted) => [.. counted.Where(one => one.Measure == measure.Name)];

        switch (measure.Adding)
        {
            case Adding.Stock:
                return Values(Of(isAtStart ? stocksAtStart : stocks));
            case Adding.Distinct:
                return Different(Of(flows).Where(one => one.At >= from && one.At < to));
            case Adding.Recent:
                return Different(Of(flows).Where(one => one.At >= end.AddHours(-720) && one.At < end));
            case Adding.Median:
                var values = Of(flows).Where(one => one.At >= from && one.At < to).Select(one => one.Value).Order().ToList();
                return values.Count == 0 ? [] : [(null, (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2)];
            default:
                return Values(Of(flows).Where(one => one.At >= from && one.At < to));
        }
    }

    private static List<(string? Currency, decimal Value)> Values(IEnumerable<Counted> counted) => [.. counted.Select(one => (one.Currency, one.Value))];

    // Each entity once; a correction says how many more or fewer there were.
    private static List<(string? Currency, decimal Value)> Different(IEnumerable<Counted> counted)
    {
        var many = counted.ToList();
        return
        [
            .. many.Where(one => one.Entity is not null).Select(one => one.Entity).Distinct().Select(_ => ((string?)null, 1m)),
            .. Values(many.Where(one => one.IsCorrection)),
        ];
    }
}
