using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Clients when they became leads, and leads at their first call.</summary>
internal static class NaiveLeads
{
    private static readonly string[] LeftOut = ["spam", "test", "internal"];

    public static IEnumerable<Counted> Of(Books books)
    {
        foreach (var client in books.Contacts.Select(seen => seen.State.ContactId).Distinct())
        {
            if (ReachableAt(books, client) is { } at && !LeftOutFor(books, client).Any())
            {
                yield return new Counted("leads", at, 1, null, NaiveTags.Fill(books, new Tags { ClientId = client }, at));

                var first = NaiveCalls.Booked(books).FirstOrDefault(call => call.Tags.ClientId == client);
                if (first is not null)
                {
                    yield return first with { Measure = "booked_leads" };
                }
            }
        }
    }

    /// <summary>When it became a lead; null for who could never be reached.</summary>
    public static DateTimeOffset? ReachableAt(Books books, string client)
    {
        var history = books.Contacts.Where(seen => seen.State.ContactId == client).ToList();
        var reachable = history.FirstOrDefault(seen => seen.State.HasEmail || seen.State.HasPhone);

        // The day it was added, where it could be reached from the beginning; else the day it got an address or a number.
        var added = history.FirstOrDefault(seen => seen.State.AddedAt is not null)?.State.AddedAt;
        return reachable == history[0] ? added ?? reachable.At : reachable?.At;
    }

    /// <summary>Why it is left out, as things stand now; nothing when it counts.</summary>
    public static IEnumerable<string> LeftOutFor(Books books, string client)
    {
        var now = books.Contacts.Last(seen => seen.State.ContactId == client).State;
        if (now.Deleted)
        {
            yield return "deleted";
        }

        foreach (var label in now.Labels)
        {
            if (books.Settings.LabelMeanings.TryGetValue(label, out var meaning) && LeftOut.Contains(meaning))
            {
                yield return meaning;
            }
        }

        foreach (var deal in books.Deals.GroupBy(seen => seen.State.OpportunityId))
        {
            var latest = deal.Last().State;
            if (latest.Tags.ClientId == client && !latest.Deleted && latest.StageId is { } stage
                && books.Settings.StageMeanings.TryGetValue(stage, out var meaning) && LeftOut.Contains(meaning))
            {
                yield return meaning;
            }
        }
    }
}
