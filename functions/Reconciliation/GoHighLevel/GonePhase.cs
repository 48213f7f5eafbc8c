using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What is at GoHighLevel no longer is told and deleted here too, unless there is so much of it that it must be a fault.</summary>
internal static class GonePhase
{
    // So few may be deleted in a day, however many there are.
    private const int MostGone = 20;
    private const decimal LargestShare = 0.05m;

    // Of a few deals more than half may be deleted; of more it is a fault.
    private const int FewGone = 2;

    // While they are asked for, only those of the batches before: a batch that is done again must come to the same.
    private const string CountGone = """
        select count(*)
        from ops.reconciliation_items as i
        where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = $4 and i.outcome = 'extra' and ($5::text is null or i.key <= $5)
        """;

    // What this run could not look at is not settled by it.
    private const string SelectStanding = """
        select f.check_name, f.subject, f.severity, f.detail, f.occurred_at
        from staging.findings as f
        where f.tenant_id = $1
            and f.check_name = any ($5)
            and f.status in ('open', 'accepted')
            and (
                f.subject = any ($6)
                or $7
                and not exists (
                    select
                    from ops.reconciliation_items as i
                    where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = $4 and i.key = f.subject and i.outcome <> 'extra'
                )
            )
        order by f.seq
        """;

    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, GoneKind kind, CancellationToken cancel)
    {
        var done = new GoHighLevelStep(cursor with { Phase = kind.Next, After = "", Held = null });
        if (await IsTooManyAsync(scene, cursor, kind, upTo: null, cancel))
        {
            return done with { Findings = [Vanished(kind), .. await StandingAsync(scene, cursor, kind, isVanished: true, cancel)] };
        }

        var latest = await scene.ListAsync(
            kind.Latest, row => (Id: row.GetString(0), Seq: row.GetInt64(1), At: row.GetInstant(2), ClientId: row.GetOptionalText(3)), cancel,
            scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, cursor.StartedAt.UtcDateTime, cursor.After);
        if (latest.Count == 0)
        {
            return done with { Findings = await StandingAsync(scene, cursor, kind, isVanished: false, cancel) };
        }

        var owns = await scene.OwnsAsync(kind.Field, cancel);
        return new GoHighLevelStep(cursor with { After = latest[^1].Id })
        {
            Findings = [.. latest.Select(each => Extra(kind, each.Id, each.At, each.Seq, owns))],
            Deliveries = owns ? [.. latest.Select(each => Tombstone(scene, cursor, kind, each.Id, each.ClientId))] : [],
        };
    }

    /// <summary>Whether more is gone than can be believed.</summary>
    /// <param name="upTo">The last key that counts; null for all.</param>
    public static async Task<bool> IsTooManyAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, GoneKind kind, string? upTo, CancellationToken cancel)
    {
        var gone = (await scene.ListAsync(
            CountGone, row => row.GetInt64(0), cancel, scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, kind.Kind, upTo))[0];
        var held = cursor.Held ?? throw new InvalidOperationException("What the ledger has was not counted.");
        return gone > 0
            && ((gone > MostGone && gone > held.All * LargestShare)
                || (gone > FewGone && gone * 2 > held.All)
                || (cursor.Listed == 0 ? held.InTime > FewGone : held is { InTime: > 0, Answered: 0 }));
    }

    private static Task<List<NewFinding>> StandingAsync(
        GoHighLevelScene scene, GoHighLevelCursor cursor, GoneKind kind, bool isVanished, CancellationToken cancel) => scene.ListAsync(
        SelectStanding,
        row => GoHighLevelScene.Finding(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetOptional<DateTimeOffset>(4)),
        cancel, scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, kind.Kind, new[] { kind.Check, kind.DiffersCheck }, cursor.UnreadOf(kind.Kind), isVanished);

    // Without a number that changes from run to run: the finding is the same for as long as it stands.
    private static NewFinding Vanished(GoneKind kind) => GoHighLevelScene.Finding(
        kind.VanishedCheck, kind.Plural, "high",
        $"Of the ledger's {kind.Plural} more are gone from GoHighLevel than can be believed: none was deleted here. Is it the right location, and does its key see all of them?");

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
