using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;
using Told = (Plumbline.Ledger.Delivery Delivery, (string Key, Plumbline.Ledger.Link Link)[] Links);

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>However a life's events arrive, and however often, the same rows and links are left, and they are those of the model.</summary>
public sealed class LifeOrderTests
{
    private const int MostPermuted = 5;
    private const int Shuffles = 30;

    // ./test --soak asks for more.
    private static int Lives => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 20_000 : 2_000;

    [Fact]
    public void Map_EventsOfALifeInAnyOrder_LeaveWhatTheModelSays() =>
        Prop.ForAll(LifeGenerator.Any().ToArbitrary(), Check).Check(Config.QuickThrowOnFailure.WithMaxTest(Lives));

    // A generator that never makes something would test nothing of it.
    [Fact]
    public void Any_ManyLives_HoldEveryStepAndSomeArePermutedInFull()
    {
        var lives = LifeGenerator.Any().Sample(500);

        lives.SelectMany(life => life.Steps).Select(step => step.Kind).Distinct().Order().ShouldBe(Enum.GetValues<LifeStepKind>());
        lives.Count(life => LifeEvents.Of(life).Count is > 2 and <= MostPermuted).ShouldBeGreaterThan(10);
    }

    private static void Check(Life life)
    {
        var expected = LifeModel.Of(life);
        var deliveries = LifeEvents.Of(life).Select(body => Mapping.MapAt(Life.At(1000), body)).ToArray();
        deliveries.SelectMany(delivery => delivery.Quarantine).ShouldBeEmpty(life.ToString());
        var (transactions, tags) = (TransactionsOf(expected), LifeModel.TagsInTheEnd(life));
        var told = deliveries.Select(delivery => (delivery, delivery.Links.Select(link => (link.SourceKey(delivery.SourceKey), link)).ToArray())).ToArray();
        foreach (var order in OrdersOf(told, life.Seed))
        {
            var (payments, links, differences) = Appended(order);
            differences.AddRange(Differences(expected, payments));
            differences.AddRange(Differences(transactions, tags, links));
            if (differences.Count > 0)
            {
                Assert.Fail($"{life}: {string.Join("; ", differences)}");
            }
        }
    }

    /// <summary>As the ledger does: a known event writes nothing, and of a known movement or link the first row stays.</summary>
    private static (Dictionary<string, Payment> Payments, IReadOnlyCollection<(Link Link, DateTimeOffset? At)> Links, List<string> Conflicts) Appended(IEnumerable<Told> order)
    {
        var (events, ledger, links) = (new HashSet<string>(), new Dictionary<string, Payment>(), new Dictionary<string, (Link, DateTimeOffset?)>());
        var conflicts = new List<string>();
        foreach (var (delivery, said) in order)
        {
            if (!events.Add(delivery.SourceKey))
            {
                continue;
            }

            foreach (var payment in delivery.Payments)
            {
                if (!ledger.TryAdd(payment.SourceKey, payment) && ledger[payment.SourceKey] is var kept && (kept.AmountMinor, kept.Currency) != (payment.AmountMinor, payment.Currency))
                {
                    conflicts.Add($"a conflict: {payment}");
                }
            }

            foreach (var (key, link) in said)
            {
                links.TryAdd(key, (link, delivery.OccurredAt));
            }
        }

        return (ledger, links.Values, conflicts);
    }

    private static HashSet<(string, string)> TransactionsOf(IEnumerable<LifeMovement> movements) =>
        [.. movements.Where(movement => movement.Transaction is not null).Select(movement => (movement.Key, movement.Transaction!))];

    private static IEnumerable<string> Differences(HashSet<(string, string)> transactions, Tags? tags, IReadOnlyCollection<(Link Link, DateTimeOffset? At)> links)
    {
        if (!transactions.SetEquals(links.Where(said => said.Link.Kind == Link.MovementTransaction).Select(said => (said.Link.FromId, said.Link.ToId))))
        {
            yield return "other balance transactions";
        }

        if (tags is not null && links.Where(said => said.Link.Kind == Link.ChargeMetadata).OrderBy(said => said.At).LastOrDefault().Link?.Tags != tags)
        {
            yield return "other tags in the end";
        }
    }

    private static IEnumerable<string> Differences(IReadOnlyList<LifeMovement> expected, Dictionary<string, Payment> ledger)
    {
        foreach (var movement in expected)
        {
            if (!ledger.TryGetValue(movement.Key, out var kept))
            {
                yield return $"missing: {movement}";
            }
            else if (!movement.Is(kept))
            {
                yield return $"{movement} is {kept}";
            }
        }

        foreach (var key in ledger.Keys.Except(expected.Select(movement => movement.Key)))
        {
            yield return $"too much: {ledger[key]}";
        }
    }

    private static IEnumerable<IEnumerable<Told>> OrdersOf(Told[] deliveries, int seed)
    {
        if (deliveries.Length <= MostPermuted)
        {
            return Permutations(deliveries);
        }

        var random = new Random(seed);
        return Enumerable.Range(0, Shuffles).Select(_ =>
        {
            Told[] sent = [.. deliveries, .. deliveries.Where(_ => random.Next(3) == 0)];
            random.Shuffle(sent);
            return sent;
        });
    }

    private static IEnumerable<IEnumerable<Told>> Permutations(Told[] of) => of.Length == 0
        ? [[]]
        : of.SelectMany((first, n) => Permutations([.. of[..n], .. of[(n + 1)..]]).Select(rest => rest.Prepend(first)));
}
