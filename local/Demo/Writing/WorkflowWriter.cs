using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>
/// Writes what happens as the webhook actions of GoHighLevel's workflows do: the contact's fields at the top, stages by their names, and
/// unknown values as the text "null". The event's id and time are custom data that the company's admin has added.
/// </summary>
internal sealed class WorkflowWriter(DemoWorld world)
{
    private int written;

    public DemoDelivery Write(Contact contact, ContactState state) =>
        Envelope(GoHighLevelWriter.TypeOf(state.Change), state.At, contact.Id, Fields(contact, state));

    public DemoDelivery Write(SalesDeal deal, DealState state) => Write(deal, state, state.At, state.Stage.Name);

    /// <summary>A stage that no settings name: renamed in the CRM alone.</summary>
    public DemoDelivery WriteUnknownStage(SalesDeal deal, DealState state, DateTimeOffset at) => Write(deal, state, at, "Warm lead");

    private DemoDelivery Write(SalesDeal deal, DealState state, DateTimeOffset at, string stage)
    {
        var fields = Fields(deal.Contact, deal.Contact.StateAt(at));
        fields["id"] = deal.Id;
        fields["opportunity_name"] = $"Customer {deal.Contact.LastName}, {deal.Offer.Name}";
        fields["status"] = state.Status;
        fields["lead_value"] = DeliveryJson.Major(state.Cents);
        fields["source"] = GoHighLevelWriter.SourceOf(deal) ?? "null";
        fields["pipleline_stage"] = stage;
        fields["pipeline_id"] = deal.Pipeline.Id;
        fields["pipeline_name"] = deal.Pipeline.Name;
        fields["user"] = new { FirstName = state.Owner.Name, LastName = "Demo", state.Owner.Email };
        return Envelope("OpportunityStageUpdate", at, deal.Id, fields);
    }

    private static Dictionary<string, object?> Fields(Contact contact, ContactState state) => new()
    {
        ["contact_id"] = contact.Id,
        ["first_name"] = "Customer",
        ["last_name"] = contact.LastName,
        ["full_name"] = $"Customer {contact.LastName}",
        ["email"] = state.HasEmail ? contact.Email : "null",
        ["phone"] = state.HasPhone ? contact.Phone : "null",
        ["tags"] = string.Join(',', state.Labels),
        ["country"] = "US",
        ["timezone"] = DemoPlan.TimeZone,
        ["date_created"] = DeliveryJson.Instant(contact.AddedAt),
        ["contact_source"] = GoHighLevelWriter.SourceOf(contact) ?? "null",
        ["full_address"] = "",
        ["contact_type"] = "lead",
        ["location"] = new { name = DemoCompany.Name, id = DemoCompany.LocationId },
        ["workflow"] = new { id = "6a5e39c5-0000-4000-8000-000000000001", name = "Tell the ledger" },
        ["triggerData"] = new { },
        ["contact"] = new { attributionSource = FirstTouch(contact.Campaign), lastAttributionSource = new { sessionSource = "Direct traffic", utmSource = "null" } },
    };

    private static object FirstTouch(Campaign campaign) => new
    {
        sessionSource = campaign.Funnel,
        url = $"https://demo.example/{campaign.Funnel}",
        utmSource = campaign.Channel,
        utmMedium = campaign.Medium,
        campaign = campaign.Name,
        utmContent = "null",
        utmTerm = "null",
        utmKeyword = "null",
        referrer = "null",
        gclid = "null",
    };

    private DemoDelivery Envelope(string type, DateTimeOffset at, string about, Dictionary<string, object?> fields)
    {
        var id = $"demo-{world.Plan.AnchorMonth:yyyyMM}-{++written:D5}";
        fields["customData"] = new { type, id = about, eventId = id, timestamp = DeliveryJson.Instant(at) };
        return new DemoDelivery(DemoChannel.Workflow, id, type, at, DeliveryJson.Write(fields));
    }
}
