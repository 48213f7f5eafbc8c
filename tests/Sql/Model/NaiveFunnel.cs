using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>The conversion model, client by client.</summary>
internal static class NaiveFunnel
{
    private static readonly string[] Buckets = ["test", "internal", "spam", "deleted", "partial"];

    public static IEnumerable<FunnelClient> Clients(Books books)
    {
        var booked = NaiveCalls.Booked(books).ToList();
        var showed = NaiveCalls.Outcomes(books).Where(call => call.Measure == "showed").ToList();
        var won = NaiveDeals.Won(books).Where(deal => deal.Measure == "won").ToList();
        foreach (var client in books.Contacts.Select(seen => seen.State.ContactId).Distinct())
        {
            var reachableAt = NaiveLeads.ReachableAt(books, client);
            var becameAt = reachableAt ?? FirstSeen(books, client);
            var windowEndsAt = becameAt.AddHours(24 * books.Settings.FunnelWindowDays);
            DateTimeOffset? First(IEnumerable<DateTimeOffset> moments) => moments.Where(at => at < windowEndsAt).Select(at => (DateTimeOffset?)at).Min();
            DateTimeOffset? FirstOf(List<Counted> counted) => First(counted.Where(one => one.Tags.ClientId == client).Select(one => one.At));

            yield return new FunnelClient(
                becameAt, windowEndsAt, Bucket(books, client, reachableAt is not null),
                [First(Qualified(books, client)), FirstOf(booked), FirstOf(showed), FirstOf(won)],
                NaiveTags.Fill(books, new Tags { ClientId = client }, becameAt));
        }
    }

    private static DateTimeOffset FirstSeen(Books books, string client)
    {
        var history = books.Contacts.Where(seen => seen.State.ContactId == client).ToList();
        return history.FirstOrDefault(seen => seen.State.AddedAt is not null)?.State.AddedAt ?? history[0].At;
    }

    // The first that fits, as things stand now.
    private static string? Bucket(Books books, string client, bool isReachable)
    {
        var reasons = NaiveLeads.LeftOutFor(books, client).ToHashSet();
        if (!isReachable)
        {
            reasons.Add("partial");
        }

        return Buckets.FirstOrDefault(reasons.Contains);
    }

    private static IEnumerable<DateTimeOffset> Qualified(Books books, string client)
    {
        foreach (var seen in books.Contacts.Where(seen => seen.State.ContactId == client))
        {
            if (seen.State.Labels.Any(label => books.Settings.LabelMeanings.GetValueOrDefault(label) == "qualified"))
            {
                yield return seen.At;
            }
        }

        foreach (var deal in books.Deals.GroupBy(seen => seen.State.OpportunityId).Where(deal => !deal.Last().State.Deleted))
        {
            foreach (var seen in deal.Where(seen => seen.State.Tags.ClientId == client && !seen.State.Deleted))
            {
                if (seen.State.StageId is { } stage && books.Settings.StageMeanings.GetValueOrDefault(stage) == "qualified")
                {
                    yield return seen.At;
                }
            }
        }
    }
}
