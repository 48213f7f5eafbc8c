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
            if (BecameAt(books, client) is { } at)
            {
                yield return new Counted("leads", at, 1, null, NaiveTags.Fill(books, new Tags { ClientId = client }, at));

                var first = NaiveCalls.Booked(books).Where(call => call.Tags.ClientId == client).OrderBy(call => call.At).FirstOrDefault();
                if (first is not null)
                {
                    yield return first with { Measure = "booked_leads" };
                }
            }
        }
    }

    /// <summary>Null for who is none, or is left out as things stand now.</summary>
    public static DateTimeOffset? BecameAt(Books books, string client)
    {
        var history = books.Contacts.Where(seen => seen.State.ContactId == client).ToList();
        var reachable = history.FirstOrDefault(seen => seen.State.HasEmail || seen.State.HasPhone);
        if (reachable is null || IsLeftOut(books, client, history[^1].State))
        {
            return null;
        }

        // The day it was added, where it could be reached from the beginning; else the day it got an address or a number.
        var added = history.FirstOrDefault(seen => seen.State.AddedAt is not null)?.State.AddedAt;
        return reachable == history[0] ? added ?? reachable.At : reachable.At;
    }

    private static bool IsLeftOut(Books books, string client, ContactState now)
    {
        if (now.Deleted || now.Labels.Any(label => books.Settings.LabelMeanings.TryGetValue(label, out var meaning) && LeftOut.Contains(meaning)))
        {
            return true;
        }

        foreach (var deal in books.Deals.GroupBy(seen => seen.State.OpportunityId))
        {
            var latest = deal.Last().State;
            if (latest.Tags.ClientId == client && !latest.Deleted && latest.StageId is { } stage
                && books.Settings.StageMeanings.TryGetValue(stage, out var meaning) && LeftOut.Contains(meaning))
            {
                return true;
            }
        }

        return false;
    }
}
