using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Platform;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.Webhooks.Events;

public sealed class EventMapperProperties
{
    private static readonly string[] Currencies = ["USD", "JPY", "KWD"];

    // What PostgreSQL or a reader chokes on, put where it does not belong.
    private static readonly string[] Rubbish =
        ["\\u0000", "\\ud800", "\\udc00", "\"", "\\", "{", "}", "[", "null", "1e999", "-", "9999999999999999999", "\uFFFF", "\\ud800\":1,\"a"];

    [Fact]
    public void Map_ValidAdSpendInABatch_SurvivesExactly() =>
        Prop.ForAll(Days().ListOf().ToArbitrary(), days =>
        {
            var sent = days.Select((day, index) => CloudEvents.AdSpend($"e{index}", data =>
            {
                (data["date"], data["channel"], data["campaign"]) = (day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Channel, day.Campaign);
                (data["spend"], data["currency"]) = (JsonNode.Parse(day.Major), day.Currency);
                (data["impressions"], data["leads"]) = (day.Impressions, day.Leads);
            })).ToArray();

            var items = EventItems.Read(CloudEvents.Batch(sent)).ShouldNotBeNull();

            items.Bodies.Select(item => item.ToArray()).ShouldBe(sent);
            foreach (var (item, day) in items.Bodies.Zip(days))
            {
                var mapped = CloudEvents.Delivered(item.ToArray()).AdSpend.ShouldHaveSingleItem();
                (mapped.SpendMinor, mapped.Currency).ShouldBe((day.Minor, day.Currency));
                (mapped.Date, mapped.Channel, mapped.Tags.UtmCampaign).ShouldBe((day.Date, day.Channel, day.Campaign));
                (mapped.Impressions, mapped.Leads).ShouldBe((day.Impressions, day.Leads));
                DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(mapped.OccurredAt, TimeZoneInfo.FindSystemTimeZoneById(CloudEvents.Tenant.TimeZone)).DateTime).ShouldBe(day.Date);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Map_ValidStatementOfFinance_SurvivesExactly() =>
        Prop.ForAll(Months().ToArbitrary(), month =>
        {
            var exponent = Currency.Exponent(month.Currency);
            var said = CloudEvents.Delivered(CloudEvents.Example("finance.posted", data =>
            {
                (data["month"], data["currency"]) = (month.First.ToString("yyyy-MM", CultureInfo.InvariantCulture), month.Currency);
                (data["revenue"], data["ebitda"]) = (JsonNode.Parse(Major(month.Revenue, exponent, padding: 1)), month.Ebitda is { } ebitda ? JsonNode.Parse(Major(ebitda, exponent, padding: 0)) : null);
                data["targets"] = new JsonObject { ["cash_collected"] = JsonNode.Parse(Major(month.Cash, exponent, padding: 0)), ["won"] = month.Cash };
            })).Finance.ShouldHaveSingleItem();

            (said.Month, said.Currency, said.RevenueMinor, said.EbitdaMinor).ShouldBe((month.First, month.Currency, month.Revenue, month.Ebitda));
            (said.Targets["cash_collected"], said.Targets["won"]).ShouldBe((month.Cash, month.Cash));
            said.Targets["cash_collected"].Scale.ShouldBe((byte)0);
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(said.OccurredAt, TimeZoneInfo.FindSystemTimeZoneById(CloudEvents.Tenant.TimeZone)).DateTime).ShouldBe(month.First);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Map_ValidEventsOfClients_SurviveExactly() =>
        Prop.ForAll(Scores().ToArbitrary(), each =>
        {
            var (type, client, hundredths) = each;
            var said = CloudEvents.Delivered(CloudEvents.Example(type, data => (data["clientId"], data["score"]) = (client, JsonNode.Parse(Major(hundredths, 2, padding: 0))))).Success.ShouldHaveSingleItem();

            (said.ClientId, said.Tags.ClientId).ShouldBe((client, client));
            said.HealthScore.ShouldBe(type == "client.health_scored" ? hundredths / 100m : null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Map_ValidSplitOfADeal_SurvivesExactly() =>
        Prop.ForAll(Splits().ToArbitrary(), split =>
        {
            var exponent = Currency.Exponent(split.Currency);
            var kept = CloudEvents.Delivered(CloudEvents.Example("deal.split", data =>
            {
                data["currency"] = split.Currency;
                data["shares"] = new JsonArray([.. split.Shares.Select(share => new JsonObject
                {
                    ["ownerId"] = share.Owner,
                    ["percent"] = JsonNode.Parse(Major(share.Thousandths, 3, padding: 0)),
                    ["amount"] = share.Minor is { } minor ? JsonNode.Parse(Major(minor, exponent, padding: 1)) : null,
                })]);
            })).Attributes!;

            kept["currency"]!.GetValue<string>().ShouldBe(split.Currency);
            kept["shares"]!.AsArray().Select(share => (share!["ownerId"]!.GetValue<string>(), share["percent"]!.GetValue<decimal>() * 1000, share["amountMinor"]?.GetValue<long>()))
                .ShouldBe(split.Shares.Select(share => (share.Owner, (decimal)share.Thousandths, share.Minor)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Map_DamagedItem_IsRejectedOrMappedToWhatTheLedgerHolds() =>
        Prop.ForAll(Damaged().ToArbitrary(), bytes =>
        {
            if (EventItems.Read(Encoding.Latin1.GetBytes(bytes)) is not { IsBatch: false, Bodies: [var item] })
            {
                return;
            }

            var mapped = CloudEvents.Map(item.ToArray());
            (mapped.Delivery is null).ShouldBe(mapped.Fault is not null);
            if (mapped.Delivery is { } delivery)
            {
                string?[] texts =
                [
                    delivery.SourceKey, delivery.ObjectId, delivery.Tags.UtmCampaign, delivery.Tags.SourceFunnel, delivery.Tags.OwnerId, .. delivery.RelatedIds,
                    .. delivery.AdSpend.Select(day => day.Channel), .. delivery.Success.Select(said => said.ClientId),
                ];
                texts.OfType<string>().ShouldAllBe(text => text.Length <= 500 && !text.Contains('\0') && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text);
                delivery.AdSpend.ShouldAllBe(day => day.SpendMinor >= 0 && !(day.Clicks < 0) && day.Currency.Length == 3);
                delivery.Success.ShouldAllBe(said => (said.HealthScore == null) != (said.Milestone == null) && !(said.HealthScore < 0 || said.HealthScore > 100) && said.ClientId == said.Tags.ClientId);
                delivery.Finance.ShouldAllBe(said => said.Month.Day == 1 && said.Currency.Length == 3 && said.Targets.Keys.All(CloudEvents.Units.ContainsKey));
                (delivery.Attributes?.ToJsonString() ?? "").ShouldNotContain("\\u0000");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static Gen<Day> Days() =>
        from currency in Gen.Elements(Currencies)
        from minor in Gen.OneOf(Gen.Choose(0, int.MaxValue).Select(value => (long)value), ArbMap.Default.GeneratorFor<long>().Select(value => value & long.MaxValue), Gen.Constant(long.MaxValue))
        from padding in Gen.Choose(0, 2)
        from date in Gen.Choose(0, 9556).Select(new DateOnly(2000, 1, 1).AddDays)
        from channel in Gen.Elements("google", "meta", "ünï·tube")
        from campaign in Gen.Elements("brand", "a \"quoted\" one", "\\/\U0001F680 launch", "söz")
        from impressions in Gen.OneOf(Gen.Constant<long?>(null), Gen.Choose(0, int.MaxValue).Select(value => (long?)value))
        from leads in Gen.Elements<long?>(null, 0, long.MaxValue)
        select new Day(currency, minor, Major(minor, Currency.Exponent(currency), padding), date, channel, campaign, impressions, leads);

    private static Gen<Finance> Months() =>
        from currency in Gen.Elements(Currencies)
        from revenue in Gen.OneOf(Gen.Choose(int.MinValue, int.MaxValue).Select(value => (long)value), ArbMap.Default.GeneratorFor<long>(), Gen.Elements(long.MinValue, long.MaxValue))
        from ebitda in Gen.OneOf(Gen.Constant<long?>(null), ArbMap.Default.GeneratorFor<long>().Select(value => (long?)value))
        from cash in Gen.Choose(int.MinValue, int.MaxValue)
        from month in Gen.Choose(0, 314).Select(new DateOnly(2000, 1, 1).AddMonths)
        select new Finance(currency, month, revenue, ebitda, cash);

    private static Gen<(string Type, string Client, int Hundredths)> Scores() =>
        from type in Gen.Elements("client.onboarded", "client.first_lead", "client.hit_100k", "client.churned", "client.health_scored")
        from client in Gen.Elements("c_1", "ve9EPM428h8vShlRW1KT", "é \"quoted\"", "\U0001F680")
        from hundredths in Gen.Choose(0, 10_000)
        select (type, client, hundredths);

    private static Gen<Split> Splits() =>
        from currency in Gen.Elements(Currencies)
        from shares in (
            from owner in Gen.Elements("usr_1", "é \"quoted\"", "\U0001F680")
            from thousandths in Gen.Choose(0, 100_000)
            from minor in Gen.Elements<long?>(null, 0, 1, 312_500, long.MaxValue)
            select new Share(owner, thousandths, minor)).NonEmptyListOf()
        select new Split(currency, [.. shares.Take(50)]);

    // By hand, so that the amount is not written by what reads it.
    private static string Major(long minor, int exponent, int padding)
    {
        var digits = minor.ToString(CultureInfo.InvariantCulture).TrimStart('-').PadLeft(exponent + 1, '0');
        var fraction = digits[^exponent..] + new string('0', padding);
        return (minor < 0 ? "-" : "") + (fraction.Length == 0 ? digits : $"{digits[..^exponent]}.{fraction}");
    }

    private static Gen<string> Damaged() =>
        from body in Gen.Elements([CloudEvents.AdSpend(), CloudEvents.PageViewed(), .. EventTypes.All.Select(type => CloudEvents.Example(type.Name))])
        from at in Gen.Choose(0, body.Length - 1)
        from removed in Gen.Choose(0, Math.Min(8, body.Length - at))
        from inserted in Gen.OneOf(Gen.Elements(Rubbish).Select(Encoding.UTF8.GetBytes), Gen.Choose(0, 255).Select(value => new[] { (byte)value }))
        select Encoding.Latin1.GetString([.. body[..at], .. inserted, .. body[(at + removed)..]]);

    private sealed record Day(string Currency, long Minor, string Major, DateOnly Date, string Channel, string Campaign, long? Impressions, long? Leads);

    private sealed record Finance(string Currency, DateOnly First, long Revenue, long? Ebitda, int Cash);

    private sealed record Split(string Currency, Share[] Shares);

    private sealed record Share(string Owner, int Thousandths, long? Minor);
}
