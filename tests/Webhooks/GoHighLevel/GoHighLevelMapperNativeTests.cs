using System.Globalization;
using System.Text;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

/// <summary>What is kept of any webhook of an app: its key, its time, whom it is about, and what is let through.</summary>
public sealed class GoHighLevelMapperNativeTests
{
    private static readonly byte[] Opportunity = GoHighLevelMapping.Fixture("OpportunityStageUpdate");
    private static readonly byte[] Appointment = GoHighLevelMapping.Fixture("AppointmentUpdate.as-documented");
    private static readonly byte[] Call = GoHighLevelMapping.Fixture("OutboundMessage.call");
    private static readonly byte[] Invoice = GoHighLevelMapping.Fixture("InvoicePaid.as-documented");
    private static readonly byte[] Order = GoHighLevelMapping.Fixture("OrderCreate");

    [Fact]
    public void MapNative_AnyEvent_KeepsWhatItSaysOfItself()
    {
        var delivery = GoHighLevelMapping.Native(Opportunity);

        delivery.TenantId.ShouldBe(GoHighLevelMapping.Tenant.Id);
        delivery.Source.ShouldBe("gohighlevel");
        delivery.SourceKey.ShouldBe("whk_opportunity");
        delivery.Channel.ShouldBe("webhook");
        delivery.EventType.ShouldBe("OpportunityStageUpdate");
        delivery.OccurredAt.ShouldBe(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        delivery.ObjectId.ShouldBe("opp_1");
        delivery.RelatedIds.ShouldBe(["con_1"]);
        delivery.Tags.ClientId.ShouldBe("con_1");
        delivery.Tags.OwnerId.ShouldBe("usr_blake");
        delivery.Body.ToArray().ShouldBe(Opportunity);
        delivery.CompareBodies.ShouldBeFalse();
        delivery.Attributes.ShouldBeNull();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" null \"")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("\"a\\u0000\"")]
    [InlineData("\"\\ud800\"")]
    public void MapNative_WithoutAnId_IsKeyedByItsBytesAndTheHourOfArrival(string? webhookId)
    {
        var body = Opportunity.With("webhookId", webhookId);
        var delivery = GoHighLevelMapping.Native(body);

        delivery.SourceKey.ShouldMatch("^body:[0-9a-f]{64}:2026030212$");
        delivery.Opportunities.ShouldHaveSingleItem().SourceKey.ShouldBe($"{delivery.SourceKey}:opportunity");
        GoHighLevelMapping.Native(body).SourceKey.ShouldBe(delivery.SourceKey);
        GoHighLevelMapping.Native(Opportunity.With("monetaryValue", "1").With("webhookId", webhookId)).SourceKey.ShouldNotBe(delivery.SourceKey);
    }

    [Fact]
    public void MapNative_WithoutAnIdInAnotherZone_TakesTheHourInUtc()
    {
        var context = GoHighLevelMapping.Context with { Now = new DateTimeOffset(2026, 3, 2, 23, 59, 0, TimeSpan.FromHours(-5)) };

        GoHighLevelMapper.MapNative(context, Opportunity.Without("webhookId")).SourceKey.ShouldEndWith(":2026030304");
    }

    [Theory]
    [InlineData("\"2026-03-01T09:00:00.000Z\"", "2026-03-01T09:00:00Z")]
    [InlineData("\"2026-03-01T09:00:00+05:30\"", "2026-03-01T03:30:00Z")]
    [InlineData("\"2026-03-01T09:00:00\"", "2026-03-01T09:00:00Z")]
    [InlineData("1772355600000", "2026-03-01T09:00:00Z")]
    [InlineData("\"1772355600000\"", "2026-03-01T09:00:00Z")]
    [InlineData("\"2026-03-04T12:30:00Z\"", "2026-03-04T12:30:00Z")]
    [InlineData("\"2000-01-01T00:00:00Z\"", "2000-01-01T00:00:00Z")]
    [InlineData(null, "2026-03-02T12:30:00Z")]
    [InlineData("null", "2026-03-02T12:30:00Z")]
    [InlineData("\"\"", "2026-03-02T12:30:00Z")]
    public void MapNative_Timestamp_SaysWhenItHappenedElseTheArrivalDoes(string? timestamp, string expected)
    {
        var at = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture);
        var delivery = GoHighLevelMapping.Native(Opportunity.With("timestamp", timestamp));

