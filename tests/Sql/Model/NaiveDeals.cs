using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Deals won, and what is open at a moment.</summary>
internal static class NaiveDeals
{
    /// <summary>Deals that are won now, at their entry into that state, by whose they are and what they are worth as known now.</summary>
    public static IEnumerable<Counted> Won(Books books)
    {
        foreach (var deal in books.Deals.GroupBy(seen => seen.State.OpportunityId))
        {
            var history = deal.ToList();
            if (!IsWon(history[^1].State))
            {
                continue;
            }

            var entry = history[^1];
            foreach (var seen in Enumerable.Reverse(history).TakeWhile(seen => IsWon(seen.State)))
            {
                entry = seen;
            }

            var latest = history[^1].State;
            var tags = NaiveTags.Fill(books, latest.Tags, entry.At, latest.Origin);
            yield return new Counted("won", entry.At, 1, null, tags);
            if (latest.ValueMinor is { } value)
            {
                yield return new Counted("won_value", entry.At, value, latest.Currency, tags);
                yield return new Counted("won_valued", entry.At, 1, latest.Currency, tags);
            }
        }
    }

    /// <summary>Each open deal as it stood before a moment, with the tags it had at its last change.</summary>
    public static IEnumerable<Counted> OpenAt(Books books, DateTimeOffset moment)
    {
        foreach (var deal in books.Deals.Where(seen => seen.At < moment).GroupBy(seen => seen.State.OpportunityId))
        {
            var history = deal.ToList();
            var latest = history[^1].State;
            if (latest.Status != "open" || latest.Deleted)
            {
                continue;
            }

            // Said again without a difference, or only moved to another stage, it stays whose it was.
            var change = history[^1];
            foreach (var seen in Enumerable.Reverse(history).TakeWhile(seen => IsSame(seen.State, latest)))
            {
                change = seen;
            }

            var tags = NaiveTags.Fill(books, latest.Tags, change.At, latest.Origin);
            yield return new Counted("pipeline", moment, latest.ValueMinor ?? 0, latest.Currency, tags);
            yield return new Counted("open_deals", moment, 1, null, tags);
            if (latest is { Tags.OwnerId: not null, ValueMinor: not null, Origin: not null } && moment - LastMove(history) <= TimeSpan.FromHours(720))
            {
                yield return new Counted("tidy_deals", moment, 1, null, tags);
            }
        }
    }

    private static DateTimeOffset LastMove(List<Sighting<OpportunityState>> history)
    {
        var now = (history[^1].State.PipelineId, history[^1].State.StageId);
        var moved = history[^1].At;
        foreach (var seen in Enumerable.Reverse(history).TakeWhile(seen => (seen.State.PipelineId, seen.State.StageId) == now))
        {
            moved = seen.At;
        }

        return moved;
    }

    private static bool IsWon(OpportunityState deal) => deal.Status == "won" && !deal.Deleted;

    private static bool IsSame(OpportunityState one, OpportunityState other) =>
        (one.Status, one.Deleted, one.ValueMinor, one.Currency, one.Origin, one.Tags)
            == (other.Status, other.Deleted, other.ValueMinor, other.Currency, other.Origin, other.Tags);
}
