using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>Writes what happens as GoHighLevel's own webhooks do: an entity's fields beside the type, the time and the delivery's id.</summary>
internal sealed class GoHighLevelWriter(DemoWorld world, Draw draw)
{
    private int written;

    public DemoDelivery Write(Contact contact, ContactState state) => Envelope(TypeOf(state.Change), state.At, Flat(new()
    {
        ["id"] = contact.Id,
        ["source"] = SourceOf(contact),
        ["dateAdded"] = DeliveryJson.Instant(contact.AddedAt),
        ["email"] = state.HasEmail ? contact.Email : null,
        ["firstName"] = "Customer",
        ["lastName"] = contact.LastName,
        ["name"] = $"Customer {contact.LastName}",
        ["phone"] = state.HasPhone ? contact.Phone : null,
        ["country"] = "US",
        ["tags"] = state.Labels,
        ["assignedTo"] = state.Owner?.Id,
        ["customFields"] = contact.Campaign.Funnel == DemoCompany.WebinarFunnel
            ? Array.Empty<object>()
            : [new { id = DemoCompany.FunnelField, value = contact.Campaign.Funnel }],
    }));

    /// <summary>One change sends its own event and an update besides, a moment later.</summary>
    public IEnumerable<DemoDelivery> Write(SalesDeal deal, DealState state)
    {
        yield return Envelope($"Opportunity{state.Change}", state.At, Fields(deal, state));
        if (state.Change is not (DealChange.Create or DealChange.Delete))
            yield return Envelope("OpportunityUpdate", draw.Take(state.At.AddMilliseconds(draw.Between(20, 400))), Fields(deal, state));
    }

    public DemoDelivery Write(Call call, CallState state) => Envelope($"Appointment{state.Change}", state.At, new()
    {
        ["appointment"] = new
        {
            call.Id,
            Title = $"Call with customer {call.Contact.LastName}",
            call.CalendarId,
            ContactId = call.Contact.Id,
            AppointmentStatus = state.Status,
            AssignedUserId = state.Owner.Id,
            Users = (string[])[state.Owner.Id],
            Source = "booking_widget",
            StartTime = DeliveryJson.LocalInstant(state.StartAt),
            EndTime = DeliveryJson.LocalInstant(state.EndAt),
            DateAdded = DeliveryJson.Instant(call.BookedAt),
            DateUpdated = DeliveryJson.Instant(state.At),
        },
    });

    public DemoDelivery Write(Note note) => Envelope(note.Type, note.At, note.MessageType is null
        ? Flat(new()
        {
            ["id"] = note.Id,
            ["assignedTo"] = note.Owner.Id,
            ["contactId"] = note.Contact.Id,
            ["title"] = "Follow up",
            ["dateAdded"] = DeliveryJson.Instant(note.At),
            ["dueDate"] = DeliveryJson.Instant(note.At.AddDays(2)),
        })
        : Flat(new()
        {
            ["messageId"] = note.Id,
            ["contactId"] = note.Contact.Id,
            ["conversationId"] = $"Conv{note.Contact.Id[4..]}",
            ["dateAdded"] = DeliveryJson.Instant(note.At),
            ["direction"] = note.Type == "InboundMessage" ? "inbound" : "outbound",
            ["messageType"] = note.MessageType,
            ["userId"] = note.Type == "InboundMessage" ? null : note.Owner.Id,
            ["body"] = note.MessageType == "SMS" ? "Is Thursday still free?" : null,
            ["status"] = note.MessageType == "SMS" ? "delivered" : "completed",
            ["callDuration"] = note.MessageType == "CALL" ? 60 + (note.At.Millisecond / 2) : null,
            ["callStatus"] = note.MessageType == "CALL" ? "completed" : null,
        }));

    public static string TypeOf(ContactChange change) => change switch
    {
        ContactChange.Created => "ContactCreate",
        ContactChange.Tagged => "ContactTagUpdate",
        ContactChange.Deleted => "ContactDelete",
        _ => "ContactUpdate",
    };

    public static string? SourceOf(Contact contact) => contact.HasSource ? $"{contact.Campaign.Funnel} form" : null;

    public static string? SourceOf(SalesDeal deal) => deal.HasSource ? $"{deal.Contact.Campaign.Funnel} form" : null;

    private static Dictionary<string, object?> Fields(SalesDeal deal, DealState state) => Flat(new()
    {
        ["id"] = deal.Id,
        ["assignedTo"] = state.Owner.Id,
        ["contactId"] = deal.Contact.Id,
        ["monetaryValue"] = DeliveryJson.Major(state.Cents),
        ["name"] = $"Customer {deal.Contact.LastName}, {deal.Offer.Name}",
        ["pipelineId"] = deal.Pipeline.Id,
        ["pipelineStageId"] = state.Stage.Id,
        ["source"] = SourceOf(deal),
        ["status"] = state.Status,
        ["dateAdded"] = DeliveryJson.Instant(deal.AddedAt),
    });

    // GoHighLevel leaves out what it does not know.
    private static Dictionary<string, object?> Flat(Dictionary<string, object?> fields) =>
        fields.Where(field => field.Value is not null).ToDictionary();

    private DemoDelivery Envelope(string type, DateTimeOffset at, Dictionary<string, object?> fields)
    {
        var id = $"{world.Plan.AnchorMonth:yyyyMM}00-0000-4000-8000-{++written:x12}";
        var body = new Dictionary<string, object?> { ["type"] = type, ["locationId"] = DemoCompany.LocationId };
        foreach (var (name, value) in fields) body[name] = value;
        body["timestamp"] = DeliveryJson.Instant(at);
        body["webhookId"] = id;
        return new DemoDelivery(DemoChannel.GoHighLevel, id, type, at, DeliveryJson.Write(body));
    }
}
