using System.Globalization;
using System.Text;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

/// <summary>What any workflow call keeps, and its contact.</summary>
public sealed class GoHighLevelMapperWorkflowTests
{
    private static readonly byte[] Opportunity = GoHighLevelMapping.Fixture("workflow.opportunity");
    private static readonly byte[] Appointment = GoHighLevelMapping.Fixture("workflow.appointment");
    private static readonly byte[] Payment = GoHighLevelMapping.Fixture("workflow.payment");

    [Fact]
    public void MapWorkflow_AnyCall_KeepsWhatItSaysOfItself()
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity);

        delivery.TenantId.ShouldBe(GoHighLevelMapping.Tenant.Id);
        delivery.Source.ShouldBe("gohighlevel");
        delivery.SourceKey.ShouldMatch("^body:[0-9a-f]{64}:2026030212$");
        delivery.Channel.ShouldBe("workflow");
        delivery.EventType.ShouldBe("OpportunityStageUpdate");
        delivery.OccurredAt.ShouldBe(GoHighLevelMapping.Now);
        delivery.ObjectId.ShouldBe("opp_1");
        delivery.RelatedIds.ShouldBe(["con_1", "opp_1"]);
        delivery.Tags.ShouldBe(new Tags { ClientId = "con_1", OwnerId = "usr_avery" });
        delivery.Body.ToArray().ShouldBe(Opportunity);
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void MapWorkflow_Contact_IsOneStateWithTheFirstTouch()
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity);
        var contact = delivery.Contacts.ShouldHaveSingleItem();

        contact.SourceKey.ShouldBe($"{delivery.SourceKey}:contact");
        contact.ContactId.ShouldBe("con_1");
        contact.EffectiveAt.ShouldBe(GoHighLevelMapping.Now);
        contact.AddedAt.ShouldBe(new DateTimeOffset(2026, 2, 20, 8, 15, 30, 125, TimeSpan.Zero));
        contact.HasEmail.ShouldBeTrue();
        contact.HasPhone.ShouldBeTrue();
        contact.EmailHash.ShouldBe(GoHighLevelMapping.Hash.OfEmail("jordan@example.com"));
        contact.PhoneHash.ShouldBe(GoHighLevelMapping.Hash.OfPhone("+15555550123"));
        contact.Labels.ShouldBe(["vip", "webinar-2026"]);
        contact.Origin.ShouldBe("Landing page");
        contact.Deleted.ShouldBeFalse();
        contact.Tags.ShouldBe(new Tags
        {
            ClientId = "con_1",
            OwnerId = "usr_avery",
            SourceFunnel = "Referral",
            UtmSource = "meta",
            UtmMedium = "cpc",
            UtmCampaign = "spring-26",
        });
        (delivery with { Body = default }).Written().ShouldNotContain("jordan", Case.Insensitive);
    }

    [Fact]
    public void MapWorkflow_TextNull_IsNullAtEveryDepth()
    {
        var contact = GoHighLevelMapping.Workflow(Appointment).Contacts.ShouldHaveSingleItem();

        contact.HasPhone.ShouldBeFalse();
        contact.PhoneHash.ShouldBeNull();
        contact.Origin.ShouldBeNull();
        contact.Labels.ShouldBeEmpty();
        contact.Tags.ShouldBe(new Tags { ClientId = "con_1" });
    }

    [Fact]
    public void MapWorkflow_WithoutFirstTouch_NeverTakesTheLast() =>
        GoHighLevelMapping.Workflow(Opportunity.Without("contact.attributionSource").With("tags", "\"\"")).Contacts.ShouldHaveSingleItem().Tags
            .ShouldBe(new Tags { ClientId = "con_1", OwnerId = "usr_avery" });

    [Fact]
    public void MapWorkflow_LabelsInAnArray_AreReadToo() =>
        GoHighLevelMapping.Workflow(Opportunity.With("tags", "[\"B\",\"a\"]")).Contacts.ShouldHaveSingleItem().Labels.ShouldBe(["a", "b"]);

    [Theory]
    [InlineData("{\"email\":\"avery@example.com\"}", "usr_avery")]
    [InlineData("{\"email\":\" AVERY@EXAMPLE.COM \"}", "usr_avery")]
    [InlineData("{\"email\":\"stranger@example.com\"}", null)]
    [InlineData("{\"email\":\"null\"}", null)]
    [InlineData("{\"email\":7}", null)]
    [InlineData("{}", null)]
    [InlineData("\"null\"", null)]
    [InlineData("null", null)]
    public void MapWorkflow_Owner_IsTheUserOfThatAddress(string user, string? expected)
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity.With("user", user));

        delivery.Tags.OwnerId.ShouldBe(expected);
        delivery.Contacts.ShouldHaveSingleItem().Tags.OwnerId.ShouldBe(expected);
        delivery.Opportunities.ShouldHaveSingleItem().Tags.OwnerId.ShouldBe(expected);
    }

    [Fact]
    public void MapWorkflow_Payment_MakesNoCash()
    {
        var delivery = GoHighLevelMapping.Workflow(Payment);

        delivery.EventType.ShouldBe("workflow.contact");
        delivery.ObjectId.ShouldBe("con_1");
        delivery.Contacts.ShouldHaveSingleItem();
        delivery.Facts().ShouldBe(1);
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("workflow.opportunity", "workflow.opportunity", "opp_1")]
    [InlineData("workflow.appointment", "workflow.appointment", "apt_1")]
    [InlineData("workflow.payment", "workflow.contact", "con_1")]
    public void MapWorkflow_WithoutTypeOfItsAdmin_IsNamedAfterWhatItHolds(string fixture, string type, string objectId)
    {
        foreach (var custom in new[] { null, "{}", "\"null\"", "7", "{\"type\":\"\"}", "{\"type\":\"null\"}", "{\"type\":7}" })
        {
            var delivery = GoHighLevelMapping.Workflow(GoHighLevelMapping.Fixture(fixture).With("customData", custom));

            delivery.EventType.ShouldBe(type);
            delivery.ObjectId.ShouldBe(objectId);
            delivery.Quarantine.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("\"evt 1\"")]
    [InlineData("\" evt 1 \"")]
    [InlineData("17")]
    public void MapWorkflow_EventIdOfItsAdmin_MakesTheSameBytesTheSameEventForGood(string eventId)
    {
        var body = Opportunity.With("customData.eventId", eventId);
        var delivery = GoHighLevelMapping.Workflow(body);
        var expected = $"workflow:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(delivery.Body.Span))}";

        delivery.SourceKey.ShouldBe(expected);
        // An admin may take an id that stays the same while what it names changes.
        GoHighLevelMapping.Workflow(body.With("status", "\"won\"")).SourceKey.ShouldNotBe(expected);
        delivery.Contacts.ShouldHaveSingleItem().SourceKey.ShouldBe($"{expected}:contact");
        delivery.Opportunities.ShouldHaveSingleItem().SourceKey.ShouldBe($"{expected}:opportunity");
    }

    [Theory]
    [InlineData("\"null\"")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    public void MapWorkflow_EventIdThatIsNone_IsKeyedByItsBytes(string eventId) =>
        GoHighLevelMapping.Workflow(Opportunity.With("customData.eventId", eventId)).SourceKey.ShouldStartWith("body:");

    [Theory]
    [InlineData("\"2026-03-01T09:00:00Z\"", "2026-03-01T09:00:00Z")]
    [InlineData("\"2026-03-01T09:00:00-05:00\"", "2026-03-01T14:00:00Z")]
    [InlineData("\"1772355600000\"", "2026-03-01T09:00:00Z")]
    [InlineData("1772355600000", "2026-03-01T09:00:00Z")]
    [InlineData("\"\"", "2026-03-02T12:30:00Z")]
    [InlineData("\"null\"", "2026-03-02T12:30:00Z")]
    public void MapWorkflow_TimestampOfItsAdmin_SaysWhenItHappened(string timestamp, string expected)
    {
        var at = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture);
        var delivery = GoHighLevelMapping.Workflow(Opportunity.With("customData.timestamp", timestamp));

        delivery.OccurredAt.ShouldBe(at);
        delivery.Contacts.ShouldHaveSingleItem().EffectiveAt.ShouldBe(at);
        delivery.Opportunities.ShouldHaveSingleItem().EffectiveAt.ShouldBe(at);
    }

    [Theory]
    [InlineData("\"1970-01-01T00:00:00Z\"", "date-out-of-range")]
    [InlineData("\"2026-03-05T00:00:00Z\"", "date-out-of-range")]
    [InlineData("\"2026-03-01T09:00:00\"", "unmappable")]
    [InlineData("\"March 1st\"", "unmappable")]
    public void MapWorkflow_TimestampThatCannotBeBelieved_IsKeptWithoutFacts(string timestamp, string reason)
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity.With("customData.timestamp", timestamp));

        delivery.ShouldBeQuarantined(reason);
        delivery.OccurredAt.ShouldBeNull();
        delivery.Tags.ClientId.ShouldBe("con_1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"null\"")]
    [InlineData("7")]
    public void MapWorkflow_WithoutContactId_IsQuarantined(string? id)
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity.With("contact_id", id));

        delivery.ShouldBeQuarantined("unmappable");
        delivery.ObjectId.ShouldBe("opp_1");
        delivery.RelatedIds.ShouldBe(["opp_1"]);
    }

    [Theory]
    [InlineData("OpportunityDelete", true, false)]
    [InlineData("opportunitydelete", true, false)]
    [InlineData("OpportunityUpdate", false, false)]
    [InlineData("ContactDelete", false, true)]
    [InlineData("NoteDelete", false, false)]
    public void MapWorkflow_TypeEndingInDelete_IsTheEndOfThatEntityAlone(string type, bool opportunity, bool contact)
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity.With("customData.type", $"\"{type}\""));

        delivery.EventType.ShouldBe(type);
        delivery.Opportunities.ShouldHaveSingleItem().Deleted.ShouldBe(opportunity);
        delivery.Contacts.ShouldHaveSingleItem().Deleted.ShouldBe(contact);
    }

    [Fact]
    public void MapWorkflow_SeveralFaults_KeepWhatMapsAndOneNoteEach()
    {
        var calendar = Encoding.UTF8.GetString(Appointment.Member("calendar"));
        var body = Opportunity.Without("customData")
            .With("calendar", calendar)
            .With("calendar.startTime", "\"1999-01-01T00:00:00\"")
            .With("pipleline_stage", "\"Nowhere\"");

        var delivery = GoHighLevelMapping.Workflow(body);

        delivery.Contacts.ShouldHaveSingleItem();
        delivery.Facts().ShouldBe(1);
        delivery.Quarantine.Select(note => note.Reason).ShouldBe(["unknown-stage", "date-out-of-range"]);
        delivery.RelatedIds.ShouldBe(["con_1", "opp_1", "apt_1"]);
    }

    [Fact]
    public void MapWorkflow_DateOfTheContactThatCannotBeBelieved_LosesOnlyTheContact()
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity.With("date_created", "\"1970-01-01T00:00:00Z\""));

        delivery.Contacts.ShouldBeEmpty();
        delivery.Opportunities.ShouldHaveSingleItem();
        var note = delivery.Quarantine.ShouldHaveSingleItem();
        note.Reason.ShouldBe("date-out-of-range");
        note.Detail.ShouldStartWith("date_created");
    }

    [Theory]
    [InlineData("workflow.opportunity")]
    [InlineData("workflow.appointment")]
    [InlineData("workflow.payment")]
    public void MapWorkflow_EqualBytes_MapToEqualDeliveries(string fixture)
    {
        var body = GoHighLevelMapping.Fixture(fixture);

        GoHighLevelMapping.Workflow([.. body]).Written().ShouldBe(GoHighLevelMapping.Workflow(body).Written());
    }

    [Theory]
    [InlineData("""{"location":{"id":"loc_1"}}""", "loc_1")]
    [InlineData("""{"location":{"id":"null"}}""", null)]
    [InlineData("""{"location":"loc_1"}""", null)]
    [InlineData("""{"locationId":"loc_1"}""", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    public void WorkflowLocationOf_Body_IsTheIdOfItsLocation(string body, string? expected) =>
        GoHighLevelMapper.WorkflowLocationOf(Encoding.UTF8.GetBytes(body)).ShouldBe(expected);
}
