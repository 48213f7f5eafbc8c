using System.Globalization;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>What the success team says of clients.</summary>
public sealed class ClientMapperTests
{
    [Theory]
    [InlineData("client.onboarded", ClientMilestone.Onboarded)]
    [InlineData("client.first_lead", ClientMilestone.FirstLead)]
    [InlineData("client.hit_100k", ClientMilestone.Hit100k)]
    [InlineData("client.churned", ClientMilestone.Churned)]
    public void Map_Milestone_IsReachedAtTheEventsTime(string type, ClientMilestone milestone)
    {
        var delivery = CloudEvents.Delivered(CloudEvents.Of(type, """{"clientId":"c1","tags":{"ownerId":"usr_7"}}""", "m-1"));

        delivery.Success.ShouldHaveSingleItem().ShouldBe(new ClientSuccess
        {
            SourceKey = "test|m-1:state",
            ClientId = "c1",
            EffectiveAt = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
            Milestone = milestone,
            Tags = new Tags { ClientId = "c1", OwnerId = "usr_7" },
        });
        (delivery.EventType, delivery.ObjectId, delivery.Attributes, delivery.Tags).ShouldBe((type, "c1", null, delivery.Success[0].Tags));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("100")]
    [InlineData("87.25")]
    [InlineData("0.000001")]
    [InlineData("1e1")]
    public void Map_HealthScore_IsExact(string score)
    {
        var said = CloudEvents.Delivered(CloudEvents.Of("client.health_scored", $$"""{"clientId":"c1","score":{{score}}}""")).Success.ShouldHaveSingleItem();

        (said.Milestone, said.HealthScore).ShouldBe((null, decimal.Parse(score, NumberStyles.Float, CultureInfo.InvariantCulture)));
        (said.ClientId, said.Tags).ShouldBe(("c1", new Tags { ClientId = "c1" }));
    }

    [Fact]
    public void Map_ClientId_StandsAboveTheTag() =>
        CloudEvents.Delivered(CloudEvents.Of("client.onboarded", """{"clientId":"c1","tags":{"clientId":"c2","branch":"north"}}"""))
            .Success[0].Tags.ShouldBe(new Tags { ClientId = "c1", Branch = "north" });

    [Theory]
    [InlineData("\"price\"", """{"reason":"price"}""")]
    [InlineData("\"no-fit_2\"", """{"reason":"no-fit_2"}""")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Map_ReasonOfAChurn_IsACode(string reason, string? attributes) =>
        CloudEvents.Delivered(CloudEvents.Of("client.churned", $$"""{"clientId":"c1","reason":{{reason}}}""")).Attributes?.ToJsonString().ShouldBe(attributes);

    [Theory]
    [InlineData("client.onboarded", "clientId", "null")]
    [InlineData("client.first_lead", "clientId", "\"\"")]
    [InlineData("client.hit_100k", "clientId", "42")]
    [InlineData("client.churned", "clientId", "\"a\\tb\"")]
    [InlineData("client.churned", "reason", "\"Jo Miller was unhappy\"")]
    [InlineData("client.churned", "reason", "\"jo@customer.example\"")]
    [InlineData("client.churned", "reason", "\"price\\n\"")]
    [InlineData("client.churned", "reason", "5")]
    [InlineData("client.health_scored", "clientId", "\" \"")]
    [InlineData("client.health_scored", "score", "null")]
    [InlineData("client.health_scored", "score", "-0.01")]
    [InlineData("client.health_scored", "score", "100.01")]
    [InlineData("client.health_scored", "score", "1e999")]
    [InlineData("client.health_scored", "score", "\"87\"")]
    [InlineData("client.health_scored", "score", "0.30000000000000000000000000004")]
    public void Map_MemberThatIsNotValid_IsRejectedThere(string type, string member, string value)
    {
        var detail = CloudEvents.Map(CloudEvents.Example(type, data => data[member] = CloudEvents.Json(value))).ShouldBeRejectedAt($"/data/{member}");

        detail.ShouldStartWith(member);
        detail.ShouldNotContain("customer.example");
        detail.ShouldNotContain("Miller");
    }
}
