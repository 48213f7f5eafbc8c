using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Monthly recurring revenue: what there is, and what changed for the customer it is of.</summary>
internal static class NaiveSubscriptions
{
    /// <summary>Each subscription as it stood before a moment, with the tags it had at its last change.</summary>
    public static IEnumerable<Counted> At(Books books, DateTimeOffset moment)
    {
        foreach (var subscription in books.Subscriptions.Where(seen => seen.At < moment).GroupBy(seen => seen.State.SubscriptionId))
        {
            var history = subscription.ToList();
            var change = history[^1];
            foreach (var seen in Enumerable.Reverse(history).TakeWhile(seen => IsSame(books, seen.State, history[^1].State)))
            {
                change = seen;
            }

            yield return new Counted("mrr", moment, Earns(change.State), change.State.Currency, Tags(books, change));
        }
    }

    /// <summary>One second after the other: what a customer's total was before, and what it is after.</summary>
    public static IEnumerable<Counted> Changes(Books books)
    {
        var totals = new Dictionary<(string Account, string Currency), decimal>();
        var moments = Steps(books).Where(step => step.Change != 0).GroupBy(step => (step.Account, step.Currency, step.Seen.At.Ticks / TimeSpan.TicksPerSecond));
        foreach (var moment in moments)
        {
            var whose = (moment.Key.Account, moment.Key.Currency);
            var change = moment.Sum(step => step.Change);
            var before = totals.GetValueOrDefault(whose);
            var after = before + change;
            totals[whose] = after;
            if (change != 0)
            {
                var last = moment.Last().Seen;
                var measure = before <= 0 && after > 0 ? "mrr_new" : after <= 0 ? "mrr_churn" : change > 0 ? "mrr_expansion" : "mrr_contraction";
                yield return new Counted(measure, last.At, change, whose.Currency, Tags(books, last));
            }
        }
    }

    // What each observation changes for the customer it was of, and for the one it is of.
    private static IEnumerable<(string Account, string Currency, decimal Change, Sighting<SubscriptionState> Seen)> Steps(Books books)
    {
        var latest = new Dictionary<string, SubscriptionState>();
        foreach (var seen in books.Subscriptions)
        {
            var changes = new Dictionary<(string Account, string Currency), decimal>();
            if (latest.TryGetValue(seen.State.SubscriptionId, out var previous))
            {
                changes[(Account(previous), previous.Currency)] = -Earns(previous);
            }

            var now = (Account(seen.State), seen.State.Currency);
            changes[now] = changes.GetValueOrDefault(now) + Earns(seen.State);
            latest[seen.State.SubscriptionId] = seen.State;
            foreach (var (whose, change) in changes)
            {
                yield return (whose.Account, whose.Currency, change, seen);
            }
        }
    }

    private static Tags Tags(Books books, Sighting<SubscriptionState> seen)
    {
        var said = Said(books, seen.State);
        return NaiveTags.Fill(books, said with { ClientId = said.ClientId ?? NaivePayer.Of(books, seen.State.CustomerId, null) }, seen.At);
    }

    private static Tags Said(Books books, SubscriptionState subscription) =>
        subscription.Tags.Or(NaiveAttribution.OfSubscription(books, subscription.SubscriptionId));

    private static decimal Earns(SubscriptionState subscription) => subscription is { Active: true, Deleted: false } ? subscription.MrrMinor : 0;

    private static string Account(SubscriptionState subscription) => subscription.CustomerId ?? subscription.Tags.ClientId ?? subscription.SubscriptionId;

    private static bool IsSame(Books books, SubscriptionState one, SubscriptionState other) =>
        (Earns(one), one.Currency, one.CustomerId, Said(books, one)) == (Earns(other), other.Currency, other.CustomerId, Said(books, other));
}