        delivery.OccurredAt.ShouldBe(at);
        delivery.Opportunities.ShouldHaveSingleItem().EffectiveAt.ShouldBe(at);
    }

    [Theory]
    [InlineData("\"1999-12-31T23:59:59Z\"", "date-out-of-range")]
    [InlineData("\"2026-03-04T12:30:01Z\"", "date-out-of-range")]
    [InlineData("0", "date-out-of-range")]
    [InlineData("1772355600", "date-out-of-range")]
    [InlineData("9223372036854775807", "date-out-of-range")]
    [InlineData("-9223372036854775808", "date-out-of-range")]
    [InlineData("\"99999999999999999\"", "date-out-of-range")]
    [InlineData("\"yesterday\"", "unmappable")]
    [InlineData("\"2026-02-30T00:00:00Z\"", "unmappable")]
    [InlineData("\"0001-01-01T00:00:00+14:00\"", "unmappable")]
    [InlineData("1772355600000.5", "unmappable")]
    [InlineData("1e400", "unmappable")]
    [InlineData("true", "unmappable")]
    [InlineData("{}", "unmappable")]
    public void MapNative_TimestampThatCannotBeBelieved_IsKeptWithoutFacts(string timestamp, string reason)
    {
        var delivery = GoHighLevelMapping.Native(Opportunity.With("timestamp", timestamp));

        delivery.ShouldBeQuarantined(reason);
        delivery.Quarantine[0].Detail.ShouldStartWith("timestamp");
        delivery.OccurredAt.ShouldBeNull();
        delivery.SourceKey.ShouldBe("whk_opportunity");
        delivery.Tags.ClientId.ShouldBe("con_1");
    }

    [Theory]
    [InlineData("data")]
    [InlineData("data.appointment")]
    [InlineData("appointment")]
    public void MapNative_WrappedEntity_IsReadAsIfItLayFlat(string wrapping)
    {
        var entity = wrapping == "data" ? Opportunity : Appointment;
        var inner = Encoding.UTF8.GetString(wrapping == "data" ? entity : entity.Member("appointment"));
        var body = wrapping switch
        {
            "data" => $$"""{"type":"OpportunityUpdate","locationId":"loc_1","timestamp":"2026-03-01T09:00:00Z","data":{{inner}}}""",
            "appointment" => $$"""{"type":"AppointmentUpdate","locationId":"loc_1","appointment":{{inner}}}""",
            _ => $$$"""{"type":"AppointmentUpdate","locationId":"loc_1","data":{"appointment":{{{inner}}}}}""",
        };

        var delivery = GoHighLevelMapping.Native(Encoding.UTF8.GetBytes(body));

        delivery.Quarantine.ShouldBeEmpty();
        delivery.Facts().ShouldBe(1);
        delivery.ObjectId.ShouldBe(wrapping == "data" ? "opp_1" : "apt_1");
        delivery.Tags.ClientId.ShouldBe("con_1");
        delivery.Tags.OwnerId.ShouldBe("usr_blake");
        delivery.RelatedIds.ShouldBe(["con_1"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("{\"note\":1}")]
    public void MapNative_DataThatHoldsNoEntity_DoesNotHideTheFlatOne(string data) =>
        GoHighLevelMapping.Native(Opportunity.With("data", data)).Opportunities.ShouldHaveSingleItem().OpportunityId.ShouldBe("opp_1");

    [Fact]
    public void MapNative_InvoiceAsDocumented_IsKeptWithoutTypeAndLocation()
    {
        var delivery = GoHighLevelMapping.Native(Invoice);

        delivery.EventType.ShouldBe("(untyped)");
        delivery.Quarantine.Select(note => note.Reason).ShouldBe(["unmappable", "no-location"]);
        delivery.ObjectId.ShouldBe("inv_1");
        delivery.RelatedIds.ShouldBe(["con_1"]);
        delivery.Tags.ClientId.ShouldBe("con_1");
        delivery.Facts().ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"\"")]
    [InlineData("\"null\"")]
    [InlineData("5")]
    public void MapNative_WithoutType_IsQuarantined(string? type)
    {
        var delivery = GoHighLevelMapping.Native(Opportunity.With("type", type));

        delivery.ShouldBeQuarantined("unmappable");
        delivery.EventType.ShouldBe("(untyped)");
        delivery.OccurredAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"\"")]
    [InlineData("{}")]
    public void MapNative_WithoutLocation_IsQuarantined(string? location)
    {
        var delivery = GoHighLevelMapping.Native(Opportunity.With("locationId", location));

        delivery.ShouldBeQuarantined("no-location");
        delivery.ObjectId.ShouldBe("opp_1");
        delivery.Tags.ClientId.ShouldBe("con_1");
    }

    [Theory]
    [InlineData("InvoicePaid")]
    [InlineData("InvoiceDelete")]
    [InlineData("OrderCreate")]
    [InlineData("TaskComplete")]
    [InlineData("NoteCreate")]
    [InlineData("UserCreate")]
    [InlineData("LocationUpdate")]
    [InlineData("CampaignStatusUpdate")]
    [InlineData("AssociationCreated")]
    [InlineData("ProductCreate")]
    [InlineData("PriceDelete")]
    [InlineData("ConversationUnreadWebhook")]
    [InlineData("SomethingNotInventedYet")]
    public void MapNative_EventOfAnotherType_IsKeptWithoutFactsAndWithoutQuarantine(string type)
    {
        var delivery = GoHighLevelMapping.Native(Order.With("type", $"\"{type}\""));

        delivery.EventType.ShouldBe(type);
        delivery.ObjectId.ShouldBe("ord_1");
        delivery.RelatedIds.ShouldBe(["con_1"]);
        delivery.Tags.ClientId.ShouldBe("con_1");
        delivery.OccurredAt.ShouldBe(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        delivery.Quarantine.ShouldBeEmpty();
        delivery.Facts().ShouldBe(0);
    }

    [Theory]
    [InlineData("{\"dateAdded\":\"2026-02-03T00:00:00Z\",\"createdAt\":\"2026-02-02T00:00:00Z\"}", "2026-02-03T00:00:00Z")]
    [InlineData("{\"createdAt\":\"2026-02-02T00:00:00Z\"}", "2026-02-02T00:00:00Z")]
    [InlineData("{\"dateAdded\":\"soon\",\"createdAt\":\"2026-02-02T00:00:00Z\"}", "2026-02-02T00:00:00Z")]
    [InlineData("{\"dateAdded\":\"soon\"}", "2026-03-02T12:30:00Z")]
    public void MapNative_EventOfAnotherType_IsDatedByTheFirstOfItsDatesThatCanBeRead(string dates, string expected)
    {
        var delivery = GoHighLevelMapping.Native(Encoding.UTF8.GetBytes($$"""{"type":"NoteCreate","locationId":"loc_1",{{dates[1..]}}"""));

        delivery.OccurredAt.ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void MapNative_EventOfAnotherTypeOfAnUnbelievableDate_IsQuarantined() =>
        GoHighLevelMapping.Native(Call.With("dateAdded", "\"1970-01-01T00:00:00Z\"")).ShouldBeQuarantined("date-out-of-range");

    [Fact]
    public void MapNative_Message_IsKeptWithItsFiguresAndWithoutItsWords()
    {
        var delivery = GoHighLevelMapping.Native(Call);

        delivery.ObjectId.ShouldBe("msg_1");
        delivery.RelatedIds.ShouldBe(["con_1", "cnv_1", "msg_1"]);
        delivery.Tags.ClientId.ShouldBe("con_1");
        delivery.Tags.OwnerId.ShouldBe("usr_blake");
        delivery.OccurredAt.ShouldBe(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        delivery.Attributes!.ToJsonString().ShouldBe(
            """{"messageType":"CALL","direction":"outbound","callStatus":"completed","status":"completed","callDuration":120}""");
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void MapNative_MessageOfOddFigures_IsKeptWithTheOthers() =>
        GoHighLevelMapping.Native(Call.With("type", "\"InboundMessage\"").With("callDuration", "1e999").With("direction", "[]").With("callStatus", "\"\\ud800\""))
            .Attributes!.ToJsonString().ShouldBe("""{"messageType":"CALL","status":"completed"}""");

    // Ids that several clients share would make an erasure take their bodies too.
    [Fact]
    public void MapNative_RelatedIds_AreOfTheClientAlone() =>
        GoHighLevelMapping.Native(Appointment).RelatedIds.ShouldBe(["con_1"]);

    [Theory]
    [InlineData("OpportunityStageUpdate")]
    [InlineData("AppointmentUpdate.as-documented")]
    [InlineData("ContactCreate")]
    [InlineData("OutboundMessage.call")]
    [InlineData("InvoicePaid.as-documented")]
    public void MapNative_EqualBytes_MapToEqualDeliveries(string fixture)
    {
        var body = GoHighLevelMapping.Fixture(fixture);

        GoHighLevelMapping.Native([.. body]).Written().ShouldBe(GoHighLevelMapping.Native(body).Written());
    }

    [Theory]
    [InlineData("""{"locationId":"loc_1"}""", "loc_1")]
    [InlineData("""{"locationId":" loc_1 ","location":{"id":"loc_2"}}""", "loc_1")]
    [InlineData("""{"locationId":"null"}""", null)]
    [InlineData("""{"locationId":""}""", null)]
    [InlineData("""{"locationId":7}""", null)]
    [InlineData("""{"location":{"id":"loc_1"}}""", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("{", null)]
    public void LocationOf_Body_IsItsLocationId(string body, string? expected) =>
        GoHighLevelMapper.LocationOf(Encoding.UTF8.GetBytes(body)).ShouldBe(expected);
}
