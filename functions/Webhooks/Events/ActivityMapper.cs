using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

/// <summary>What people and automations did: events that are counted as they are, without a fact of another table.</summary>
internal static class ActivityMapper
{
    public static Delivery Map(EventContext context, OptinSubmitted data) => context.Stored with
    {
        ObjectId = EventText.Known(data.VisitorId),
        Attributes = new JsonObject { ["form"] = data.Form },
        Tags = EventTags.Read(data.Tags),
    };

    public static Delivery Map(EventContext context, CallMade data) => context.Stored with
    {
        ObjectId = EventText.Known(data.CallId),
        Attributes = EventText.Known(data.Direction) is { } direction ? new JsonObject { ["direction"] = direction } : null,
        Tags = EventTags.Read(data.Tags),
    };

    public static Delivery Map(EventContext context, CallCompleted data) => context.Stored with
    {
        ObjectId = EventText.Known(data.CallId),
        Attributes = new JsonObject { ["durationSeconds"] = data.DurationSeconds },
        Tags = EventTags.Read(data.Tags),
    };

    public static Delivery Map(EventContext context, AutomationRun data) => context.Stored with
    {
        ObjectId = data.Automation,
        RelatedIds = EventText.Known(data.RunId) is { } run ? [run] : [],
        Attributes = new JsonObject { ["succeeded"] = data.Succeeded },
        Tags = EventTags.Read(data.Tags),
    };
}
