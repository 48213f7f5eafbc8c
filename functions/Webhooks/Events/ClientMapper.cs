using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

/// <summary>What the success team says of clients.</summary>
internal static class ClientMapper
{
    public static Delivery Map(EventContext context, ClientOnboarded data) => Reached(context, ClientMilestone.Onboarded, data.ClientId, data.Tags);

    public static Delivery Map(EventContext context, ClientFirstLead data) => Reached(context, ClientMilestone.FirstLead, data.ClientId, data.Tags);

    public static Delivery Map(EventContext context, ClientHit100k data) => Reached(context, ClientMilestone.Hit100k, data.ClientId, data.Tags);

    public static Delivery Map(EventContext context, ClientChurned data) => Reached(context, ClientMilestone.Churned, data.ClientId, data.Tags) with
    {
        Attributes = EventText.Known(data.Reason) is { } reason ? new JsonObject { ["reason"] = reason } : null,
    };

    public static Delivery Map(EventContext context, ClientHealthScored data) =>
        Say(context, data.ClientId, data.Tags, said => said with { HealthScore = data.Score });

    private static Delivery Reached(EventContext context, ClientMilestone milestone, string client, EventTags? tags) =>
        Say(context, client, tags, said => said with { Milestone = milestone });

    private static Delivery Say(EventContext context, string client, EventTags? given, Func<ClientSuccess, ClientSuccess> say)
    {
        var tags = EventTags.Read(given) with { ClientId = client };
        var said = new ClientSuccess
        {
            SourceKey = EventMapper.FactKey(context.Stored, "state"),
            ClientId = client,
            EffectiveAt = context.At,
            Tags = tags,
        };
        return context.Stored with { ObjectId = client, Tags = tags, Success = [say(said)] };
    }
}
