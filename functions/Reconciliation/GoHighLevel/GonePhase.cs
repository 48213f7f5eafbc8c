using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What is at GoHighLevel no longer is told and deleted here too, unless there is so much of it that it must be a fault.</summary>
internal static class GonePhase
{
    private const int MostGone = 20;
    private const decimal LargestShare = 0.05m;

    private const string CountGone = """
        select count(*)
        from ops.reconciliation_items as i
        where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = $4 and i.outcome = 'extra'
        """;

    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, GoneKind kind, CancellationToken cancel)
    {
        var done = new GoHighLevelStep(cursor with { Phase = kind.Next, After = "" });
        var (gone, all) = await CountAsync(scene, cursor, kind, cancel);
        if (IsTooMany(gone, all))
        {
            return done with { Findings = [Vanished(kind)] };
        }

        var latest = await scene.ListAsync(
            kind.Latest, row => (Id: row.GetString(0), Seq: row.GetInt64(1), At: row.GetInstant(2), ClientId: row.GetOptionalText(3)), cancel,
            scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, cursor.StartedAt.UtcDateTime, cursor.After);
        if (latest.Count == 0)
        {
            return done;
        }

        var owns = await scene.OwnsAsync(kind.Field, cancel);
        return new GoHighLevelStep(cursor with { After = latest[^1].Id })
        {
            Findings = [.. latest.Select(each => Extra(kind, each.Id, each.At, each.Seq, owns))],
            Deliveries = owns ? [.. latest.Select(each => Tombstone(scene, cursor, kind, each.Id, each.ClientId))] : [],
        };
    }

    public static async Task<bool> IsTooManyAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, GoneKind kind, CancellationToken cancel)
    {
        var (gone, all) = await CountAsync(scene, cursor, kind, cancel);
        return IsTooMany(gone, all);
    }

    private static bool IsTooMany(long gone, long all) => gone > MostGone && gone > all * LargestShare;

    private static async Task<(long Gone, long All)> CountAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, GoneKind kind, CancellationToken cancel)
    {
        var gone = await scene.ListAsync(CountGone, row => row.GetInt64(0), cancel, scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, kind.Kind);
        if (gone[0] <= MostGone)
        {
            return (gone[0], 0);
        }

        var all = await scene.ListAsync(
            kind.Count, row => row.GetInt64(0), cancel, scene.Run.Tenant.Id, GoHighLevelMapper.Source, cursor.StartedAt.UtcDateTime, cursor.From.UtcDateTime,
            cursor.Until.UtcDateTime);
        return (gone[0], all[0]);
    }

    // Without a number that changes from run to run: the finding is the same for as long as it stands.
    private static NewFinding Vanished(GoneKind kind) => GoHighLevelScene.Finding(
        kind.VanishedCheck, kind.Plural, "high",
        string.Create(
            CultureInfo.InvariantCulture,
            $"More than {MostGone} {kind.Plural}, and more than {LargestShare * 100:0} % of the ledger's, are not at GoHighLevel any more: none was deleted. Is it the right location?"));

    private static NewFinding Extra(GoneKind kind, string id, DateTimeOffset at, long seq, bool owns) => GoHighLevelScene.Finding(
        kind.Check, id, kind.Severity,
        $"The {kind.Kind} is in the ledger and not at GoHighLevel any more: {(owns ? "deleted here too, since GoHighLevel owns it" : "left as it is, since GoHighLevel does not own it")}.",
        at) with
    {
        Rows = [new FactRowId(kind.Table, seq)],
    };

    private static Delivery Tombstone(GoHighLevelScene scene, GoHighLevelCursor cursor, GoneKind kind, string id, string? clientId) => GoHighLevelPulls.Map(
        scene.Reading with { StoredKey = scene.KeyOf(kind.Kind == DealComparison.Kind ? GoHighLevelPulls.Opportunity : GoHighLevelPulls.Appointment, id) },
        kind.EventType,
        GoHighLevelPulls.GoneBody(id, clientId, cursor.StartedAt));
}
