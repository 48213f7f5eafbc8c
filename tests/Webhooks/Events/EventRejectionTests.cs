using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Tests.Webhooks.Stripe;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>Items that are not valid: each says where, in a sentence without what stood there.</summary>
public sealed class EventRejectionTests
{
    [Theory]
    [InlineData("specversion")]
    [InlineData("id")]
    [InlineData("source")]
    [InlineData("type")]
    [InlineData("data")]
    public void Map_EnvelopeWithoutAMember_IsRejectedThere(string member)
    {
        CloudEvents.Map(CloudEvents.AdSpend(envelope: item => item.Remove(member))).ShouldBeRejectedAt($"/{member}");
        CloudEvents.Map(CloudEvents.AdSpend(envelope: item => item[member] = null)).ShouldBeRejectedAt($"/{member}");
    }

    [Theory]
    [InlineData("specversion", "\"0.3\"")]
    [InlineData("specversion", "\"1.1\"")]
    [InlineData("specversion", "1.0")]
    [InlineData("id", "\"\"")]
    [InlineData("id", "\"  \"")]
    [InlineData("id", "7")]
    [InlineData("id", "{}")]
    [InlineData("id", "\"a\\u0000b\"")]
    [InlineData("id", "\"a\\nb\"")]
    [InlineData("source", "\"\"")]
    [InlineData("source", "[]")]
    [InlineData("source", "\"a|b\"")]
    [InlineData("source", "\"\\u0085\"")]
    [InlineData("type", "\"\"")]
    [InlineData("type", "true")]
    [InlineData("type", "\"page.closed\"")]
    [InlineData("type", "\"Ad.Spend\"")]
    [InlineData("time", "\"\"")]
    [InlineData("time", "1772438400")]
    [InlineData("time", "\"yesterday\"")]
    [InlineData("time", "\"2026-03-02\"")]
    [InlineData("time", "\"2026-03-02T08:00:00\"")]
    [InlineData("time", "\"2026-03-02T08:00Z\"")]
    [InlineData("time", "\"2026-03-02 08:00:00Z\"")]
    [InlineData("time", "\"2026-02-30T08:00:00Z\"")]
    [InlineData("time", "\"2026-03-02T08:00:00+0100\"")]
    [InlineData("time", "\"2026-03-02T08:00:00Z\\n\"")]
    [InlineData("time", "\"1999-12-31T23:59:59Z\"")]
    [InlineData("time", "\"2026-03-04T12:00:01Z\"")]
    [InlineData("datacontenttype", "\"text/csv\"")]
    [InlineData("datacontenttype", "\"\"")]
    [InlineData("datacontenttype", "5")]
    [InlineData("data", "[]")]
    [InlineData("data", "\"{}\"")]
    [InlineData("data", "5")]
    [InlineData("data_base64", "\"e30=\"")]
    [InlineData("data_base64", "{}")]
    public void Map_EnvelopeMemberThatIsNotValid_IsRejectedThere(string member, string value) =>
        CloudEvents.Map(CloudEvents.AdSpend(envelope: item => item[member] = CloudEvents.Json(value))).ShouldBeRejectedAt($"/{member}");

    [Theory]
    [InlineData("id", 256)]
    [InlineData("source", 256)]
    [InlineData("type", 256)]
    public void Map_EnvelopeTextThatIsTooLong_IsRejectedThere(string member, int length) =>
        CloudEvents.Map(CloudEvents.AdSpend(envelope: item => item[member] = new string('x', length))).ShouldBeRejectedAt($"/{member}");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Map_KeyThatDoesNotFitTheLedger_IsRejected(bool fits)
    {
        // The source, a bar, the id and :spend are 500 characters together.
        var mapped = CloudEvents.Map(CloudEvents.AdSpend(new string('i', fits ? 243 : 244), envelope: item => item["source"] = new string('s', 250)));

        if (fits)
        {
            mapped.Delivery!.AdSpend[0].SourceKey.Length.ShouldBe(500);
        }
        else
        {
            mapped.ShouldBeRejectedAt("/id");
        }
    }

    [Fact]
    public void Map_UnknownType_NamesTheKnownOnes()
    {
        var detail = CloudEvents.Map(CloudEvents.AdSpend(envelope: item => item["type"] = "page.closed")).ShouldBeRejectedAt("/type");

        EventTypes.All.ShouldAllBe(type => detail.Contains(type.Name));
        EventTypes.All.Count.ShouldBe(20);
    }

