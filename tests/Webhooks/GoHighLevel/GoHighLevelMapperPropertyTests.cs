using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

public sealed class GoHighLevelMapperPropertyTests
{
    private static readonly string[] Fixtures =
    [
        "OpportunityStageUpdate", "AppointmentUpdate.as-documented", "ContactCreate", "OutboundMessage.call", "InvoicePaid.as-documented",
        "workflow.opportunity", "workflow.appointment", "workflow.payment",
    ];

    // What PostgreSQL or a reader chokes on, put where it does not belong.
    private static readonly string[] Rubbish =
        ["\\u0000", "\\ud800", "\\udc00", "\"", "\\", "{", "}", "[", "null", "1e999", "-", "9999999999999999999", "\u0001", "\uFFFF", "\\ud800\":1,\"a"];

    private static readonly string[] Members =
    [
        "type", "locationId", "webhookId", "timestamp", "data", "appointment", "id", "_id", "contactId", "contact_id", "contactDetails",
        "status", "monetaryValue", "appointmentStatus", "appoinmentStatus", "startTime", "dateAdded", "dateUpdated",
        "tags", "customFields", "value", "email", "phone", "attributionSource", "calendar", "appointmentId", "selectedTimezone",
        "customData", "eventId", "contact", "user", "location", "pipeline_id", "pipleline_stage", "lead_value", "odd\\ud800",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "12.345", "1e400", "1772355600000", "-9223372036854775808",
        "\"\"", "\"null\"", "\"loc_1\"", "\"cf_funnel\"", "\"\\ud800\"", "\"\\u0000\"",
        "\"OpportunityDelete\"", "\"AppointmentUpdate\"", "\"ContactCreate\"", "\"OutboundMessage\"",
        "\"open\"", "\"showed\"", "\"a@b.example\"", "\"vip,x\"", "\"pip_sales\"", "\"Qualified\"",
        "\"2026-03-01T09:00:00\"", "\"2026-03-08T02:30:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59\"",
        "\"America/New_York\"", "\"../x\"",
    ];

    [Fact]
    public void Map_DamagedBody_IsKeptInTextThatPostgresqlAccepts() =>
        Prop.ForAll(Damaged().ToArbitrary(), body => ShouldBeKept(body.Bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Map_AnyJson_IsKeptInTextThatPostgresqlAccepts() =>
        Prop.ForAll(Json(4).Select(json => new Payload(Encoding.UTF8.GetBytes(json))).ToArbitrary(), body => ShouldBeKept(body.Bytes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static void ShouldBeKept(byte[] body)
    {
        _ = GoHighLevelMapper.LocationOf(body);
        _ = GoHighLevelMapper.WorkflowLocationOf(body);
        foreach (var delivery in new[] { GoHighLevelMapping.Native(body), GoHighLevelMapping.Workflow(body) })
        {
            delivery.SourceKey.ShouldNotBeNullOrWhiteSpace();
            delivery.EventType.ShouldNotBeNullOrWhiteSpace();
            delivery.Body.ToArray().ShouldBe(body);
            (delivery.OccurredAt is not null || delivery.Facts() == 0).ShouldBeTrue();
            (delivery.OccurredAt is not null || delivery.Quarantine.Count > 0).ShouldBeTrue();
            foreach (var text in TextsOf(delivery))
            {
                text.Length.ShouldBeLessThanOrEqualTo(300);
                text.ShouldNotContain('\0');
                Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
            }
        }
    }

    private static Gen<Payload> Damaged() =>
        from body in Gen.Elements(Fixtures).Select(GoHighLevelMapping.Fixture)
        from at in Gen.Choose(0, body.Length - 1)
        from removed in Gen.Choose(0, Math.Min(8, body.Length - at))
        from inserted in Gen.OneOf(
            Gen.Elements(Rubbish).Select(Encoding.UTF8.GetBytes),
            Gen.Choose(0, 255).Select(value => new[] { (byte)value }))
        select new Payload([.. body[..at], .. inserted, .. body[(at + removed)..]]);

    private static Gen<string> Json(int depth) => depth == 0
        ? Gen.Elements(Values)
        : Gen.Frequency(
            (3, Gen.Elements(Values)),
            (1, Json(depth - 1).ListOf().Select(items => $"[{string.Join(',', items)}]")),
            (4, Member(depth).ListOf().Select(members => $"{{{string.Join(',', members)}}}")));

    private static Gen<string> Member(int depth) => from name in Gen.Elements(Members) from value in Json(depth - 1) select $"\"{name}\":{value}";

    private static IEnumerable<string> TextsOf(Delivery delivery)
    {
        string?[] ofEvent = [delivery.SourceKey, delivery.EventType, delivery.ObjectId, .. delivery.RelatedIds, .. TextsOf(delivery.Tags)];
        var ofDeals = delivery.Opportunities.SelectMany(deal => (string?[])
            [deal.SourceKey, deal.OpportunityId, deal.PipelineId, deal.StageId, deal.Status, deal.Origin, .. TextsOf(deal.Tags)]);
        var ofAppointments = delivery.Appointments.SelectMany(appointment => (string?[])
            [appointment.SourceKey, appointment.AppointmentId, appointment.CalendarId, appointment.Status, .. TextsOf(appointment.Tags)]);
        var ofContacts = delivery.Contacts.SelectMany(contact => (string?[])
            [contact.SourceKey, contact.ContactId, contact.Origin, .. contact.Labels, .. TextsOf(contact.Tags)]);
        return ofEvent.Concat(ofDeals).Concat(ofAppointments).Concat(ofContacts).OfType<string>();
    }

    private static string?[] TextsOf(Tags tags) =>
        [tags.OwnerId, tags.ClientId, tags.SourceFunnel, tags.UtmSource, tags.UtmMedium, tags.UtmCampaign, tags.UtmTerm, tags.UtmContent];

    private sealed record Payload(byte[] Bytes)
    {
        public override string ToString() => Encoding.Latin1.GetString(Bytes);
    }
}
