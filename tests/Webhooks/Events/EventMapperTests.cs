using System.Globalization;
using System.Text;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Events;

public sealed class EventMapperTests
{
    [Fact]
    public void Map_AdSpend_IsTheDayInMinorUnitsWithItsCounts()
    {
        var delivery = CloudEvents.Delivered(CloudEvents.AdSpend());

        delivery.AdSpend.ShouldHaveSingleItem().ShouldBe(new AdSpendDay
        {
            SourceKey = "ads/google|e1:spend",
            Date = new DateOnly(2026, 3, 1),
            OccurredAt = At("2026-03-01T17:00:00Z"),
            Channel = "google",
            EffectiveAt = At("2026-03-02T08:00:00Z"),
            SpendMinor = 12345,
            Currency = "USD",
            Impressions = 1000,
            Clicks = 50,
            VideoHooks = 20,
            VideoHolds = 10,
            Leads = 4,
            Tags = new Tags { SourceFunnel = "webinar", UtmSource = "google", UtmMedium = "cpc", UtmCampaign = "brand-search", Department = "marketing" },
        });
        delivery.Tags.ShouldBe(delivery.AdSpend[0].Tags);
        delivery.Attributes.ShouldBeNull();
    }

    [Fact]
    public void Map_PageViewed_IsAnEventAboutItsVisitor()
    {
        var delivery = CloudEvents.Delivered(CloudEvents.PageViewed());

        (delivery.ObjectId, delivery.EventType).ShouldBe(("v_123", "page.viewed"));
        delivery.OccurredAt.ShouldBe(At("2026-03-02T08:30:00Z"));
        delivery.Tags.ShouldBe(new Tags { UtmSource = "google", UtmCampaign = "brand-search" });
        delivery.Attributes!.ToJsonString().ShouldBe("""{"path":"/pricing"}""");
        delivery.AdSpend.ShouldBeEmpty();
    }

    [Fact]
    public void Map_Event_IsKeyedBySourceAndIdAndKeepsItsExactBytes()
    {
        var item = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(CloudEvents.AdSpend("a-1")).Replace(":", " :\n ", StringComparison.Ordinal).Replace("T08 :\n 00 :\n 00Z", "T08:00:00Z", StringComparison.Ordinal));

        var delivery = CloudEvents.Delivered(item);

        delivery.Body.ToArray().ShouldBe(item);
        (delivery.TenantId, delivery.Source, delivery.SourceKey, delivery.Channel).ShouldBe((CloudEvents.Tenant.Id, "events", "ads/google|a-1", "api"));
        delivery.CompareBodies.ShouldBeTrue();
        delivery.OccurredAt.ShouldBe(At("2026-03-02T08:00:00Z"));
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void Map_WithoutTime_HappenedWhenItArrived()
    {
        var delivery = CloudEvents.Delivered(CloudEvents.AdSpend(envelope: item => item.Remove("time")));

        delivery.OccurredAt.ShouldBe(CloudEvents.Now);
        delivery.AdSpend[0].EffectiveAt.ShouldBe(CloudEvents.Now);
    }

    [Theory]
    [InlineData("2026-03-02T08:00:00.123456789Z")]
    [InlineData("2026-03-02t08:00:00z")]
    [InlineData("2026-03-02T03:00:00-05:00")]
    public void Map_AnyWayRfc3339WritesATime_IsRead(string time) =>
        CloudEvents.Delivered(CloudEvents.PageViewed(envelope: item => item["time"] = time)).OccurredAt!.Value.ToUnixTimeSeconds()
            .ShouldBe(At("2026-03-02T08:00:00Z").ToUnixTimeSeconds());

    [Theory]
    [InlineData("datacontenttype", "\"application/json\"")]
    [InlineData("datacontenttype", "\"application/json; charset=utf-8\"")]
    [InlineData("datacontenttype", "\"application/vnd.ads+json\"")]
    [InlineData("datacontenttype", "null")]
    [InlineData("subject", "\"campaigns/7\"")]
    [InlineData("traceparent", "{\"any\":[1e999]}")]
    [InlineData("data_base64", "null")]
    public void Map_OptionalMemberOrExtension_IsAccepted(string member, string value) =>
        CloudEvents.Delivered(CloudEvents.AdSpend(envelope: item => item[member] = CloudEvents.Json(value)));

    [Fact]
    public void Map_UnknownMembersOfData_AreLetBe() =>
        CloudEvents.Delivered(CloudEvents.AdSpend(data: data => (data["reach"], data["tags"]!["colour"]) = (7, "red"))).AdSpend[0].SpendMinor.ShouldBe(12345);

    [Fact]
    public void Map_AdSpendWithTheLeast_TakesTheTenantsCurrencyAndTheChannelAsSource()
    {
        var day = CloudEvents.Delivered(CloudEvents.AdSpend(data: data =>
        {
            data.Clear();
            (data["date"], data["channel"], data["spend"]) = ("2026-03-01", " Google ", 5);
        }), CloudEvents.Tenant with { Currency = "JPY" }).AdSpend[0];

        (day.SpendMinor, day.Currency, day.Channel, day.Tags).ShouldBe((5, "JPY", "google", new Tags { UtmSource = "google" }));
        (day.Impressions, day.Clicks, day.VideoHooks, day.VideoHolds, day.Leads).ShouldBe((null, null, null, null, null));
    }

