using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>A change as the delivery that tells it. Keys are in the order of the changes, which so becomes the order of arrival.</summary>
internal static class ModelDelivery
{
    /// <summary>Null for what no source delivers.</summary>
    public static Delivery? Of(Guid tenant, Change change) => change switch
    {
        { Payment: { } payment } => From(tenant, change, "stripe") with { Livemode = payment.Livemode, Payments = [payment with { SourceKey = change.Key }] },
        { Deal: { } deal } => From(tenant, change) with { Opportunities = [deal with { SourceKey = change.Key }] },
        { Call: { } call } => From(tenant, change) with { Appointments = [call with { SourceKey = change.Key }] },
        { Contact: { } contact } => From(tenant, change) with { Contacts = [contact with { SourceKey = change.Key }] },
        { Spend: { } spend } => From(tenant, change, "events") with { AdSpend = [spend with { SourceKey = change.Key }] },
        { Success: { } said } => From(tenant, change, "events") with { Success = [said with { SourceKey = change.Key }] },
        { Subscription: { } subscription } => From(tenant, change, "stripe") with { Livemode = true, Subscriptions = [subscription with { SourceKey = change.Key }] },
        { Finance: { } statement } => From(tenant, change, "events") with { Finance = [statement with { SourceKey = change.Key }] },
        { Link: { } link } => From(tenant, change, "stripe") with { OccurredAt = link.At, Links = [link.Link] },
        { Event: { } said } => From(tenant, change, said.Source) with { EventType = said.Type, ObjectId = said.ObjectId, OccurredAt = said.At, Tags = said.Tags, Attributes = new JsonObject { ["succeeded"] = said.Succeeded } },
        _ => null,
    };

    private static Delivery From(Guid tenant, Change change, string source = "gohighlevel") => new()
    {
        TenantId = tenant,
        Source = source,
        SourceKey = change.Key,
        Channel = "webhook",
        EventType = "test",
        OccurredAt = DateTimeOffset.UnixEpoch.AddYears(40),
        Body = "{}"u8.ToArray(),
    };
}
