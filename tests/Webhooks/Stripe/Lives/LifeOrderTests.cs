using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;

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
        foreach (var order in OrdersOf(deliveries, life.Seed))
        {
            var (payments, links) = Appended(order);
            Differences(expected, payments).ShouldBeEmpty(life.ToString());
            links.Values.Where(said => said.Link.Kind == Link.MovementTransaction).Select(said => (said.Link.FromId, said.Link.ToId)).ToHashSet()
                .SetEquals(transactions).ShouldBeTrue(life.ToString());
            var last = links.Values.Where(said => said.Link.Kind == Link.ChargeMetadata).OrderBy(said => said.At).LastOrDefault().Link;
            (tags is null || last?.Tags == tags).ShouldBeTrue(life.ToString());
        }
    }

    /// <summary>As the ledger does: a known event writes nothing, and of a known movement or link the first row stays.</summary>
    private static (Dictionary<string, Payment> Payments, Dictionary<string, (Link Link, DateTimeOffset? At)> Links) Appended(IEnumerable<Delivery> order)
    {
        var (events, ledger, links) = (new HashSet<string>(), new Dictionary<string, Payment>(), new Dictionary<string, (Link, DateTimeOffset?)>());
        foreach (var delivery in order.Where(delivery => events.Add(delivery.SourceKey)))
        {
            foreach (var payment in delivery.Payments)
            {
                if (!ledger.TryAdd(payment.SourceKey, payment))
                {
                    (payment.AmountMinor, payment.Currency).ShouldBe((ledger[payment.SourceKey].AmountMinor, ledger[payment.SourceKey].Currency), "a conflict");
                }
            }

            foreach (var link in delivery.Links)
            {
                links.TryAdd(link.SourceKey(delivery.SourceKey), (link, delivery.OccurredAt));
            }
        }

        return (ledger, links);
    }

    private static HashSet<(string, string)> TransactionsOf(IEnumerable<LifeMovement> movements) =>
        [.. movements.Where(movement => movement.Transaction is not null).Select(movement => (movement.Key, movement.Transaction!))];

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

    private static IEnumerable<IEnumerable<Delivery>> OrdersOf(Delivery[] deliveries, int seed)
    {
        if (deliveries.Length <= MostPermuted)
        {
            return Permutations(deliveries);
        }

        var random = new Random(seed);
        return Enumerable.Range(0, Shuffles).Select(_ =>
        {
            Delivery[] sent = [.. deliveries, .. deliveries.Where(_ => random.Next(3) == 0)];
            random.Shuffle(sent);
            return sent;
        });
    }

    private static IEnumerable<IEnumerable<Delivery>> Permutations(Delivery[] of) => of.Length == 0
        ? [[]]
        : of.SelectMany((first, n) => Permutations([.. of[..n], .. of[(n + 1)..]]).Select(rest => rest.Prepend(first)));
}