    [Theory]
    [InlineData("date")]
    [InlineData("channel")]
    [InlineData("spend")]
    public void Map_AdSpendWithoutAMember_IsRejectedThere(string member)
    {
        CloudEvents.Map(CloudEvents.AdSpend(data: data => data.Remove(member))).ShouldBeRejectedAt($"/data/{member}");
        CloudEvents.Map(CloudEvents.AdSpend(data: data => data[member] = null)).ShouldBeRejectedAt($"/data/{member}").ShouldContain("missing");
    }

    [Theory]
    [InlineData("date", "\"2026-3-1\"")]
    [InlineData("date", "\"2026-02-29\"")]
    [InlineData("date", "\"2026-03-01T00:00:00Z\"")]
    [InlineData("date", "\"1999-12-31\"")]
    [InlineData("date", "\"2026-03-04\"")]
    [InlineData("date", "\"\"")]
    [InlineData("date", "20260301")]
    [InlineData("channel", "\"\"")]
    [InlineData("channel", "\" \"")]
    [InlineData("channel", "7")]
    [InlineData("channel", "\"goo\\tgle\"")]
    [InlineData("campaign", "\" \"")]
    [InlineData("campaign", "{}")]
    [InlineData("campaign", "\"\\u0007\"")]
    [InlineData("spend", "\"123.45\"")]
    [InlineData("spend", "-0.01")]
    [InlineData("spend", "-1e20")]
    [InlineData("spend", "123.456")]
    [InlineData("spend", "0.001")]
    [InlineData("spend", "1e-30")]
    [InlineData("spend", "0.30000000000000004")]
    [InlineData("spend", "123.450000000000000000000000000001")]
    [InlineData("spend", "92233720368547758.08")]
    [InlineData("spend", "1e28")]
    [InlineData("spend", "1e999")]
    [InlineData("spend", "true")]
    [InlineData("spend", "{}")]
    [InlineData("currency", "\"usd\"")]
    [InlineData("currency", "\"US\"")]
    [InlineData("currency", "\"USD \"")]
    [InlineData("currency", "840")]
    [InlineData("impressions", "-1")]
    [InlineData("impressions", "1.5")]
    [InlineData("impressions", "\"1\"")]
    [InlineData("clicks", "9223372036854775808")]
    [InlineData("clicks", "-1")]
    [InlineData("videoHooks", "-1")]
    [InlineData("videoHooks", "[]")]
    [InlineData("videoHolds", "-1")]
    [InlineData("videoHolds", "1e1")]
    [InlineData("leads", "-1")]
    [InlineData("leads", "false")]
    [InlineData("tags", "[]")]
    [InlineData("tags", "\"webinar\"")]
    public void Map_AdSpendMemberThatIsNotValid_IsRejectedThere(string member, string value) =>
        CloudEvents.Map(CloudEvents.AdSpend(data: data => data[member] = CloudEvents.Json(value))).ShouldBeRejectedAt($"/data/{member}");

    [Theory]
    [InlineData("JPY", "0.5")]
    [InlineData("JPY", "9223372036854775808")]
    [InlineData("KWD", "0.0001")]
    [InlineData("KWD", "9223372036854775.808")]
    public void Map_SpendThatItsCurrencyCannotHold_IsRejected(string currency, string spend) =>
        CloudEvents.Map(CloudEvents.AdSpend(data: data => (data["currency"], data["spend"]) = (currency, CloudEvents.Json(spend)))).ShouldBeRejectedAt("/data/spend");

    [Theory]
    [InlineData("visitorId", "null")]
    [InlineData("visitorId", "\"\"")]
    [InlineData("visitorId", "123")]
    [InlineData("visitorId", "\"a\\u0000\"")]
    [InlineData("path", "null")]
    [InlineData("path", "\"\"")]
    [InlineData("path", "\"?only=query\"")]
    [InlineData("path", "\"/a\\nb\"")]
    [InlineData("path", "[]")]
    [InlineData("tags", "5")]
    public void Map_PageViewedMemberThatIsNotValid_IsRejectedThere(string member, string value) =>
        CloudEvents.Map(CloudEvents.PageViewed(data: data => data[member] = CloudEvents.Json(value))).ShouldBeRejectedAt($"/data/{member}");

    [Theory]
    [InlineData("visitorId", 200)]
    [InlineData("path", 2000)]
    public void Map_PageViewedText_HasALimit(string member, int longest)
    {
        CloudEvents.Delivered(CloudEvents.PageViewed(data: data => data[member] = new string('x', longest)));
        CloudEvents.Map(CloudEvents.PageViewed(data: data => data[member] = new string('x', longest + 1))).ShouldBeRejectedAt($"/data/{member}");
    }

