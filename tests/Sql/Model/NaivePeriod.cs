namespace Plumbline.Tests.Sql.Model;

/// <summary>What the terms of KPIs add up to in one period, filtered: of each currency the parts that there are.</summary>
internal sealed class NaivePeriod
{
    private const string AtStart = "@start";

    // Of each term what counts in it.
    private readonly Dictionary<string, List<Counted>> terms = [];

    public NaivePeriod(Books books, Question question)
    {
        var from = books.Clock.StartOf(question.From);
        var to = books.Clock.StartOf(question.To);
        // A running period ends with today.
        var tomorrow = books.Clock.StartOf(books.Clock.DateOf(books.Now).AddDays(1));
        var end = to < tomorrow ? to : tomorrow;

        bool IsMeant(Counted counted) => question.Tag is null || NaiveTags.Value(counted.Tags, question.Tag) == question.Value;
        var flows = NaiveMeasures.Flows(books).Where(IsMeant).ToList();
        var stocks = NaiveMeasures.Stocks(books, end).Where(IsMeant).ToList();
        var stocksAtStart = NaiveMeasures.Stocks(books, from < end ? from : end).Where(IsMeant).ToList();
        foreach (var measure in NaiveMeasures.All)
        {
            List<Counted> Of(List<Counted> counted) => [.. counted.Where(one => one.Measure == measure.Name)];
            switch (measure.Adding)
            {
                case Adding.Stock:
                    terms[measure.Name] = Of(stocks);
                    terms[measure.Name + AtStart] = Of(stocksAtStart);
                    break;
                case Adding.Recent:
                    terms[measure.Name] = [.. Of(flows).Where(one => one.At >= end.AddHours(-720) && one.At < end)];
                    break;
                default:
                    terms[measure.Name] = [.. Of(flows).Where(one => one.At >= from && one.At < to)];
                    break;
            }
        }
    }

    private NaivePeriod(Dictionary<string, List<Counted>> terms) => this.terms = terms;

    public static bool IsStock(string term) => AddingOf(term) == Adding.Stock;

    public IReadOnlyList<Counted> Counted(string term) => terms[term];

    /// <summary>The values of a tag.</summary>
    public IEnumerable<string> ValuesOf(string tag) => terms.Values.SelectMany(counted => counted).Select(one => NaiveTags.Value(one.Tags, tag)!).Distinct();

    /// <summary>What has this value of a tag.</summary>
    public NaivePeriod Only(string tag, string value) =>
        new(terms.ToDictionary(term => term.Key, term => term.Value.Where(one => NaiveTags.Value(one.Tags, tag) == value).ToList()));

    /// <summary>What is to be added up, in the currency of each.</summary>
    public List<(string? Currency, decimal Value)> Parts(string term)
    {
        var counted = terms[term];
        switch (AddingOf(term))
        {
            case Adding.Distinct or Adding.Recent:
                // Each entity once; a correction says how many more or fewer there were.
                return
                [
                    .. counted.Where(one => one.Entity is not null).Select(one => one.Entity).Distinct().Select(_ => ((string?)null, 1m)),
                    .. counted.Where(one => one.IsCorrection).Select(one => (one.Currency, one.Value)),
                ];
            case Adding.Median:
                var values = counted.Select(one => one.Value).Order().ToList();
                return values.Count == 0 ? [] : [(null, (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2)];
            default:
                return [.. counted.Select(one => (one.Currency, one.Value))];
        }
    }

    private static Adding AddingOf(string term) => NaiveMeasures.All.Single(measure => term == measure.Name || term == measure.Name + AtStart).Adding;
}
