using System.Text.Json;
using Npgsql;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Telemetry;
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

    private const string InsertRequested = """
        insert into ops.digests as d (tenant_id, month, revision, requested_by)
        values ($1, $2, $3, $4)
        on conflict (tenant_id, month, revision) do update
        set requested_by = excluded.requested_by, requested_at = now(), queued_at = null, sent_at = null, failed_at = null
        """;

    // Asking again sends again: to everybody, unless somebody is being sent to right now. Of one that was given up, those who
    // have it keep it; who lacks it is tried as often as the first time, and the admins are told anew should that fail too.
    private const string ClearSends = $"""
        update ops.digest_sends as s
        set sent_at = null, attempts = 0
        where s.tenant_id = $1 and s.month = $2 and s.revision = $3
            and (s.leased_until is null or s.leased_until < now())
            and (s.sent_at is null
                or s.recipient like '{UndeliveredDigests.AlertPrefix}%'
                or not exists (
                    select
                    from ops.digests as d
                    where d.tenant_id = $1 and d.month = $2 and d.revision = $3 and d.failed_at is not null and d.sent_at is null))
        """;

    // Claiming the row before the message is written keeps two sweeps from both writing one.
    private const string ClaimUnsent = """
        update ops.digests
        set queued_at = now()
        where tenant_id = $1
            and sent_at is null
            and failed_at is null
            and (queued_at is null or queued_at < now() - interval '10 minutes')
        returning month, revision, requested_at
        """;

    /// <summary>Whether the digest of a month that closes now goes out by itself.</summary>
    /// <param name="endsAt">The month's end.</param>
    public bool IsDue(Tenant tenant, DateTimeOffset endsAt) => time.GetUtcNow() - endsAt.AddHours(tenant.GraceHours) <= SentByItselfWithin;

    /// <summary>In the transaction that closes a month: its digest is due unless the month was to be closed long ago.</summary>
    public async Task RequestIfDueAsync(TenantSession session, Tenant tenant, Month month, DateTimeOffset endsAt, CancellationToken cancel)
    {
        if (IsDue(tenant, endsAt))
        {
            await session.ExecuteAsync(InsertDue, cancel, tenant.Id, month.First);
        }
    }

    /// <summary>Sends the digest of a closed month, again if it was sent before; of one that was given up to those who lack it.</summary>
    public async Task RequestAsync(ManageCall call, Month month, int revision, CancellationToken cancel)
    {
        var tenant = call.Tenant;
        await using (var session = await database.OpenAsync(tenant.Id, cancel))
        {
            await session.ExecuteAsync(ClearSends, cancel, tenant.Id, month.First, revision);
            await session.ExecuteAsync(InsertRequested, cancel, tenant.Id, month.First, revision, call.Actor);
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
            await Traces.SendAsync(Queue, trace => queue.SendMessageAsync(JsonSerializer.Serialize(message.In(trace), JsonResponse.Options), cancel));
        }

        await session.CommitAsync(cancel);
    }

    private static Func<NpgsqlDataReader, DigestMessage> ReadMessage(string slug) =>
        row => new DigestMessage(slug, new Month(row.GetFieldValue<DateOnly>(0)).ToString(), row.GetInt32(1), row.GetInstant(2));
}
