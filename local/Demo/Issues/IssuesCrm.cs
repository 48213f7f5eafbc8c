using System.Text.Json.Nodes;
using Plumbline.Local.Demo.Writing;
using Plumbline.Local.Sources;

namespace Plumbline.Local.Demo.Issues;

/// <summary>Deals, appointments and contacts that GoHighLevel and the ledger do not agree about, or that make no sense by themselves.</summary>
/// <inheritdoc cref="IssuesStripe"/>
internal sealed class IssuesCrm(Func<double, DateTimeOffset> day)
{
    public const string Token = "pit-issues-5d1c7a90-0000-4000-8000-000000000002";

    private const string Payer = "DemoIssueContact0001";
    private const string Unsold = "DemoIssueContact0002";
    private const string Met = "DemoIssueContact0003";
    private const string Unpaid = "DemoIssueContact0004";
    private const string Unreachable = "DemoIssueContact0005";

    private readonly List<DemoDelivery> deliveries = [];

    /// <summary>What GoHighLevel has.</summary>
    public GoHighLevelLocation Location { get; } = new(IssuesSettings.LocationId, Token);

    public IReadOnlyList<DemoDelivery> Write()
    {
        Location.Pipelines.Add(new JsonObject
        {
            ["id"] = IssuesSettings.Pipeline,
            ["name"] = "Sales",
            ["stages"] = new JsonArray(
                new JsonObject { ["id"] = IssuesSettings.NewStage, ["name"] = "New" },
                new JsonObject { ["id"] = IssuesSettings.WonStage, ["name"] = "Won" },
                new JsonObject { ["id"] = "issues-stage-added", ["name"] = "Added last week" },
                new JsonObject { ["id"] = "issues-stage-empty", ["name"] = "Not used yet" }),
        });
        Location.Calendars.Add(new JsonObject { ["id"] = IssuesSettings.Calendar, ["locationId"] = IssuesSettings.LocationId, ["name"] = "Strategy call" });
        foreach (var id in (string[])[Payer, Unsold, Met, Unpaid]) Tell("ContactCreate", day(150), Contact(id, isReachable: true));
        Tell("ContactCreate", day(150), Contact(Unreachable, isReachable: false));

        // The first deal, with which the pipeline begins, is as it should be.
        Both(Deal("DemoIssueDeal0000001", Payer, 500, "won", IssuesSettings.WonStage, day(100)), day(100));

        // Told with another value than GoHighLevel has; in a stage the settings do not name; gone at GoHighLevel.
        Tell("OpportunityCreate", day(60), Deal("DemoIssueDealDiffers", Payer, 900, "open", IssuesSettings.NewStage, day(60)));
        Has(Deal("DemoIssueDealDiffers", Payer, 1900, "open", IssuesSettings.NewStage, day(60)), day(60));
        Both(Deal("DemoIssueDealNoStage", Payer, 700, "open", "issues-stage-added", day(50)), day(50));
        Tell("OpportunityCreate", day(40), Deal("DemoIssueDealIsGone1", Payer, 800, "open", IssuesSettings.NewStage, day(40)));

        // Won, and never paid; agreed to be shared by more than there is of it, and with somebody nobody knows.
        Both(Deal("DemoIssueDealNoCash1", Unpaid, 2400, "won", IssuesSettings.WonStage, day(95)), day(95));

        // Took place with somebody who has no deal; told otherwise than GoHighLevel has it; gone there; with somebody who is no lead.
        var shown = Appointment("DemoIssueCallNoDeal1", Met, "showed", day(20), day(22));
        Tell("AppointmentUpdate", day(19.9), shown, nest: true);
        Has(shown);
        Tell("AppointmentUpdate", day(14), Appointment("DemoIssueCallDiffers", Payer, "noshow", day(15), day(16)), nest: true);
        Has(Appointment("DemoIssueCallDiffers", Payer, "showed", day(15), day(16), updated: day(14)));
        Tell("AppointmentCreate", day(13), Appointment("DemoIssueCallIsGone1", Payer, "confirmed", day(11), day(13)), nest: true);
        var stray = Appointment("DemoIssueCallNoLead1", Unreachable, "showed", day(10), day(12));
        Tell("AppointmentUpdate", day(9.9), stray, nest: true);
        Has(stray);
        return deliveries;
    }

    private void Both(JsonObject deal, DateTimeOffset at)
    {
        Tell("OpportunityCreate", at, deal);
        Has(deal, at);
    }

    private void Has(JsonObject deal, DateTimeOffset at)
    {
        var copy = deal.DeepClone().AsObject();
        foreach (var name in (string[])["createdAt", "updatedAt", "lastStageChangeAt", "lastStatusChangeAt"]) copy[name] = DeliveryJson.Instant(at);
        Location.Deals[(string)copy["id"]!] = copy;
    }

    private void Has(JsonObject appointment) => Location.Appointments[(string)appointment["id"]!] = appointment.DeepClone().AsObject();

    private void Tell(string type, DateTimeOffset at, JsonObject subject, bool nest = false)
    {
        var id = $"issues00-0000-4000-8000-{deliveries.Count + 1:x12}";
        var body = nest ? new JsonObject { ["appointment"] = subject.DeepClone() } : subject.DeepClone().AsObject();
        body["type"] = type;
        body["locationId"] = IssuesSettings.LocationId;
        body["timestamp"] = DeliveryJson.Instant(at);
        body["webhookId"] = id;
        deliveries.Add(new DemoDelivery(DemoChannel.GoHighLevel, id, type, at, body.ToJsonString()));
    }

    private JsonObject Contact(string id, bool isReachable)
    {
        var contact = new JsonObject
        {
            ["id"] = id, ["dateAdded"] = DeliveryJson.Instant(day(150)), ["tags"] = new JsonArray(), ["source"] = "form", ["locationId"] = IssuesSettings.LocationId,
            ["customFields"] = new JsonArray(),
        };
        if (isReachable) contact["email"] = $"{id.ToLowerInvariant()}@customer.example";
        Location.Contacts[id] = contact.DeepClone().AsObject();
        return contact;
    }

    private static JsonObject Deal(string id, string contact, decimal value, string status, string stage, DateTimeOffset added) => new()
    {
        ["id"] = id, ["name"] = "A deal", ["contactId"] = contact, ["assignedTo"] = IssuesSettings.Owner, ["monetaryValue"] = value,
        ["pipelineId"] = IssuesSettings.Pipeline, ["pipelineStageId"] = stage, ["source"] = "form", ["status"] = status, ["dateAdded"] = DeliveryJson.Instant(added),
    };

    private static JsonObject Appointment(string id, string contact, string status, DateTimeOffset start, DateTimeOffset added, DateTimeOffset? updated = null) => new()
    {
        ["id"] = id, ["title"] = "Strategy call", ["calendarId"] = IssuesSettings.Calendar, ["contactId"] = contact, ["appointmentStatus"] = status,
        ["assignedUserId"] = IssuesSettings.Owner, ["startTime"] = DeliveryJson.LocalInstant(start), ["endTime"] = DeliveryJson.LocalInstant(start.AddMinutes(45)),
        ["dateAdded"] = DeliveryJson.Instant(added), ["dateUpdated"] = DeliveryJson.Instant(updated ?? start.AddHours(1)),
    };
}
