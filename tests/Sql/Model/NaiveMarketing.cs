namespace Plumbline.Tests.Sql.Model;

/// <summary>Ad spend by the latest statement of each day, channel and campaign, and page views.</summary>
internal static class NaiveMarketing
{
    public static IEnumerable<Counted> Spend(Books books)
    {
        foreach (var day in books.Spend.GroupBy(seen => (seen.State.Date, seen.State.Channel, seen.State.Tags.UtmCampaign)))
        {
            var stated = day.Last().State;
            var tags = NaiveTags.Fill(books, stated.Tags, stated.OccurredAt);
            yield return new Counted("ad_spend", stated.OccurredAt, stated.SpendMinor, stated.Currency, tags);
        }
    }

    public static IEnumerable<Counted> Visits(Books books)
    {
        foreach (var seen in books.Events.Where(seen => seen.State is { Source: "events", Type: "page.viewed" }))
        {
            yield return new Counted("visits", seen.At, 1, null, NaiveTags.Fill(books, seen.State.Tags, seen.At), seen.State.ObjectId);
        }
    }
}
