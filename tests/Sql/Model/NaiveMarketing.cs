namespace Plumbline.Tests.Sql.Model;

/// <summary>Ad spend by the latest statement of each day, channel and campaign; page views and what else events count.</summary>
internal static class NaiveMarketing
{
    public static IEnumerable<Counted> Spend(Books books)
    {
        foreach (var day in books.Spend.GroupBy(seen => (seen.State.Date, seen.State.Channel, seen.State.Tags.UtmCampaign)))
        {
            var stated = day.Last().State;
            var tags = NaiveTags.Fill(books, stated.Tags, stated.OccurredAt);
            yield return new Counted("ad_spend", stated.OccurredAt, stated.SpendMinor, stated.Currency, tags);
            foreach (var (measure, count) in new[]
            {
                ("impressions", stated.Impressions), ("clicks", stated.Clicks), ("video_hooks", stated.VideoHooks), ("video_holds", stated.VideoHolds), ("platform_leads", stated.Leads),
            })
            {
                if (count is { } number)
                {
                    yield return new Counted(measure, stated.OccurredAt, number, null, tags);
                }
            }
        }
    }

    public static IEnumerable<Counted> Events(Books books)
    {
        foreach (var seen in books.Events.Where(seen => seen.State.Source == "events"))
        {
            var said = seen.State;
            var tags = NaiveTags.Fill(books, said.Tags, seen.At);
            switch (said.Type)
            {
                case "page.viewed":
                    yield return new Counted("visits", seen.At, 1, null, tags, said.ObjectId);
                    break;
                case "optin.submitted":
                    yield return new Counted("optins", seen.At, 1, null, tags);
                    break;
                case "call.made":
                    yield return new Counted("calls_made", seen.At, 1, null, tags);
                    break;
                case "call.completed":
                    yield return new Counted("calls_completed", seen.At, 1, null, tags);
                    break;
                case "automation.run":
                    yield return new Counted("automation_runs", seen.At, 1, null, tags);
                    if (said.Succeeded)
                    {
                        yield return new Counted("automation_successes", seen.At, 1, null, tags);
                    }

                    break;
            }
        }
    }
}
