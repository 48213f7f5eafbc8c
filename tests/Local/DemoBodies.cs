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

    public Dictionary<(string Day, string Channel, string Campaign), SortedList<DateTimeOffset, long>> Spend { get; } = [];

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

    private void ReadStripe(JsonElement body)
    {
        var happened = Unix(body);
        var thing = body.GetProperty("data").GetProperty("object");
        var id = Text(thing, "id");
        if (Text(thing, "object") == "refund")
        {
            Movements[$"{id}:out"] = (Unix(thing), -thing.GetProperty("amount").GetInt64());
            if (Text(thing, "status") == "failed") Movements[$"{id}:return"] = (happened, thing.GetProperty("amount").GetInt64());
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
                Text(body, "contactId")!, Text(body, "pipelineStageId")!, Text(body, "status")!, Cents(body, "monetaryValue"), type == "OpportunityDelete"));
        }
        else if (body.TryGetProperty("appointment", out var call))
        {
            Add(Calls, Text(call, "id")!, at, new CallSeen(
                Text(call, "contactId")!, Text(call, "calendarId")!, Text(call, "appointmentStatus")!, Time(call, "dateAdded"), Time(call, "startTime"), type == "AppointmentDelete"));
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
        Add(Deals, Text(body, "id")!, at, new DealSeen(Text(body, "contact_id")!, stageId, Text(body, "status")!, Cents(body, "lead_value"), IsDeleted: false));
    }

    private void ReadEvent(JsonElement item)
    {
        var data = item.GetProperty("data");
        if (Text(item, "type") == "page.viewed") Views.Add((Text(data, "visitorId")!, Time(item, "time")));
        else Add(Spend, (Text(data, "date")!, Text(data, "channel")!, Text(data, "campaign")!), Time(item, "time"), Cents(data, "spend"));
    }

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

    internal sealed record DealSeen(string ContactId, string StageId, string Status, long Cents, bool IsDeleted);

    internal sealed record CallSeen(string ContactId, string CalendarId, string Status, DateTimeOffset BookedAt, DateTimeOffset StartAt, bool IsDeleted);
}
