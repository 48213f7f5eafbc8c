using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Ledger;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Quarantines;

/// <summary>Maps deliveries that wait again, from their kept bytes, and appends what can now be read: a page in one transaction.</summary>
public sealed partial class QuarantineReplayer(
    Database database, TenantDirectory tenants, Secrets secrets, ILogger<QuarantineReplayer> log)
{
    // A body may be 1 MiB: so many are held at a time.
    private const int Together = 25;

    // Deliveries that were asked for by name, each by the newest of its items.
    private const string SelectNamed = """
        select event_seq, max(seq)
        from staging.quarantine
        where tenant_id = $1 and seq = any ($2)
        group by event_seq
        order by 2 desc
        """;

    private const string SelectPage = """
        select event_seq, max(seq)
        from staging.quarantine
        where tenant_id = $1 and is_open and ($2::text is null or reason = $2)
        group by event_seq
        having $3::bigint is null or max(seq) < $3
        order by 2 desc
        limit $4
        """;

    private const string CountOpen = """
        select count(distinct event_seq)
        from staging.quarantine
        where tenant_id = $1 and is_open and ($2::text is null or reason = $2) and ($3::bigint[] is null or event_seq = any ($3))
        """;

    internal async Task<QuarantineResult<ReplayJson>> ReplayAsync(ManageCall call, ReplayRequest wanted, CancellationToken cancel)
    {
        // The settings of this moment: what is remembered of the tenant may be a minute old.
        tenants.Forget(call.Tenant.Slug);
        var tenant = await tenants.FindAsync(call.Tenant.Slug, cancel) ?? call.Tenant;
        if (await ContactHash.FindAsync(secrets, tenant.Id, cancel) is not { } hash)
        {
            return new QuarantineResult<ReplayJson>.NotReady($"The secret {ContactHash.SecretName} does not exist yet.");
        }

        var result = await Race.RunAsync(() => RunAsync(call, wanted, tenant, hash, cancel), cancel);
        if (result is QuarantineResult<ReplayJson>.Done({ } done))
        {
            LogReplayed(tenant.Slug, done.Mapped, done.StillQuarantined, done.Failed, done.Facts);
        }

        return result;
    }

    private async Task<QuarantineResult<ReplayJson>> RunAsync(
        ManageCall call, ReplayRequest wanted, Tenant tenant, ContactHash hash, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        await QuarantineLock.TakeAsync(session, tenant.Id, cancel);
        if (wanted.Items is { } named && await QuarantineItems.MissingAsync(session, tenant.Id, named, cancel) is { Count: > 0 } missing)
        {
            return new QuarantineResult<ReplayJson>.Unknown(missing);
        }

        var limit = wanted.Limit ?? ReplayRequest.Usual;
        var targets = await (wanted.Items is { } items
            ? session.ListAsync(SelectNamed, ReadTarget, cancel, tenant.Id, items.ToArray())
            : session.ListAsync(SelectPage, ReadTarget, cancel, tenant.Id, wanted.Reason, wanted.Before, limit));

        var replayed = new List<ReplayedItem>(targets.Count);
        foreach (var some in targets.Chunk(Together))
        {
            replayed.AddRange(await ReplayAsync(session, some, tenant, hash, call.Actor, cancel));
        }

        if (replayed.Where(item => item.Changed).Select(item => item.EventSeq).ToArray() is { Length: > 0 } changed)
        {
            await ConflictFindings.SettleAsync(session, tenant.Id, changed, "resolved", call.Actor, null, cancel);
        }

        var open = await session.FirstAsync(
            CountOpen, row => row.GetInt64(0), cancel, tenant.Id, wanted.Reason, wanted.Items is null ? null : targets.Select(target => target.EventSeq).ToArray());
        var told = new ReplayJson(
            replayed.Count(item => item.Outcome == ReplayedItem.Mapped),
            replayed.Count(item => item.Outcome == ReplayedItem.StillQuarantined),
            replayed.Count(item => item.Outcome == ReplayedItem.Failed),
            replayed.Sum(item => item.Facts),
            open,
            replayed,
            wanted.Items is null && targets.Count == limit ? new ReplayNext(targets[^1].Seq) : null);
        await call.AuditAsync(session, SubjectOf(wanted), new { told.Mapped, told.StillQuarantined, told.Failed, told.Facts, told.Open }, cancel);
        await session.CommitAsync(cancel);
        return new QuarantineResult<ReplayJson>.Done(told);
    }

    private static async Task<IEnumerable<ReplayedItem>> ReplayAsync(
        TenantSession session, (long EventSeq, long Seq)[] targets, Tenant tenant, ContactHash hash, string actor, CancellationToken cancel)
    {
        var stored = await session.ListAsync(StoredDelivery.Select, StoredDelivery.Read, cancel, tenant.Id, targets.Select(target => target.EventSeq).ToArray());
        var mapped = stored.ToDictionary(delivery => delivery.EventSeq, delivery => delivery.Map(tenant, hash));
        var replays = mapped.Where(pair => pair.Value.Delivery is not null).Select(pair => new Replay(pair.Key, pair.Value.Delivery!)).ToArray();
        var outcomes = (await AppendAsync(session, replays, actor, cancel)).ToDictionary(outcome => outcome.EventSeq);

        return targets.Select(target =>
            mapped[target.EventSeq] is not ({ } delivery, _) ? ReplayedItem.NotTried(target.Seq, target.EventSeq, mapped[target.EventSeq].Error!)
            : outcomes.TryGetValue(target.EventSeq, out var outcome) ? Told(target.Seq, delivery, outcome)
            : ReplayedItem.NotTried(target.Seq, target.EventSeq, "refused"));
    }

    // One that the ledger refuses does not keep the others from it: then each goes alone.
    private static async Task<List<ReplayOutcome>> AppendAsync(TenantSession session, IReadOnlyList<Replay> replays, string actor, CancellationToken cancel)
    {
        if (replays.Count == 0)
        {
            return [];
        }

        await session.ExecuteAsync("savepoint replay", cancel);
        try
        {
            return [.. await LedgerWriter.ReplayAsync(session, replays, actor, cancel)];
        }
        catch (PostgresException e) when (IsRefused(e))
        {
            await session.ExecuteAsync("rollback to savepoint replay", cancel);
        }

        var outcomes = new List<ReplayOutcome>();
        foreach (var replay in replays.Count > 1 ? replays : [])
        {
            outcomes.AddRange(await AppendAsync(session, [replay], actor, cancel));
        }

        return outcomes;
    }

    private static ReplayedItem Told(long seq, Delivery delivery, ReplayOutcome outcome)
    {
        QuarantineNote[] remaining = [.. delivery.Quarantine, .. outcome.Conflicts ? [QuarantineNote.Conflict] : Array.Empty<QuarantineNote>()];
        return new ReplayedItem(
            seq, outcome.EventSeq, remaining.Length == 0 ? ReplayedItem.Mapped : ReplayedItem.StillQuarantined, outcome.Facts, outcome.Changed, remaining);
    }

    // Data that does not fit, or breaks a rule of its table.
    private static bool IsRefused(PostgresException e) => e.SqlState is not null && e.SqlState[..2] is "22" or "23" or "54";

    private static string SubjectOf(ReplayRequest wanted) =>
        wanted.Reason ?? (wanted.Items is { } items ? string.Create(CultureInfo.InvariantCulture, $"{items.Count} items") : "all");

    private static (long EventSeq, long Seq) ReadTarget(NpgsqlDataReader row) => (row.GetInt64(0), row.GetInt64(1));

    [LoggerMessage(LogLevel.Information, "Quarantine of {Tenant} replayed: {Mapped} mapped, {StillQuarantined} still quarantined, {Failed} failed, {Facts} rows")]
    private partial void LogReplayed(string tenant, int mapped, int stillQuarantined, int failed, int facts);
}
