using System.Text.Json;
using Plumbline.Webhooks;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What GoHighLevel knows of a deal's past.</summary>
/// <param name="StageAt">Since when it is in its stage and pipeline.</param>
/// <param name="StatusAt">Since when it has its status.</param>
/// <param name="UpdatedAt">Since when everything about it is as it is: never before the others.</param>
internal sealed record DealTimes(DateTimeOffset CreatedAt, DateTimeOffset StageAt, DateTimeOffset StatusAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Of a deal that could be mapped. What is not said is put off to when it must have been.</summary>
    public static DealTimes Read(GoHighLevelContext context, JsonElement deal)
    {
        var source = new SourceObject(deal, blankIsNull: true);
        var created = Time("createdAt") ?? Time("dateAdded");
        var stage = Time("lastStageChangeAt");
        var status = Time("lastStatusChangeAt");
        var updated = new[] { Time("updatedAt"), stage, status, created }.Max() ?? context.Now;
        return new DealTimes(
            Precise(created ?? updated), Precise(Later(stage ?? updated, created)), Precise(Later(status ?? updated, created)), Precise(updated));

        DateTimeOffset? Time(string name) => context.Happened(name, source.TimeOrNull);
    }

    // As the database keeps it.
    private static DateTimeOffset Precise(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static DateTimeOffset Later(DateTimeOffset at, DateTimeOffset? other) => other > at ? other.Value : at;
}
