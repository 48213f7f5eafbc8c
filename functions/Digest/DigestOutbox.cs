using System.Text.Json;
using Npgsql;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>
/// Digests that are to be sent. A request is a row, written where its cause is committed; the queue message only makes it
/// quick, since the sweep writes another for whatever is still unsent.
/// </summary>
public sealed class DigestOutbox(Database database, Storage storage, TimeProvider time)
{
    public const string Queue = "digests";

    private static readonly TimeSpan SentByItselfWithin = TimeSpan.FromDays(7);

    private const string InsertDue = """
        insert into ops.digests (tenant_id, month, revision, requested_by)
        values ($1, $2, 1, 'month end')
        on conflict (tenant_id, month, revision) do nothing
        """;

    // Asking again sends again: to everybody, unless somebody is being sent to right now.
    private const string InsertRequested = """
        insert into ops.digests as d (tenant_id, month, revision, requested_by)
        values ($1, $2, $3, $4)
        on conflict (tenant_id, month, revision) do update
        set requested_by = excluded.requested_by, requested_at = now(), queued_at = null, sent_at = null, failed_at = null
        """;

    private const string ClearSends = """
        update ops.digest_sends
        set sent_at = null, attempts = 0
        where tenant_id = $1 and month = $2 and revision = $3 and (leased_until is null or leased_until < now())
        """;

    // Claiming the row before the message is written keeps two sweeps from both writing one.
    private const string ClaimUnsent = """
        update ops.digests
        set queued_at = now()
        where tenant_id = $1
            and sent_at is null
            and failed_at is null
            and (queued_at is null or queued_at < now() - interval '10 minutes')
        returning month, revision
        """;

    private const string MarkFailed = "update ops.digests set failed_at = now() where tenant_id = $1 and month = $2 and revision = $3 and sent_at is null";

    /// <summary>In the transaction that closes a month: its digest is due unless the month is long over.</summary>
    public async Task RequestIfDueAsync(TenantSession session, Tenant tenant, Month month, DateTimeOffset endsAt, CancellationToken cancel)
    {
        if (time.GetUtcNow() - endsAt <= SentByItselfWithin)
        {
            await session.ExecuteAsync(InsertDue, cancel, tenant.Id, month.First);
        }
    }

    /// <summary>Sends the digest of a closed month, again if it was sent before.</summary>
    public async Task RequestAsync(ManageCall call, Month month, int revision, CancellationToken cancel)
    {
        var tenant = call.Tenant;
        await using (var session = await database.OpenAsync(tenant.Id, cancel))
        {
            await session.ExecuteAsync(InsertRequested, cancel, tenant.Id, month.First, revision, call.Actor);
            await session.ExecuteAsync(ClearSends, cancel, tenant.Id, month.First, revision);
            await call.AuditAsync(session, month.ToString(), new { revision }, cancel);
            await session.CommitAsync(cancel);
        }

        await EnqueueAsync(tenant, cancel);
    }

    /// <summary>Writes a queue message for every digest of the tenant that is due and not on its way.</summary>
    public async Task EnqueueAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var due = await session.ListAsync(ClaimUnsent, ReadMessage(tenant.Slug), cancel, tenant.Id);
        if (due.Count == 0)
        {
            return;
        }

        var queue = storage.Queue(Queue);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancel);
        foreach (var message in due)
        {
            await queue.SendMessageAsync(JsonSerializer.Serialize(message, JsonResponse.Options), cancel);
        }

        await session.CommitAsync(cancel);
    }

    /// <summary>The queue has given up: nothing is tried again until somebody asks.</summary>
    public async Task GiveUpAsync(Tenant tenant, Month month, int revision, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        await session.ExecuteAsync(MarkFailed, cancel, tenant.Id, month.First, revision);
        await session.CommitAsync(cancel);
    }

    private static Func<NpgsqlDataReader, DigestMessage> ReadMessage(string slug) =>
        row => new DigestMessage(slug, new Month(row.GetFieldValue<DateOnly>(0)).ToString(), row.GetInt32(1));
}
