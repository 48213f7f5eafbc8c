using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>Events that are counted as they are: opt-ins, calls, runs of automations.</summary>
public sealed class ActivityMapperTests
{
    [Theory]
    [InlineData("optin.submitted", """{"form":"webinar"}""", null, """{"form":"webinar"}""")]
    [InlineData("optin.submitted", """{"form":"webinar","visitorId":"v_1"}""", "v_1", """{"form":"webinar"}""")]
    [InlineData("optin.submitted", """{"form":"webinar","visitorId":""}""", null, """{"form":"webinar"}""")]
    [InlineData("call.made", "{}", null, null)]
    [InlineData("call.made", """{"callId":"k1","direction":"outbound"}""", "k1", """{"direction":"outbound"}""")]
    [InlineData("call.made", """{"callId":"k1","direction":""}""", "k1", null)]
    [InlineData("call.completed", """{"durationSeconds":0}""", null, """{"durationSeconds":0}""")]
    [InlineData("call.completed", """{"callId":"k1","durationSeconds":604800}""", "k1", """{"durationSeconds":604800}""")]
    [InlineData("automation.run", """{"automation":"sync","succeeded":true}""", "sync", """{"succeeded":true}""")]
    [InlineData("automation.run", """{"automation":"sync","succeeded":false,"runId":"r1"}""", "sync", """{"succeeded":false}""")]
    public void Map_Activity_IsAnEventAboutItsObject(string type, string data, string? id, string? attributes)
    {
        var delivery = CloudEvents.Delivered(CloudEvents.Of(type, data));

        (delivery.EventType, delivery.ObjectId, delivery.Attributes?.ToJsonString()).ShouldBe((type, id, attributes));
        delivery.OccurredAt.ShouldBe(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        delivery.Tags.ShouldBe(Tags.None);
        delivery.Success.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("optin.submitted")]
    [InlineData("call.made")]
    [InlineData("call.completed")]
    [InlineData("automation.run")]
    public void Map_Tags_AreTheEvents(string type) =>
        CloudEvents.Delivered(CloudEvents.Example(type, data => data["tags"] = CloudEvents.Json("""{"ownerId":"usr_1","department":"sales","team":""}""")))
            .Tags.ShouldBe(new Tags { OwnerId = "usr_1", Department = "sales" });

    [Fact]
    public void Map_AutomationRun_IsFoundByItsRun() => CloudEvents.Delivered(CloudEvents.Example("automation.run")).RelatedIds.ShouldBe(["run-5501"]);

    [Fact]
    public void Map_WhatTheTypeDoesNotName_IsKeptInTheBodyAlone()
    {
        var item = CloudEvents.Example("optin.submitted", data => (data["email"], data["name"]) = ("someone@example.com", "Someone"));

        var delivery = CloudEvents.Delivered(item);

        delivery.Body.ToArray().ShouldBe(item);
        (delivery with { Body = default }).ToString().ShouldNotContain("omeone");
        delivery.Attributes!.ToJsonString().ShouldNotContain("omeone");
    }

    [Theory]
    [InlineData("optin.submitted", "form", "7")]
    [InlineData("optin.submitted", "form", "\"\"")]
    [InlineData("optin.submitted", "form", "\"a\\u0000\"")]
    [InlineData("optin.submitted", "visitorId", "\" \"")]
    [InlineData("optin.submitted", "visitorId", "{}")]
    [InlineData("call.made", "callId", "81")]
    [InlineData("call.made", "direction", "\"Outbound\"")]
    [InlineData("call.made", "direction", "\"outbound\\n\"")]
    [InlineData("call.made", "direction", "true")]
    [InlineData("call.completed", "callId", "[]")]
    [InlineData("call.completed", "durationSeconds", "null")]
    [InlineData("call.completed", "durationSeconds", "-1")]
    [InlineData("call.completed", "durationSeconds", "604801")]
    [InlineData("call.completed", "durationSeconds", "1.5")]
    [InlineData("call.completed", "durationSeconds", "\"90\"")]
    [InlineData("automation.run", "automation", "null")]
    [InlineData("automation.run", "automation", "\"\\n\"")]
    [InlineData("automation.run", "succeeded", "null")]
    [InlineData("automation.run", "succeeded", "\"true\"")]
    [InlineData("automation.run", "succeeded", "1")]
    [InlineData("automation.run", "runId", "5501")]
    [InlineData("automation.run", "tags", "\"sales\"")]
    public void Map_MemberThatIsNotValid_IsRejectedThere(string type, string member, string value) =>
        CloudEvents.Map(CloudEvents.Example(type, data => data[member] = CloudEvents.Json(value))).ShouldBeRejectedAt($"/data/{member}").ShouldStartWith(member);
}