    [Fact]
    public void Map_AdSpendTags_AreOverruledByTheCampaignAndOverruleTheChannel()
    {
        var tags = CloudEvents.Delivered(CloudEvents.AdSpend(data: data => data["tags"] = CloudEvents.Json("""{"utmSource":"adwords","utmCampaign":"other"}"""))).Tags;
        var without = CloudEvents.Delivered(CloudEvents.AdSpend(data: data =>
        {
            data.Remove("campaign");
            data["tags"] = CloudEvents.Json("""{"utmCampaign":"other"}""");
        })).Tags;

        tags.ShouldBe(new Tags { UtmSource = "adwords", UtmCampaign = "brand-search" });
        without.ShouldBe(new Tags { UtmSource = "google", UtmCampaign = "other" });
    }

    [Theory]
    [InlineData("department", "Department")]
    [InlineData("team", "Team")]
    [InlineData("ownerId", "OwnerId")]
    [InlineData("clientId", "ClientId")]
    [InlineData("branch", "Branch")]
    [InlineData("sourceFunnel", "SourceFunnel")]
    [InlineData("utmSource", "UtmSource")]
    [InlineData("utmMedium", "UtmMedium")]
    [InlineData("utmCampaign", "UtmCampaign")]
    [InlineData("utmTerm", "UtmTerm")]
    [InlineData("utmContent", "UtmContent")]
    public void Map_Tag_IsReadUnderItsNameAndEmptyMeansNone(string member, string property)
    {
        var longest = new string('x', 255);
        string? Read(string value) => (string?)typeof(Tags).GetProperty(property)!.GetValue(
            CloudEvents.Delivered(CloudEvents.PageViewed(data: data => data["tags"] = new System.Text.Json.Nodes.JsonObject { [member] = value })).Tags);

        Read(longest).ShouldBe(longest);
        Read("").ShouldBeNull();
    }

    [Theory]
    [InlineData("/pricing?email=someone%40example.com", "/pricing")]
    [InlineData("/pricing#token=1", "/pricing")]
    [InlineData("https://example.com/a/b?x=1#y", "https://example.com/a/b")]
    public void Map_Path_IsKeptWithoutItsQuery(string path, string kept) =>
        CloudEvents.Delivered(CloudEvents.PageViewed(data: data => data["path"] = path)).Attributes!["path"]!.GetValue<string>().ShouldBe(kept);

    [Fact]
    public void Map_LongQueryAfterALongPath_DoesNotCount() =>
        CloudEvents.Delivered(CloudEvents.PageViewed(data: data => data["path"] = $"{new string('p', 2000)}?{new string('q', 5000)}"))
            .Attributes!["path"]!.GetValue<string>().Length.ShouldBe(2000);

    [Theory]
    [InlineData("America/New_York", "2026-03-07", "2026-03-07T17:00:00Z")]
    [InlineData("America/New_York", "2026-03-08", "2026-03-08T16:00:00Z")]
    [InlineData("Asia/Kolkata", "2026-03-01", "2026-03-01T06:30:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-03-01", "2026-02-28T22:00:00Z")]
    [InlineData("UTC", "2000-01-01", "2000-01-01T12:00:00Z")]
    public void Map_AdSpendDay_HappenedAtItsLocalNoon(string zone, string date, string noon) =>
        CloudEvents.Delivered(
            CloudEvents.AdSpend(data: data => data["date"] = date, envelope: item => item.Remove("time")),
            CloudEvents.Tenant with { TimeZone = zone },
            At("2026-03-09T12:00:00Z")).AdSpend[0].OccurredAt.ShouldBe(At(noon));

    [Theory]
    [InlineData("America/New_York", "2026-03-02", true)]
    [InlineData("America/New_York", "2026-03-03", false)]
    [InlineData("Pacific/Kiritimati", "2026-03-03", true)]
    [InlineData("Pacific/Kiritimati", "2026-03-04", false)]
    public void Map_AdSpendDay_IsAtMostTomorrowInTheTenantsZone(string zone, string date, bool accepted)
    {
        // In New York it is still the 1st, in Kiritimati it is the 2nd.
        var mapped = CloudEvents.Map(
            CloudEvents.AdSpend(data: data => data["date"] = date, envelope: item => item.Remove("time")),
            CloudEvents.Tenant with { TimeZone = zone },
            At("2026-03-02T03:00:00Z"));

        (mapped.Delivery is not null).ShouldBe(accepted);
    }

    [Theory]
    [InlineData("USD", "0", 0)]
    [InlineData("USD", "-0", 0)]
    [InlineData("USD", "0e5", 0)]
    [InlineData("USD", "0.01", 1)]
    [InlineData("USD", "1.10", 110)]
    [InlineData("USD", "12.3400000", 1234)]
    [InlineData("USD", "1.2345e2", 12345)]
    [InlineData("USD", "1E+2", 10000)]
    [InlineData("USD", "92233720368547758.07", long.MaxValue)]
    [InlineData("JPY", "1234", 1234)]
    [InlineData("JPY", "1234.0", 1234)]
    [InlineData("JPY", "9223372036854775807", long.MaxValue)]
    [InlineData("KWD", "1.234", 1234)]
    [InlineData("KWD", "9223372036854775.807", long.MaxValue)]
    public void Map_Spend_IsExactInMinorUnits(string currency, string spend, long minor) =>
        CloudEvents.Delivered(CloudEvents.AdSpend(data: data => (data["currency"], data["spend"]) = (currency, CloudEvents.Json(spend)))).AdSpend[0].SpendMinor.ShouldBe(minor);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
