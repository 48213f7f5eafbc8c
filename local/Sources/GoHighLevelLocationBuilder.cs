using System.Text.Json.Nodes;
using Plumbline.Local.Demo.Company;
using Plumbline.Local.Demo.Writing;

namespace Plumbline.Local.Sources;

/// <summary>What GoHighLevel has of the sample business when all of it has happened.</summary>
internal static class GoHighLevelLocationBuilder
{
    public const string Token = "pit-demo-5d1c7a90-0000-4000-8000-000000000001";

    public static GoHighLevelLocation Of(DemoWorld world)
    {
        var location = new GoHighLevelLocation(DemoCompany.LocationId, Token);
        foreach (var pipeline in (Pipeline[])[DemoCompany.Sales, DemoCompany.Renewals]) location.Pipelines.Add(Of(pipeline));
        foreach (var calendar in (string[])[.. DemoCompany.SalesCalendars, DemoCompany.OnboardingCalendar])
            location.Calendars.Add(new JsonObject { ["id"] = calendar, ["locationId"] = DemoCompany.LocationId, ["name"] = calendar, ["isActive"] = true });
        foreach (var deal in world.Deals.Where(deal => !deal.Latest.IsDeleted)) location.Deals[deal.Id] = Of(deal);
        foreach (var call in world.Calls.Where(call => !call.Latest.IsDeleted)) location.Appointments[call.Id] = Of(call);
        foreach (var contact in world.Contacts.Where(contact => contact.States.Count > 0 && !contact.Latest.IsDeleted)) location.Contacts[contact.Id] = Of(contact);
        return location;
    }

    public static JsonObject Of(SalesDeal deal) => new()
    {
        ["id"] = deal.Id,
        ["name"] = $"Customer {deal.Contact.LastName}, {deal.Offer.Name}",
        ["monetaryValue"] = DeliveryJson.Major(deal.Latest.Cents),
        ["pipelineId"] = deal.Pipeline.Id,
        ["pipelineStageId"] = deal.Latest.Stage.Id,
        ["assignedTo"] = deal.Latest.Owner.Id,
        ["status"] = deal.Latest.Status,
        ["source"] = GoHighLevelWriter.SourceOf(deal),
        ["lastStatusChangeAt"] = DeliveryJson.Instant(Since(deal, state => state.Status)),
        ["lastStageChangeAt"] = DeliveryJson.Instant(Since(deal, state => state.Stage)),
        ["createdAt"] = DeliveryJson.Instant(deal.AddedAt),
        ["updatedAt"] = DeliveryJson.Instant(deal.Latest.At),
        ["contactId"] = deal.Contact.Id,
        ["locationId"] = DemoCompany.LocationId,
        ["contact"] = new JsonObject { ["id"] = deal.Contact.Id, ["name"] = $"Customer {deal.Contact.LastName}", ["tags"] = new JsonArray() },
        ["customFields"] = new JsonArray(),
    };

    public static JsonObject Of(Call call) => new()
    {
        ["id"] = call.Id,
        ["title"] = $"Call with customer {call.Contact.LastName}",
        ["calendarId"] = call.CalendarId,
        ["locationId"] = DemoCompany.LocationId,
        ["contactId"] = call.Contact.Id,
        ["groupId"] = "",
        ["appointmentStatus"] = call.Latest.Status,
        ["assignedUserId"] = call.Latest.Owner.Id,
        ["startTime"] = DeliveryJson.LocalInstant(call.Latest.StartAt),
        ["endTime"] = DeliveryJson.LocalInstant(call.Latest.EndAt),
        ["dateAdded"] = DeliveryJson.Instant(call.BookedAt),
        ["dateUpdated"] = DeliveryJson.Instant(call.Latest.At),
    };

    public static JsonObject Of(Contact contact) => new()
    {
        ["id"] = contact.Id,
        ["locationId"] = DemoCompany.LocationId,
        ["firstName"] = "Customer",
        ["lastName"] = contact.LastName,
        ["email"] = contact.Latest.HasEmail ? contact.Email : null,
        ["phone"] = contact.Latest.HasPhone ? contact.Phone : null,
        ["source"] = GoHighLevelWriter.SourceOf(contact),
        ["tags"] = new JsonArray([.. contact.Latest.Labels.Select(label => (JsonNode)label)]),
        ["assignedTo"] = contact.Latest.Owner?.Id,
        ["customFields"] = contact.Campaign.Funnel == DemoCompany.WebinarFunnel
            ? new JsonArray()
            : new JsonArray(new JsonObject { ["id"] = DemoCompany.FunnelField, ["value"] = contact.Campaign.Funnel }),
        ["attributionSource"] = new JsonObject
        {
            ["sessionSource"] = contact.Campaign.Funnel,
            ["utmSource"] = contact.Campaign.Channel,
            ["utmMedium"] = contact.Campaign.Medium,
            ["campaign"] = contact.Campaign.Name,
        },
        ["dateAdded"] = DeliveryJson.Instant(contact.AddedAt),
        ["dateUpdated"] = DeliveryJson.Instant(contact.Latest.At),
    };

    private static JsonObject Of(Pipeline pipeline) => new()
    {
        ["id"] = pipeline.Id,
        ["name"] = pipeline.Name,
        ["locationId"] = DemoCompany.LocationId,
        ["stages"] = new JsonArray([.. pipeline.Stages.Select((stage, index) => new JsonObject { ["id"] = stage.Id, ["name"] = stage.Name, ["position"] = index })]),
    };

    /// <summary>When it came to be as it is.</summary>
    private static DateTimeOffset Since<T>(SalesDeal deal, Func<DealState, T> of)
    {
        var now = of(deal.Latest);
        var last = deal.States.FindLastIndex(state => !Equals(of(state), now));
        return deal.States[last + 1].At;
    }
}
