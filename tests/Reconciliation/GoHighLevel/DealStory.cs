using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

/// <summary>What happens to a deal, as its webhooks tell it and as the API has it in the end.</summary>
internal sealed class DealStory(string id, string contactId = "con_1")
{
    private readonly List<Moment> moments = [];

    public string Id => id;

    public DealStory Created(DateTimeOffset at, decimal value = 100) => Add(new Moment("OpportunityCreate", at, "s1", "open", value));

    public DealStory Stage(DateTimeOffset at, string stage) => Add(moments[^1] with { Type = "OpportunityStageUpdate", At = at, Stage = stage });

    public DealStory Status(DateTimeOffset at, string status) => Add(moments[^1] with { Type = "OpportunityStatusUpdate", At = at, Status = status });

    public DealStory Value(DateTimeOffset at, decimal value) => Add(moments[^1] with { Type = "OpportunityMonetaryValueUpdate", At = at, Value = value });

    /// <summary>What is sent of it, in its order.</summary>
    public IReadOnlyList<byte[]> Webhooks() => [.. moments.Select((moment, index) => Encoding.UTF8.GetBytes(Webhook(moment, index).ToJsonString()))];

    public JsonObject AtSource()
    {
        var last = moments[^1];
        var deal = Fields(last);
        deal["createdAt"] = Text(moments[0].At);
        deal["updatedAt"] = Text(last.At);
        deal["lastStageChangeAt"] = Text(moments[moments.FindLastIndex(moment => moment.Stage != last.Stage) + 1].At);
        deal["lastStatusChangeAt"] = Text(moments[moments.FindLastIndex(moment => moment.Status != last.Status) + 1].At);
        return deal;
    }

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private DealStory Add(Moment moment)
    {
        moments.Add(moment);
        return this;
    }

    private JsonObject Webhook(Moment moment, int index)
    {
        var body = Fields(moment);
        body["type"] = moment.Type;
        body["dateAdded"] = Text(moments[0].At);
        body["timestamp"] = Text(moment.At);
        body["webhookId"] = $"{id}-{index}";
        return body;
    }

    private JsonObject Fields(Moment moment) => new()
    {
        ["id"] = id,
        ["locationId"] = GoHighLevelSource.LocationId,
        ["pipelineId"] = "p1",
        ["pipelineStageId"] = moment.Stage,
        ["status"] = moment.Status,
        ["monetaryValue"] = moment.Value,
        ["assignedTo"] = "usr_1",
        ["contactId"] = contactId,
        ["source"] = "form",
    };

    private sealed record Moment(string Type, DateTimeOffset At, string Stage, string Status, decimal Value);
}
