namespace Plumbline.Tests.Sql.Model;

/// <summary>What a conversion report says of a period and of the prior one, counted client by client.</summary>
internal sealed class NaiveCohorts(Books books, Question question)
{
    private static readonly string[] Stages = ["visitor", "lead", "qualified", "booked", "completed", "won"];

    private static readonly (string Step, string From, string To)[] Steps =
    [
        ("visitor_to_lead", "visitor", "lead"), ("lead_to_qualified", "lead", "qualified"), ("qualified_to_booked", "qualified", "booked"),
        ("lead_to_booked", "lead", "booked"), ("booked_to_completed", "booked", "completed"), ("completed_to_won", "completed", "won"), ("lead_to_won", "lead", "won"),
    ];

    private readonly List<FunnelClient> clients = [.. NaiveFunnel.Clients(books).Where(client => IsMeant(question, client.Tags))];

    private readonly List<Counted> visits =
        [.. NaiveMarketing.Events(books).Where(seen => seen.Measure == "visits" && IsMeant(question, seen.Tags))];

    /// <summary>value stage: clients, implied, of the prior period, young; - where the stage is not yet modeled.</summary>
    public IEnumerable<string> Counts()
    {
        foreach (var value in Values())
        {
            foreach (var stage in Stages)
            {
                var count = Count(value, stage);
                yield return IsModeled(stage) ? $"{value} {stage}: {count.Clients}, {count.Implied}, {count.Previous}, {count.Young} ok" : $"{value} {stage}: -, -, -, {count.Young} not yet modeled";
            }
        }
    }

    /// <summary>value step: numerator / denominator, and of the prior period.</summary>
    public IEnumerable<string> Rates()
    {
        foreach (var value in Values())
        {
            foreach (var (step, from, to) in Steps)
            {
                var below = Count(value, from);
                var above = Count(value, to);
                var provisional = below.Young > 0 ? " provisional" : "";
                yield return IsModeled(from) && IsModeled(to)
                    ? $"{value} {step}: {above.Clients} / {below.Clients}, {above.Previous} / {below.Previous} {(below.Clients == 0 ? "no data" : "ok")}{provisional}"
                    : $"{value} {step}: not yet modeled{provisional}";
            }
        }
    }

    /// <summary>bucket: clients, of the prior period.</summary>
    public IEnumerable<string> Excluded()
    {
        var (current, previous) = Cohorts(question.From, question.To);
        foreach (var bucket in new[] { "test", "internal", "spam", "deleted", "partial" })
        {
            yield return $"{bucket}: {In(current).Count(client => client.Bucket == bucket)}, {In(previous).Count(client => client.Bucket == bucket)}";
        }
    }

    private static bool IsMeant(Question question, Plumbline.Ledger.Tags tags) => question.Tag is null || NaiveTags.Value(tags, question.Tag) == question.Value;

    private (int Clients, int Implied, int Previous, int Young) Count(string value, string stage)
    {
        var (current, previous) = question.FunnelBy == "month" ? CohortsOfMonth(value) : Cohorts(question.From, question.To);
        bool HasValue(Plumbline.Ledger.Tags tags) => question.FunnelBy is null or "month" || NaiveTags.Value(tags, question.FunnelBy) == value;
        if (stage == "visitor")
        {
            int Visitors(FunnelCohort cohort) =>
                visits.Where(visit => visit.At >= cohort.From && visit.At < cohort.To && HasValue(visit.Tags)).Select(visit => visit.Entity).OfType<string>().Distinct().Count();
            return (Visitors(current), 0, Visitors(previous), 0);
        }

        // Of the leads: who is there, and who must have been, being further.
        var index = Array.IndexOf(Stages, stage) - 2;
        bool Shows(FunnelClient client, FunnelCohort cohort, int step) => step < 0 || client.Reached[step] < cohort.KnownUntil;
        bool Reached(FunnelClient client, FunnelCohort cohort) => Enumerable.Range(0, client.Reached.Count).Any(step => step >= index && Shows(client, cohort, step)) || index < 0;
        List<FunnelClient> Leads(FunnelCohort cohort) => [.. In(cohort).Where(client => client.Bucket is null && HasValue(client.Tags))];

        var leads = Leads(current);
        return (
            leads.Count(client => Reached(client, current)), leads.Count(client => Reached(client, current) && !Shows(client, current, index)),
            Leads(previous).Count(client => Reached(client, previous)), leads.Count(client => client.WindowEndsAt > current.KnownUntil));
    }

