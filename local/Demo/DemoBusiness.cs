namespace Plumbline.Local.Demo;

/// <summary>The made-up business behind the sample events: what it sells, to whom, and through whom.</summary>
internal static class DemoBusiness
{
    /// <summary>Offers with their price in cents and how often they sell, of 100.</summary>
    public static IReadOnlyList<DemoOffer> Offers { get; } =
    [
        new("Workshop seat", 29_900, 34, "sales"),
        new("Monthly coaching", 149_700, 38, "client_success"),
        new("Growth programme", 497_000, 20, "sales"),
        new("Annual partnership", 1_250_000, 8, "sales"),
    ];

    public static IReadOnlyList<string> Owners { get; } = ["rep_avery", "rep_blake", "rep_casey", "rep_devon"];

    /// <summary>Where a customer came from: funnel, source, campaign and weight of 100.</summary>
    public static IReadOnlyList<DemoOrigin> Origins { get; } =
    [
        new("webinar", "facebook", "spring-webinar", 34),
        new("webinar", "google", "brand-search", 22),
        new("book-a-call", "google", "call-now", 18),
        new("newsletter", "newsletter", "weekly-letter", 14),
        new("referral", "partner", "partner-circle", 12),
    ];

    /// <summary>Charges a month: growth of about 5 % a month, slow summers, a strong January and September.</summary>
    public static int ChargesIn(DateOnly month, int index)
    {
        double[] season = [1.15, 1.00, 1.05, 1.00, 0.97, 0.90, 0.80, 0.82, 1.15, 1.08, 1.05, 0.85];
        return (int)Math.Round(37 * Math.Pow(1.05, index) * season[month.Month - 1]);
    }
}
