using System.Text.Json;
using Plumbline.Local.Demo;

namespace Plumbline.Tests.Local;

public sealed class DemoGeneratorTests
{
    private static readonly DemoPlan Plan = new(new DateOnly(2026, 3, 1), 20260301);

    private readonly DemoYear year = DemoGenerator.Generate(Plan);

    [Fact]
    public void Generate_SamePlan_GivesTheSameBytes() =>
        DemoGenerator.Generate(Plan).Deliveries.ShouldBe(year.Deliveries);

    [Fact]
    public void Generate_OtherAnchor_SharesNoEvent() =>
        DemoGenerator.Generate(Plan with { AnchorMonth = new DateOnly(2026, 4, 1) }).Deliveries.Select(delivery => delivery.Id)
            .Intersect(year.Deliveries.Select(delivery => delivery.Id)).ShouldBeEmpty();

    [Fact]
    public void Generate_Year_HasEveryKindOfEvent()
    {
        var counts = year.Deliveries.DistinctBy(delivery => delivery.Id).CountBy(delivery => delivery.Type).ToDictionary();
        counts["charge.succeeded"].ShouldBeInRange(550, 650);
        counts["refund.created"].ShouldBeInRange(18, 45);
        counts["charge.refunded"].ShouldBe(counts["refund.created"]);
        counts["charge.captured"].ShouldBeGreaterThan(2);
        counts["refund.failed"].ShouldBeGreaterThan(0);
        year.Truth.Events.ShouldBe(counts.Values.Sum());
        year.Truth.Deliveries.ShouldBe(year.Deliveries.Count);
        year.Truth.Deliveries.ShouldBeGreaterThan(year.Truth.Events);
    }

    [Fact]
    public void Generate_Deliveries_SomeComeBeforeWhatTheyFollow()
    {
        var position = year.Deliveries.Select((delivery, index) => (delivery.Id, index)).DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id, entry => entry.index);
        var refunds = year.Deliveries.Where(delivery => delivery.Type == "charge.refunded");
        refunds.ShouldContain(delivery => position[delivery.Id] < position[delivery.Id.Replace("ChargeRefunded", "ChargeSucceeded", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Generate_Truth_IsWhatTheEventsComeToByTheRules()
    {
        // Facts on Stripe, read independently of the generator: a movement per key, dated by object or event.
        var movements = new Dictionary<string, (DateTimeOffset At, long Cents)>();
        foreach (var delivery in year.Deliveries.OrderBy(delivery => delivery.Created))
        {
            using var json = JsonDocument.Parse(delivery.Body);
            var happened = At(json.RootElement);
            var thing = json.RootElement.GetProperty("data").GetProperty("object");
            var id = thing.GetProperty("id").GetString();
            if (thing.GetProperty("object").GetString() == "refund")
            {
                movements.TryAdd($"re:{id}:out", (At(thing), -thing.GetProperty("amount").GetInt64()));
                if (thing.GetProperty("status").GetString() == "failed")
                    movements.TryAdd($"re:{id}:return", (happened, thing.GetProperty("amount").GetInt64()));
            }
            else if (thing.GetProperty("captured").GetBoolean())
            {
                movements.TryAdd($"ch:{id}:capture", (delivery.Type == "charge.captured" ? happened : At(thing), thing.GetProperty("amount_captured").GetInt64()));
            }
        }

        var months = movements.Values.GroupBy(movement => DemoPlan.MonthOf(movement.At)).ToDictionary(group => group.Key, group => group.Sum(movement => movement.Cents));
        months.OrderBy(month => month.Key).ShouldBe(year.Truth.CashByMonth.OrderBy(month => month.Key));
        months.Count.ShouldBe(12);
        movements.Count.ShouldBe(year.Truth.Movements);
    }

    [Fact]
    public void Generate_Months_GrowOverTheYear()
    {
        var halves = year.Truth.CashByMonth.OrderBy(month => month.Key).Select(month => month.Value).Chunk(6).Select(half => half.Sum()).ToList();
        halves[1].ShouldBeGreaterThan(halves[0]);
        year.Truth.CashByMonth.Values.ShouldAllBe(cents => cents > 0);
    }

    private static DateTimeOffset At(JsonElement element) => DateTimeOffset.FromUnixTimeSeconds(element.GetProperty("created").GetInt64());
}