    // All together, each month of the period, or each value that somebody in it has.
    private IEnumerable<string> Values()
    {
        if (question.FunnelBy is null)
        {
            return [""];
        }

        if (question.FunnelBy == "month")
        {
            return Months().Select(month => $"{month:yyyy-MM}");
        }

        var (current, previous) = Cohorts(question.From, question.To);
        return In(current).Concat(In(previous)).Where(client => client.Bucket is null).Select(client => client.Tags)
            .Concat(visits.Where(visit => new[] { current, previous }.Any(cohort => visit.At >= cohort.From && visit.At < cohort.To)).Select(visit => visit.Tags))
            .Select(tags => NaiveTags.Value(tags, question.FunnelBy)!).Distinct();
    }

    private List<DateOnly> Months()
    {
        var months = new List<DateOnly>();
        for (var month = new DateOnly(question.From.Year, question.From.Month, 1); month < question.To; month = month.AddMonths(1))
        {
            months.Add(month);
        }

        return months;
    }

    private (FunnelCohort Current, FunnelCohort Previous) CohortsOfMonth(string month)
    {
        var first = Months().Single(one => $"{one:yyyy-MM}" == month);
        return Cohorts(first > question.From ? first : question.From, first.AddMonths(1) < question.To ? first.AddMonths(1) : question.To);
    }

    private (FunnelCohort Current, FunnelCohort Previous) Cohorts(DateOnly from, DateOnly to)
    {
        // A running period ends with today.
        var tomorrow = books.Clock.DateOf(books.Now).AddDays(1);
        var effectiveTo = tomorrow < to ? tomorrow : to;
        effectiveTo = effectiveTo < from ? from : effectiveTo;

        // From the first of a month on: the same days, as many months before as it touches. Else: as many days before.
        var months = ((to.AddDays(-1).Year - from.Year) * 12) + to.AddDays(-1).Month - from.Month + 1;
        var previousFrom = from.Day == 1 ? from.AddMonths(-months) : from.AddDays(from.DayNumber - to.DayNumber);
        var previousTo = previousFrom.AddDays(effectiveTo.DayNumber - from.DayNumber);
        var isWholeMonths = effectiveTo == to && from.Day == 1 && to.Day == 1;
        previousTo = isWholeMonths || previousTo > from ? from : previousTo;

        // Of the prior one no more than was known equally long after it began.
        var start = books.Clock.StartOf(from);
        var known = books.Clock.StartOf(tomorrow);
        var previousStart = books.Clock.StartOf(previousFrom);
        return (new FunnelCohort(start, books.Clock.StartOf(effectiveTo), known), new FunnelCohort(previousStart, books.Clock.StartOf(previousTo), known - (start - previousStart)));
    }

    private IEnumerable<FunnelClient> In(FunnelCohort cohort) => clients.Where(client => client.BecameAt >= cohort.From && client.BecameAt < cohort.To);

    // What no source ever told of is not taken for nothing.
    private bool IsModeled(string stage) => stage switch
    {
        "visitor" => books.Events.Any(seen => seen.State is { Source: "events", Type: "page.viewed" }),
        "qualified" => books.Settings.StageMeanings.Values.Concat(books.Settings.LabelMeanings.Values).Contains("qualified"),
        "booked" => NaiveCalls.Booked(books).Any(),
        "completed" => NaiveCalls.Outcomes(books).Any(call => call.Measure is "showed" or "noshow"),
        "won" => books.Deals.Any(seen => seen.State.Status is "won" or "lost" or "abandoned"),
        _ => true,
    };
}
