namespace Plumbline.Tests.Sql.Model;

/// <summary>Everything that counts, corrections included.</summary>
internal static class NaiveMeasures
{
    /// <summary>The measures an adjustment may name, and whether they are money.</summary>
    public static readonly IReadOnlyList<(string Name, bool IsMoney)> All =
    [
        ("cash", true), ("refunds", true), ("visits", false), ("leads", false), ("booked", false), ("booked_leads", false), ("showed", false), ("noshow", false),
        ("cancelled", false), ("pending", false), ("won", false), ("won_value", true), ("won_valued", false), ("pipeline", true), ("ad_spend", true),
    ];

    public static bool IsDistinct(string measure) => measure is "visits";

    private static bool IsStock(string measure) => measure is "pipeline";

    /// <summary>What counts at a moment, and in the period in which that lies.</summary>
    public static IEnumerable<Counted> Flows(Books books) =>
    [
        .. NaiveCash.Of(books), .. NaiveLeads.Of(books), .. NaiveCalls.Booked(books), .. NaiveCalls.Outcomes(books), .. NaiveDeals.Won(books),
        .. NaiveMarketing.Spend(books), .. NaiveMarketing.Visits(books),
        .. books.Amounts.Where(seen => !IsStock(seen.State.Measure!)).Select(seen => Of(books, seen)),
    ];

    /// <summary>What there is before a moment.</summary>
    public static IEnumerable<Counted> Stocks(Books books, DateTimeOffset moment) =>
    [
        .. NaiveDeals.OpenAt(books, moment),
        .. books.Amounts.Where(seen => IsStock(seen.State.Measure!) && seen.At < moment).Select(seen => Of(books, seen)),
    ];

    private static Counted Of(Books books, Sighting<Correction> seen) =>
        new(seen.State.Measure!, seen.At, seen.State.Amount!.Value, seen.State.Currency, NaiveTags.Fill(books, seen.State.Tags, seen.At)) { IsCorrection = true };
}
