using System.Globalization;
using System.Text.Json;
using Plumbline.Local.Demo;

namespace Plumbline.Tests.Local;

/// <summary>What the sample's bodies say, read with nothing known of how they were made: states by entity, as any reader would keep them.</summary>
internal sealed class DemoBodies
{
    public Dictionary<string, SortedList<DateTimeOffset, ContactSeen>> Contacts { get; } = [];

    public Dictionary<string, SortedList<DateTimeOffset, DealSeen>> Deals { get; } = [];

    public Dictionary<string, SortedList<DateTimeOffset, CallSeen>> Calls { get; } = [];

    /// <summary>By key: a movement that is told twice is one.</summary>
    public Dictionary<string, (DateTimeOffset At, long Cents)> Movements { get; } = [];

    public Dictionary<(string Day, string Channel, string Campaign), SortedList<DateTimeOffset, SpendSeen>> Spend { get; } = [];

    public Dictionary<string, SortedList<DateTimeOffset, SubscriptionSeen>> Subscriptions { get; } = [];

    /// <summary>Every CloudEvent but spend and views, once each.</summary>
    public Dictionary<string, EventSeen> Events { get; } = [];

    /// <summary>What each client's events say, in the order of time.</summary>
    public Dictionary<string, List<EventSeen>> Clients => Events.Values.Where(said => said.Type.StartsWith("client.", StringComparison.Ordinal))
        .GroupBy(said => Text(said.Data, "clientId")!).ToDictionary(own => own.Key, own => own.OrderBy(said => said.At).ToList());

    /// <summary>Who did something when, by deals, appointments and events.</summary>
    public List<(DateTimeOffset At, string Owner)> Doings { get; } = [];

    public List<(string Visitor, DateTimeOffset At)> Views { get; } = [];

    public static DemoBodies Read(IEnumerable<DemoDelivery> deliveries)
    {
        var read = new DemoBodies();
        foreach (var delivery in deliveries.Where(delivery => delivery.Type != "(unreadable)"))
        {
            using var json = JsonDocument.Parse(delivery.Body);
            var root = json.RootElement;
            if (delivery.Channel == DemoChannel.Stripe) read.ReadStripe(root);
            else if (delivery.Channel == DemoChannel.GoHighLevel) read.ReadNative(root);
            else if (delivery.Channel == DemoChannel.Workflow) read.ReadWorkflow(root);
            else foreach (var item in root.EnumerateArray()) read.ReadEvent(item);
        }

        return read;
    }

    public IEnumerable<EventSeen> Of(string type) => Events.Values.Where(said => said.Type == type);

    private void ReadStripe(JsonElement body)
    {
        var happened = Unix(body);
        var thing = body.GetProperty("data").GetProperty("object");
        var id = Text(thing, "id");
        if (!body.GetProperty("livemode").GetBoolean()) return;
        if (Text(thing, "object") == "subscription")
        {
            Add(Subscriptions, id!, happened, new SubscriptionSeen(Text(thing, "customer")!, MrrOf(thing)));
        }
        else if (Text(thing, "object") == "refund")
        {
            Movements[$"{id}:out"] = (Unix(thing), -thing.GetProperty("amount").GetInt64());
            if (Text(thing, "status") == "failed") Movements[$"{id}:return"] = (happened, thing.GetProperty("amount").GetInt64());
        }
        else if (Text(thing, "object") == "dispute")
        {
            foreach (var transaction in thing.GetProperty("balance_transactions").EnumerateArray())
                Movements.TryAdd(Text(transaction, "id")!, (Unix(transaction), transaction.GetProperty("amount").GetInt64()));
        }
        else if (Text(thing, "object") == "charge" && thing.GetProperty("captured").GetBoolean())
        {
            var at = Text(body, "type") == "charge.captured" ? happened : Unix(thing);
            Movements.TryAdd(id!, (at, thing.GetProperty("amount_captured").GetInt64()));
        }
    }