    [Theory]
    [InlineData("channel", 50)]
    [InlineData("campaign", 255)]
    public void Map_AdSpendText_HasALimit(string member, int longest)
    {
        CloudEvents.Delivered(CloudEvents.AdSpend(data: data => data[member] = new string('x', longest)));
        CloudEvents.Map(CloudEvents.AdSpend(data: data => data[member] = new string('x', longest + 1))).ShouldBeRejectedAt($"/data/{member}");
    }

    [Theory]
    [InlineData("department")]
    [InlineData("team")]
    [InlineData("ownerId")]
    [InlineData("clientId")]
    [InlineData("branch")]
    [InlineData("sourceFunnel")]
    [InlineData("utmSource")]
    [InlineData("utmMedium")]
    [InlineData("utmCampaign")]
    [InlineData("utmTerm")]
    [InlineData("utmContent")]
    public void Map_TagThatIsNotValid_IsRejectedThere(string tag)
    {
        foreach (var value in new JsonNode[] { new string('x', 256), "a\nb", 7, new JsonObject() })
        {
            CloudEvents.Map(CloudEvents.PageViewed(data: data => data["tags"] = new JsonObject { [tag] = value.DeepClone() })).ShouldBeRejectedAt($"/data/tags/{tag}");
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    public void Map_ItemThatIsNoObject_IsRejectedAsAWhole(string item) => CloudEvents.Map(Encoding.UTF8.GetBytes(item)).ShouldBeRejectedAt("");

    [Theory]
    [InlineData("\"id\":\"e1\"", "\"id\":\"e1\",\"id\":\"e2\"", "/id")]
    [InlineData("\"clicks\":50", "\"clicks\":50,\"clicks\":51", "/data")]
    [InlineData("\"department\"", "\"utmMedium\":\"x\",\"department\"", "/data")]
    public void Map_MemberThatComesTwice_IsRejected(string text, string replacement, string at) =>
        CloudEvents.Map(CloudEvents.AdSpend().With(text, replacement)).ShouldBeRejectedAt(at).ShouldContain("twice");

    [Theory]
    [InlineData("\"e1\"", "\"\\ud800\"", "/id")]
    [InlineData("\"google\"", "\"\\udc00\\ud800\"", "/data/channel")]
    [InlineData("\"webinar\"", "\"x\\ud800\"", "/data/tags/sourceFunnel")]
    [InlineData("\"clicks\"", "\"\\ud800\"", "/data")]
    public void Map_TextThatIsNotUnicode_IsRejected(string text, string replacement, string at) =>
        CloudEvents.Map(CloudEvents.AdSpend().With(text, replacement)).ShouldBeRejectedAt(at);

    [Fact]
    public void Map_TextThatIsNotUtf8_IsRejected() =>
        CloudEvents.Map(CloudEvents.AdSpend().With("brand-search", 0xC3, 0x28)).ShouldBeRejectedAt("/data/campaign");

    [Fact]
    public void Map_RejectedForItsData_StillSaysItsId() =>
        CloudEvents.Map(CloudEvents.AdSpend("e-77", data => data["spend"] = -1)).Id.ShouldBe("e-77");

    [Theory]
    [InlineData("specversion")]
    [InlineData("source")]
    [InlineData("type")]
    [InlineData("time")]
    [InlineData("datacontenttype")]
    [InlineData("data")]
    [InlineData("data_base64")]
    public void Map_RejectedEnvelope_DoesNotQuoteTheValue(string member) =>
        CloudEvents.Map(CloudEvents.AdSpend(envelope: item => item[member] = "someone@example.com|")).Fault!.Detail.ShouldNotContain("someone");

    [Theory]
    [InlineData("date", "someone@example.com")]
    [InlineData("spend", "someone@example.com")]
    [InlineData("currency", "someone@example.com")]
    [InlineData("clicks", "someone@example.com")]
    [InlineData("channel", "someone\n@example.com")]
    [InlineData("campaign", "someone\n@example.com")]
    [InlineData("tags", "someone@example.com")]
    public void Map_RejectedData_DoesNotQuoteTheValue(string member, string value) =>
        CloudEvents.Map(CloudEvents.AdSpend(data: data => data[member] = value)).Fault!.Detail.ShouldNotContain("someone");
}
