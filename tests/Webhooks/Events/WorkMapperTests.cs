using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>Jobs, tickets, appointments that were set, doors, checks of services and shares of deals.</summary>
public sealed class WorkMapperTests
{
    [Theory]
    [InlineData("job.opened", """{"jobId":"j1"}""", "j1", null, "")]
    [InlineData("job.opened", """{"jobId":"j1","appointmentId":"a1","dealId":"d1"}""", "j1", """{"appointmentId":"a1","dealId":"d1"}""", "a1,d1")]
    [InlineData("job.opened", """{"jobId":"j1","appointmentId":"","dealId":"d1"}""", "j1", """{"dealId":"d1"}""", "d1")]
    [InlineData("job.opened", """{"jobId":"j1","appointmentId":"x","dealId":"x"}""", "j1", """{"appointmentId":"x","dealId":"x"}""", "x")]
    [InlineData("job.completed", """{"jobId":"j1"}""", "j1", null, "")]
    [InlineData("ticket.opened", """{"ticketId":"t1"}""", "t1", null, "")]
    [InlineData("ticket.opened", """{"ticketId":"t1","priority":"urgent"}""", "t1", """{"priority":"urgent"}""", "")]
    [InlineData("ticket.opened", """{"ticketId":"t1","priority":""}""", "t1", null, "")]
    [InlineData("ticket.resolved", """{"ticketId":"t1"}""", "t1", null, "")]
    [InlineData("ticket.resolved", """{"ticketId":"t1","satisfaction":1}""", "t1", """{"satisfaction":1}""", "")]
    [InlineData("ticket.resolved", """{"ticketId":"t1","satisfaction":4.25}""", "t1", """{"satisfaction":4.25}""", "")]
    [InlineData("appointment.set", """{"appointmentId":"a1"}""", "a1", null, "")]
    [InlineData("appointment.set", """{"appointmentId":"a1","startsAt":"2026-04-01T15:00:00-04:00"}""", "a1", """{"startsAt":"2026-04-01T19:00:00Z"}""", "")]
    [InlineData("appointment.set", """{"appointmentId":"a1","startsAt":""}""", "a1", null, "")]
    [InlineData("door.knocked", "{}", null, null, "")]
    [InlineData("door.knocked", """{"answered":false,"doorId":"7/118"}""", "7/118", """{"answered":false}""", "")]
    [InlineData("door.knocked", """{"answered":null,"doorId":""}""", null, null, "")]
    [InlineData("service.checked", """{"service":"api","healthy":false}""", "api", """{"healthy":false}""", "")]
    [InlineData("service.checked", """{"service":"api","healthy":true,"latencyMs":0,"errors":0,"requests":0}""", "api", """{"healthy":true,"latencyMs":0,"errors":0,"requests":0}""", "")]
    public void Map_Work_IsAnEventAboutItsObject(string type, string data, string? id, string? attributes, string related)
    {
        var delivery = CloudEvents.Delivered(CloudEvents.Of(type, data));

        (delivery.EventType, delivery.ObjectId, delivery.Attributes?.ToJsonString()).ShouldBe((type, id, attributes));
        string.Join(',', delivery.RelatedIds).ShouldBe(related);
        delivery.OccurredAt.ShouldBe(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        (delivery.Appointments.Count, delivery.Success.Count, delivery.Payments.Count).ShouldBe((0, 0, 0));
    }

    [Theory]
    [InlineData("appointment.set")]
    [InlineData("door.knocked")]
    [InlineData("deal.split")]
    [InlineData("job.opened")]
    [InlineData("job.completed")]
    [InlineData("ticket.opened")]
    [InlineData("ticket.resolved")]
    [InlineData("service.checked")]
    public void Map_Tags_AreTheEvents(string type) =>
        CloudEvents.Delivered(CloudEvents.Example(type, data => data["tags"] = CloudEvents.Json("""{"ownerId":"usr_1","branch":"north","team":""}""")))
            .Tags.ShouldBe(new Tags { OwnerId = "usr_1", Branch = "north" });

    [Theory]
    [InlineData("""[{"ownerId":"a","percent":60},{"ownerId":"b","percent":40}]""", """[{"ownerId":"a","percent":60},{"ownerId":"b","percent":40}]""")]
    [InlineData("""[{"ownerId":"a","percent":33.333},{"ownerId":"b","percent":0}]""", """[{"ownerId":"a","percent":33.333},{"ownerId":"b","percent":0}]""")]
    [InlineData("""[{"ownerId":"a","percent":80},{"ownerId":"b","percent":80}]""", """[{"ownerId":"a","percent":80},{"ownerId":"b","percent":80}]""")]
    [InlineData("""[{"ownerId":"a","amount":1250.5}]""", """[{"ownerId":"a","amountMinor":125050}]""")]
    [InlineData("""[{"ownerId":"a","percent":50,"amount":0},{"ownerId":"a","amount":1}]""", """[{"ownerId":"a","percent":50,"amountMinor":0},{"ownerId":"a","amountMinor":100}]""")]
    public void Map_SplitOfADeal_IsItsSharesInTheirOrderInMinorUnits(string shares, string kept)
    {
        var delivery = CloudEvents.Delivered(CloudEvents.Of("deal.split", $$"""{"dealId":"d1","shares":{{shares}}}"""));

        (delivery.ObjectId, delivery.Attributes!["currency"]!.GetValue<string>()).ShouldBe(("d1", "USD"));
        delivery.Attributes["shares"]!.ToJsonString().ShouldBe(kept);
    }

    [Theory]
    [InlineData("EUR", "EUR", "12.34", "1234")]
    [InlineData("JPY", "JPY", "1234", "1234")]
    [InlineData("KWD", "KWD", "1.234", "1234")]
    [InlineData("", "JPY", "5", "5")]
    public void Map_AmountOfAShare_IsExactInItsCurrencyOrTheTenants(string currency, string kept, string amount, string minor)
    {
        var split = CloudEvents.Of("deal.split", $$"""{"dealId":"d1","currency":"{{currency}}","shares":[{"ownerId":"a","amount":{{amount}}}]}""");

        CloudEvents.Delivered(split, CloudEvents.Tenant with { Currency = "JPY" }).Attributes!.ToJsonString()
            .ShouldBe($$"""{"currency":"{{kept}}","shares":[{"ownerId":"a","amountMinor":{{minor}}}]}""");
    }

    [Theory]
    [InlineData("[]", "/data/shares", "shares must be a list of 1 to 50.")]
    [InlineData("null", "/data/shares", "shares is missing.")]
    [InlineData("{}", "/data/shares", "shares must be a JSON list.")]
    [InlineData("\"a\"", "/data/shares", "shares must be a JSON list.")]
    [InlineData("""[{"ownerId":"a","percent":1},null]""", "/data/shares/1", "shares[1] must be a JSON object.")]
    [InlineData("""[{"ownerId":"a","percent":1},7]""", "/data/shares/1", "shares[1] must be a JSON object.")]
    [InlineData("""[[{"ownerId":"a","percent":1}]]""", "/data/shares/0", "shares[0] must be a JSON object.")]
    [InlineData("""[{"ownerId":"a","percent":1},{"percent":1}]""", "/data/shares/1/ownerId", "ownerId is missing.")]
    [InlineData("""[{"ownerId":"","percent":1}]""", "/data/shares/0/ownerId", "ownerId must be text of 1 to 255 characters, without control characters.")]
    [InlineData("""[{"ownerId":7,"percent":1}]""", "/data/shares/0/ownerId", "ownerId must be text in valid Unicode.")]
    [InlineData("""[{"ownerId":"a"}]""", "/data/shares/0", "shares[0] must have one of percent, amount.")]
    [InlineData("""[{"ownerId":"a","percent":1},{"ownerId":"b","percent":null}]""", "/data/shares/1", "shares[1] must have one of percent, amount.")]
    [InlineData("""[{"ownerId":"a","percent":1},{"ownerId":"b","percent":1},{"ownerId":"c","percent":100.01}]""", "/data/shares/2/percent", "percent must be from 0 to 100.")]
    [InlineData("""[{"ownerId":"a","percent":-0.01}]""", "/data/shares/0/percent", "percent must be from 0 to 100.")]
    [InlineData("""[{"ownerId":"a","percent":"60"}]""", "/data/shares/0/percent", "percent must be a JSON number of at most 28 characters.")]
    [InlineData("""[{"ownerId":"a","percent":0.30000000000000000000000000004}]""", "/data/shares/0/percent", "percent must be a JSON number of at most 28 characters.")]
    [InlineData("""[{"ownerId":"a","amount":1},{"ownerId":"a","amount":-1}]""", "/data/shares/1/amount", "amount must be at least 0.")]
    [InlineData("""[{"ownerId":"a","amount":1},{"ownerId":"a","amount":1.005}]""", "/data/shares/1/amount", "amount must have at most 2 decimals in USD.")]
    [InlineData("""[{"ownerId":"a","amount":92233720368547758.08}]""", "/data/shares/0/amount", "amount must in minor units fit 64 bits.")]
    public void Map_SharesThatAreNotValid_AreRejectedWhereTheFaultIs(string shares, string place, string detail) =>
        CloudEvents.Map(CloudEvents.Example("deal.split", data => data["shares"] = CloudEvents.Json(shares))).ShouldBeRejectedAt(place).ShouldBe(detail);

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void Map_SharesOfADeal_AreAtMostFifty(int shares, bool accepted)
    {
        var mapped = CloudEvents.Map(CloudEvents.Example("deal.split", data =>
            data["shares"] = new JsonArray([.. Enumerable.Range(0, shares).Select(index => CloudEvents.Json($$"""{"ownerId":"u{{index}}","percent":2}"""))])));

        (mapped.Fault?.JsonPointer).ShouldBe(accepted ? null : "/data/shares");
    }

    [Theory]
    [InlineData("job.opened", "jobId", "null")]
    [InlineData("job.opened", "jobId", "204")]
    [InlineData("job.opened", "appointmentId", "{}")]
    [InlineData("job.opened", "dealId", "\"a\\nb\"")]
    [InlineData("job.completed", "jobId", "\" \"")]
    [InlineData("ticket.opened", "ticketId", "null")]
    [InlineData("ticket.opened", "priority", "\"High\"")]
    [InlineData("ticket.opened", "priority", "\"low|normal\"")]
    [InlineData("ticket.opened", "priority", "1")]
    [InlineData("ticket.resolved", "ticketId", "63")]
    [InlineData("ticket.resolved", "satisfaction", "0.99")]
    [InlineData("ticket.resolved", "satisfaction", "5.01")]
    [InlineData("ticket.resolved", "satisfaction", "\"5\"")]
    [InlineData("appointment.set", "appointmentId", "\"\"")]
    [InlineData("appointment.set", "startsAt", "\"tomorrow\"")]
    [InlineData("appointment.set", "startsAt", "\"2026-03-05\"")]
    [InlineData("appointment.set", "startsAt", "\"2026-03-05T15:00:00\"")]
    [InlineData("appointment.set", "startsAt", "\"2026-02-30T15:00:00Z\"")]
    [InlineData("appointment.set", "startsAt", "\"2026-03-05T15:00:00Z\\n\"")]
    [InlineData("appointment.set", "startsAt", "\"1999-12-31T23:59:59Z\"")]
    [InlineData("appointment.set", "startsAt", "\"2036-03-02T12:00:01Z\"")]
    [InlineData("appointment.set", "startsAt", "1772438400")]
    [InlineData("door.knocked", "answered", "\"yes\"")]
    [InlineData("door.knocked", "answered", "1")]
    [InlineData("door.knocked", "doorId", "118")]
    [InlineData("deal.split", "dealId", "null")]
    [InlineData("deal.split", "currency", "\"usd\"")]
    [InlineData("service.checked", "service", "\"Booking site\"")]
    [InlineData("service.checked", "service", "\"\"")]
    [InlineData("service.checked", "healthy", "null")]
    [InlineData("service.checked", "healthy", "\"ok\"")]
    [InlineData("service.checked", "latencyMs", "-1")]
    [InlineData("service.checked", "latencyMs", "181.5")]
    [InlineData("service.checked", "errors", "-1")]
    [InlineData("service.checked", "requests", "9223372036854775808")]
    public void Map_MemberThatIsNotValid_IsRejectedThere(string type, string member, string value) =>
        CloudEvents.Map(CloudEvents.Example(type, data => data[member] = CloudEvents.Json(value))).ShouldBeRejectedAt($"/data/{member}").ShouldStartWith(member);

    [Theory]
    [InlineData("job.opened")]
    [InlineData("ticket.resolved")]
    [InlineData("deal.split")]
    public void Map_WhatTheTypeDoesNotName_IsKeptInTheBodyAlone(string type)
    {
        var item = CloudEvents.Example(type, data => (data["note"], data["email"]) = ("Call Someone back", "someone@example.com"));

        var delivery = CloudEvents.Delivered(item);

        delivery.Body.ToArray().ShouldBe(item);
        $"{delivery.ObjectId} {delivery.Attributes?.ToJsonString()} {string.Join(' ', delivery.RelatedIds)}".ShouldNotContain("omeone");
    }
}