    private void ReadNative(JsonElement body)
    {
        var at = Time(body, "timestamp");
        var type = Text(body, "type")!;
        if (type.StartsWith("Contact", StringComparison.Ordinal))
        {
            var labels = body.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!).ToArray();
            var isReachable = Text(body, "email") is not null || Text(body, "phone") is not null;
            Add(Contacts, Text(body, "id")!, at, new ContactSeen(Time(body, "dateAdded"), isReachable, labels, type == "ContactDelete"));
        }
        else if (type.StartsWith("Opportunity", StringComparison.Ordinal))
        {
            Add(Deals, Text(body, "id")!, at, new DealSeen(
                Text(body, "contactId")!, Text(body, "pipelineStageId")!, Text(body, "status")!, Cents(body, "monetaryValue"), type == "OpportunityDelete") { HasSource = Text(body, "source") is not null });
            Doings.Add((at, Text(body, "assignedTo")!));
        }
        else if (body.TryGetProperty("appointment", out var call))
        {
            Add(Calls, Text(call, "id")!, at, new CallSeen(
                Text(call, "contactId")!, Text(call, "calendarId")!, Text(call, "appointmentStatus")!, Time(call, "dateAdded"), Time(call, "startTime"), type == "AppointmentDelete"));
            Doings.Add((at, Text(call, "assignedUserId")!));
        }
    }

    private void ReadWorkflow(JsonElement body)
    {
        var at = Time(body.GetProperty("customData"), "timestamp");
        var isReachable = Text(body, "email") != "null" || Text(body, "phone") != "null";
        var labels = Text(body, "tags")!.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Add(Contacts, Text(body, "contact_id")!, at, new ContactSeen(Time(body, "date_created"), isReachable, labels, IsDeleted: false));
        if (Text(body, "pipleline_stage") is not { } stage || stage == "Warm lead") return;
        // The sample names its stages' ids after them.
        var stageId = $"demo-stage-{stage.ToLowerInvariant().Replace(' ', '-')}";
        Add(Deals, Text(body, "id")!, at, new DealSeen(Text(body, "contact_id")!, stageId, Text(body, "status")!, Cents(body, "lead_value"), IsDeleted: false)
        {
            HasSource = Text(body, "source") != "null",
        });
        // The sample's ids of people begin with their names.
        var name = Text(body.GetProperty("user"), "firstName")!;
        Doings.Add((at, $"DemoUser{name}{new string('0', 11 - name.Length)}1"));
    }

    private void ReadEvent(JsonElement item)
    {
        var data = item.GetProperty("data");
        var (type, at) = (Text(item, "type")!, Time(item, "time"));
        if (type == "page.viewed")
        {
            Views.Add((Text(data, "visitorId")!, at));
        }
        else if (type == "ad.spend")
        {
            Add(Spend, (Text(data, "date")!, Text(data, "channel")!, Text(data, "campaign")!), at, new SpendSeen(
                Cents(data, "spend"), Count(data, "impressions"), Count(data, "clicks"), Count(data, "videoHooks"), Count(data, "videoHolds")));
        }
        else
        {
            Events[Text(item, "id")!] = new EventSeen(type, at, data.Clone());
            if (data.TryGetProperty("tags", out var tags) && Text(tags, "ownerId") is { } owner) Doings.Add((at, owner));
        }
    }

    private static long MrrOf(JsonElement subscription)
    {
        if (Text(subscription, "status") is not ("active" or "past_due") || subscription.GetProperty("pause_collection").ValueKind == JsonValueKind.Object) return 0;
        var item = subscription.GetProperty("items").GetProperty("data")[0];
        var cents = item.GetProperty("price").GetProperty("unit_amount").GetDecimal() * item.GetProperty("quantity").GetInt64();
        var interval = Text(item.GetProperty("price").GetProperty("recurring"), "interval");
        return (long)Math.Round(interval == "year" ? cents / 12 : interval == "week" ? cents * 52 / 12 : cents, MidpointRounding.AwayFromZero);
    }

    private static long Count(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static void Add<TKey, T>(Dictionary<TKey, SortedList<DateTimeOffset, T>> entities, TKey id, DateTimeOffset at, T state)
        where TKey : notnull
    {
        if (!entities.TryGetValue(id, out var states)) entities[id] = states = [];
        states[at] = state;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Cents(JsonElement element, string name) => checked((long)(element.GetProperty(name).GetDecimal() * 100));

    private static DateTimeOffset Time(JsonElement element, string name) => DateTimeOffset.Parse(Text(element, name)!, CultureInfo.InvariantCulture);

    private static DateTimeOffset Unix(JsonElement element) => DateTimeOffset.FromUnixTimeSeconds(element.GetProperty("created").GetInt64());

    internal sealed record ContactSeen(DateTimeOffset AddedAt, bool IsReachable, string[] Labels, bool IsDeleted);

    internal sealed record DealSeen(string ContactId, string StageId, string Status, long Cents, bool IsDeleted)
    {
        public bool HasSource { get; init; }
    }

    internal sealed record SpendSeen(long Cents, long Impressions, long Clicks, long Hooks, long Holds);

    internal sealed record SubscriptionSeen(string Customer, long Mrr);

    internal readonly record struct EventSeen(string Type, DateTimeOffset At, JsonElement Data);

    internal sealed record CallSeen(string ContactId, string CalendarId, string Status, DateTimeOffset BookedAt, DateTimeOffset StartAt, bool IsDeleted);
}
