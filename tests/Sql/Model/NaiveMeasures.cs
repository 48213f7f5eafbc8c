namespace Plumbline.Tests.Sql.Model;

/// <summary>Everything that counts, corrections included.</summary>
internal static class NaiveMeasures
{
    public static readonly IReadOnlyList<Measure> All =
    [
        new("cash", IsMoney: true), new("refunds", IsMoney: true), new("visits", Adding.Distinct), new("leads"), new("booked"), new("booked_leads"),
        new("showed"), new("noshow"), new("cancelled"), new("pending"), new("won"), new("won_value", IsMoney: true), new("won_valued"),
        new("pipeline", Adding.Stock, IsMoney: true), new("open_deals", Adding.Stock), new("tidy_deals", Adding.Stock), new("active_reps", Adding.Recent),
        new("ad_spend", IsMoney: true), new("impressions"), new("clicks"), new("video_hooks"), new("video_holds"), new("platform_leads"),
        new("optins"), new("calls_made"), new("calls_completed"), new("automation_runs"), new("automation_successes"),
        new("revenue", IsMoney: true), new("ebitda", IsMoney: true),
        new("active_clients", Adding.Stock), new("onboarded_clients", Adding.Stock), new("clients_at_100k", Adding.Stock),
        new("days_to_first_lead", Adding.Median), new("health_points", Adding.Stock), new("scored_clients", Adding.Stock),
        new("mrr", Adding.Stock, IsMoney: true), new("mrr_new", IsMoney: true), new("mrr_expansion", IsMoney: true), new("mrr_contraction", IsMoney: true),
        new("mrr_churn", IsMoney: true),
    ];

    /// <summary>What counts at a moment, whichever period that lies in.</summary>
    public static IEnumerable<Counted> Flows(Books books) =>
    [
        .. NaiveCash.Of(books), .. NaiveLeads.Of(books), .. NaiveCalls.Booked(books), .. NaiveCalls.Outcomes(books), .. NaiveDeals.Won(books),
        .. NaiveReps.Of(books), .. NaiveMarketing.Spend(books), .. NaiveMarketing.Events(books), .. NaiveFinance.Of(books),
        .. NaiveSuccess.DaysToFirstLead(books), .. NaiveSubscriptions.Changes(books),
        .. Corrections(books, isStock: false),
    ];

    /// <summary>What there is before a moment.</summary>
    public static IEnumerable<Counted> Stocks(Books books, DateTimeOffset moment) =>
    [
        .. NaiveDeals.OpenAt(books, moment), .. NaiveSuccess.At(books, moment), .. NaiveSubscriptions.At(books, moment),
        .. Corrections(books, isStock: true).Where(correction => correction.At < moment),
    ];

    private static IEnumerable<Counted> Corrections(Books books, bool isStock)
    {
        foreach (var seen in books.Amounts)
        {
            var correction = seen.State;
            if (All.Single(measure => measure.Name == correction.Measure).Adding == Adding.Stock == isStock)
            {
                yield return new Counted(correction.Measure!, seen.At, correction.Amount!.Value, correction.Currency, NaiveTags.Fill(books, correction.Tags, seen.At))
                {
                    IsCorrection = true,
                };
            }
        }
    }
}
