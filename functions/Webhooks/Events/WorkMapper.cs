using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

/// <summary>Work for clients and around them: jobs, tickets, appointments, doors, services and who earns which share of a deal.</summary>
internal static class WorkMapper
{
    public static Delivery Map(EventContext context, JobOpened data)
    {
        var (appointment, deal) = (EventText.Known(data.AppointmentId), EventText.Known(data.DealId));
        return Stored(context, data.JobId, data.Tags, ("appointmentId", appointment), ("dealId", deal)) with
        {
            RelatedIds = [.. new[] { appointment, deal }.OfType<string>().Distinct()],
        };
    }

    public static Delivery Map(EventContext context, JobCompleted data) => Stored(context, data.JobId, data.Tags);

    public static Delivery Map(EventContext context, TicketOpened data) => Stored(context, data.TicketId, data.Tags, ("priority", EventText.Known(data.Priority)));

    public static Delivery Map(EventContext context, TicketResolved data) => Stored(context, data.TicketId, data.Tags, ("satisfaction", data.Satisfaction));

    public static Delivery Map(EventContext context, AppointmentSet data) => Stored(
        context,
        data.AppointmentId,
        data.Tags,
        ("startsAt", EventText.Known(data.StartsAt) is { } startsAt ? EventTime.Planned(startsAt, context.Now, "/data/startsAt").UtcDateTime : null));

    public static Delivery Map(EventContext context, DoorKnocked data) => Stored(context, EventText.Known(data.DoorId), data.Tags, ("answered", data.Answered));

    public static Delivery Map(EventContext context, ServiceChecked data) => Stored(
        context, data.Service, data.Tags, ("healthy", data.Healthy), ("latencyMs", data.LatencyMs), ("errors", data.Errors), ("requests", data.Requests));

    public static Delivery Map(EventContext context, DealSplit data)
    {
        var currency = EventText.Known(data.Currency) ?? context.Tenant.Currency;
        var shares = data.Shares.Select((share, index) => (JsonNode)Known(
            ("ownerId", share.OwnerId),
            ("percent", share.Percent),
            ("amountMinor", share.Amount is { } amount ? EventMoney.Minor(amount, currency, $"/data/shares/{index}/amount") : null)));
        return Stored(context, data.DealId, data.Tags, ("currency", currency), ("shares", new JsonArray([.. shares])));
    }

    private static Delivery Stored(EventContext context, string? id, EventTags? tags, params (string Name, JsonNode? Value)[] attributes) => context.Stored with
    {
        ObjectId = id,
        Attributes = Known(attributes) is { Count: > 0 } known ? known : null,
        Tags = EventTags.Read(tags),
    };

    private static JsonObject Known(params (string Name, JsonNode? Value)[] attributes) =>
        new(attributes.Where(attribute => attribute.Value is not null).Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value)));
}
