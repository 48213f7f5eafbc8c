using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>However a life's events arrive, and however often, the same movements are left, and they are those of the model.</summary>
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
        foreach (var order in OrdersOf(deliveries, life.Seed))
        {
            Differences(expected, Appended(order)).ShouldBeEmpty(life.ToString());
        }
    }

    /// <summary>As the ledger does: a known event writes nothing, and of a known movement the first row stays.</summary>
    private static Dictionary<string, Payment> Appended(IEnumerable<Delivery> order)
    {
        var (events, ledger) = (new HashSet<string>(), new Dictionary<string, Payment>());
        foreach (var payment in order.Where(delivery => events.Add(delivery.SourceKey)).SelectMany(delivery => delivery.Payments))
        {
            if (!ledger.TryAdd(payment.SourceKey, payment))
            {
                (payment.AmountMinor, payment.Currency).ShouldBe((ledger[payment.SourceKey].AmountMinor, ledger[payment.SourceKey].Currency), "a conflict");
            }
        }

        return ledger;
    }

    private static IEnumerable<string> Differences(IReadOnlyList<LifeMovement> expected, Dictionary<string, Payment> ledger)
    {
        foreach (var movement in expected)
        {
            if (!ledger.TryGetValue(movement.Key, out var kept))
            {
                yield return $"missing: {movement}";
            }
            else if ((kept.Kind, kept.AmountMinor, kept.Currency, kept.Account) != (movement.Kind, movement.Amount, movement.Currency, movement.Account)
                || (movement.At ?? kept.OccurredAt) != kept.OccurredAt)
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
