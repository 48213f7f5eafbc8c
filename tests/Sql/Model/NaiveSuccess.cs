using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>What the success team says of clients.</summary>
internal static class NaiveSuccess
{
    /// <summary>Clients as they stood before a moment.</summary>
    public static IEnumerable<Counted> At(Books books, DateTimeOffset moment)
    {
        foreach (var client in books.Success.Where(seen => seen.At < moment).GroupBy(seen => seen.State.ClientId))
        {
            var history = client.ToList();
            Counted Count(string measure, decimal value, Sighting<ClientSuccess> by) => new(measure, moment, value, null, NaiveTags.Fill(books, by.State.Tags, by.At));

            // Each counts with the tags of the statement that made it count for what it does.
            Sighting<ClientSuccess>? since = null;
            Sighting<ClientSuccess>? scoredSince = null;
            decimal? score = null;
            decimal? counted = null;
            var hasLeft = false;
            foreach (var seen in history)
            {
                if (seen.State.Milestone == ClientMilestone.Onboarded)
                {
                    since ??= seen;
                    hasLeft = false;
                }
                else if (seen.State.Milestone == ClientMilestone.Churned)
                {
                    since = null;
                    hasLeft = true;
                }

                score = seen.State.HealthScore ?? score;
                if (counted != (hasLeft ? null : score))
                {
                    counted = hasLeft ? null : score;
                    scoredSince = seen;
                }
            }

            if (since is not null)
            {
                yield return Count("active_clients", 1, since);
            }

            if (counted is { } points)
            {
                yield return Count("health_points", points, scoredSince!);
                yield return Count("scored_clients", 1, scoredSince!);
            }

            var onboarded = history.FirstOrDefault(seen => seen.State.Milestone == ClientMilestone.Onboarded);
            var reached = history.FirstOrDefault(seen => seen.State.Milestone == ClientMilestone.Hit100k);
            if (onboarded is not null)
            {
                yield return Count("onboarded_clients", 1, onboarded);
            }

            if (onboarded is not null && reached is not null)
            {
                yield return Count("clients_at_100k", 1, history.IndexOf(reached) > history.IndexOf(onboarded) ? reached : onboarded);
            }
        }
    }

    /// <summary>How long each onboarded client waited for its first lead.</summary>
    public static IEnumerable<Counted> DaysToFirstLead(Books books)
    {
        foreach (var client in books.Success.GroupBy(seen => seen.State.ClientId))
        {
            var onboarded = client.FirstOrDefault(seen => seen.State.Milestone == ClientMilestone.Onboarded);
            var lead = client.FirstOrDefault(seen => seen.State.Milestone == ClientMilestone.FirstLead);
            if (onboarded is not null && lead is not null)
            {
                var at = lead.At < onboarded.At ? onboarded.At : lead.At;
                var days = (decimal)(at - onboarded.At).Ticks / TimeSpan.TicksPerDay;
                yield return new Counted("days_to_first_lead", at, days, null, NaiveTags.Fill(books, lead.State.Tags, lead.At));
            }
        }
    }
}
