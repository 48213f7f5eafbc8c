using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>
/// Digests that the queue has given up: a finding each, and an e-mail to each of the tenant's admins. The finding is committed
/// first; an admin who could not be told then is told by a later sweep, for a week.
/// </summary>
public sealed partial class UndeliveredDigests(Database database, DigestSends sends, SendGridClient mail, ILogger<UndeliveredDigests> log)
{
    public const string CheckName = "digest_undelivered";
    public const string Actor = "digest";

    // No address has a colon before its @: an admin who is a recipient too has two rows.
    internal const string AlertPrefix = "alert:";

    // Of this request or of one before it: a later one has its own messages.
    private const string MarkFailed = """
        update ops.digests
        set failed_at = now()
        where tenant_id = $1 and month = $2 and revision = $3 and sent_at is null and ($4::timestamptz is null or requested_at <= $4)
        """;

    // A message that finds its recipient claimed is no failure, so the host never calls these poison.
    private const string SelectUnanswered = $"""
        select d.month, d.revision, d.requested_at
        from ops.digests as d
        where d.tenant_id = $1
            and d.sent_at is null
            and d.failed_at is null
            and exists (
                select
                from ops.digest_sends as s
                where s.tenant_id = d.tenant_id and s.month = d.month and s.revision = d.revision
                    and s.sent_at is null and s.attempts >= 5 and s.leased_until < now() and s.recipient not like '{AlertPrefix}%')
        """;

    private const string SelectReached = "select recipient from ops.digest_sends where tenant_id = $1 and month = $2 and revision = $3 and sent_at is not null";

    private const string SelectRecipients = "select email from staging.recipients where tenant_id = $1";

    private const string SelectSuppressed = "select recipient from ops.suppressions where tenant_id = $1 and lifted_at is null";

    private const string SelectAlerts = $"""
        select d.month, d.revision, f.detail, a.email, a.name
        from ops.digests as d
        join staging.findings as f
            on f.tenant_id = d.tenant_id and f.check_name = '{CheckName}' and f.subject = to_char(d.month, 'YYYY-MM') || ' r' || d.revision and f.status <> 'resolved'
        join staging.admins as a on a.tenant_id = d.tenant_id
        where d.tenant_id = $1
            and d.sent_at is null
            and d.failed_at > now() - interval '7 days'
            and not exists (
                select
                from ops.digest_sends as s
                where s.tenant_id = d.tenant_id and s.month = d.month and s.revision = d.revision
                    and s.recipient = '{AlertPrefix}' || a.email and (s.sent_at is not null or s.attempts >= 100))
        order by d.month, d.revision, a.email
        """;

    /// <summary>Gives up what has five times been mailed to somebody without ever an answer: each may be one more mail to them.</summary>
    public async Task GiveUpUnansweredAsync(Tenant tenant, CancellationToken cancel)
    {
        IReadOnlyList<(DigestKey Digest, DateTimeOffset RequestedAt)> unanswered;
        await using (var session = await database.OpenAsync(tenant.Id, cancel))
        {
            unanswered = await session.ListAsync(
                SelectUnanswered, row => (new DigestKey(tenant, new Month(row.GetFieldValue<DateOnly>(0)), row.GetInt32(1)), row.GetInstant(2)), cancel, tenant.Id);
        }

        foreach (var (digest, requestedAt) in unanswered)
        {
            await GiveUpAsync(digest, requestedAt, cancel);
        }
    }

    /// <summary>Nothing is tried again until somebody asks. It may be called again, and then changes nothing.</summary>
    /// <param name="requestedAt">Of the request that failed: one made since goes on. Null where that is not known.</param>
    public async Task GiveUpAsync(DigestKey digest, DateTimeOffset? requestedAt, CancellationToken cancel)
    {
        var (tenantId, month, revision) = (digest.Tenant.Id, digest.Month.First, digest.Revision);
        await using var session = await database.OpenAsync(tenantId, cancel);

        // It was sent after all, was asked for again, or there is none.
        if (await session.ExecuteAsync(MarkFailed, cancel, tenantId, month, revision, requestedAt) == 0)
        {
            return;
        }

        var suppressed = await session.ListAsync(SelectSuppressed, row => row.GetString(0), cancel, tenantId);
        var wanted = (await session.ListAsync(SelectRecipients, row => row.GetString(0), cancel, tenantId))
            .Where(email => !suppressed.Contains(RecipientHash.Of(email))).ToList();
        var reached = await session.ListAsync(SelectReached, row => row.GetString(0), cancel, tenantId, month, revision);
        var detail = UndeliveredText.Detail(digest, wanted.Count, wanted.Except(reached).Count());
        await Findings.OpenAsync(
            session, tenantId, new NewFinding(CheckName, digest.ToString(), "high", "digest", detail, Actor), cancel);
        await session.CommitAsync(cancel);
    }

    /// <summary>Tells every admin of what is given up who has not been told yet. What fails is logged, and tried again by the next sweep.</summary>
    public async Task AlertAsync(Tenant tenant, CancellationToken cancel)
    {
        foreach (var (digest, detail, admin) in await FindAlertsAsync(tenant, cancel))
        {
            try
            {
                await AlertAsync(digest, detail, admin, cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotTold(tenant.Slug, digest.Month, digest.Revision, e);
            }
        }
    }

    private async Task<IReadOnlyList<(DigestKey Digest, string Detail, Recipient Admin)>> FindAlertsAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.ListAsync(SelectAlerts, Read, cancel, tenant.Id);

        (DigestKey, string, Recipient) Read(NpgsqlDataReader row) => (
            new DigestKey(tenant, new Month(row.GetFieldValue<DateOnly>(0)), row.GetInt32(1)), row.GetString(2), new Recipient(row.GetString(3), row.GetOptionalText(4)));
    }

    private async Task AlertAsync(DigestKey digest, string detail, Recipient admin, CancellationToken cancel)
    {
        var name = AlertPrefix + admin.Email;
        if (!await sends.ClaimAsync(digest, name, cancel))
        {
            return;
        }

        string? messageId;
        try
        {
            messageId = await mail.SendAsync(UndeliveredText.Alert(digest, detail, admin), cancel);
        }
        catch (Exception e) when (e is not MailOutcomeUnknownException)
        {
            await sends.ReleaseAsync(digest, name, CancellationToken.None);
            throw;
        }

        await sends.MarkSentAsync(digest, name, messageId, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Error, "An admin of {Tenant} could not be told that the digest of {Month} r{Revision} was not delivered; the sweep tries again")]
    private partial void LogNotTold(string tenant, Month month, int revision, Exception exception);
}
