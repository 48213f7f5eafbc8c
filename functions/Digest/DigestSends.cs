using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>
/// Who has been sent a digest. A recipient is claimed for 15 minutes before the mail goes out, so that two workers never both send
/// it. The claim is released only when the mail is known not to have been accepted; where that is not known it lasts to its end,
/// so that there is at most one more mail each 15 minutes.
/// </summary>
public sealed class DigestSends(Database database)
{
    private const string SelectRecipients = "select email, name from staging.recipients where tenant_id = $1 order by email";

    // Whoever has unsubscribed by then is not claimed; who does so while the mail is under way gets that one.
    private const string Claim = """
        insert into ops.digest_sends as s (tenant_id, month, revision, recipient, leased_until, attempts)
        select $1, $2, $3, $4, now() + interval '15 minutes', 1
        where not exists (select from ops.suppressions as p where p.tenant_id = $1 and p.recipient = $5 and p.lifted_at is null)
        on conflict (tenant_id, month, revision, recipient) do update
        set leased_until = excluded.leased_until, attempts = s.attempts + 1
        where s.sent_at is null and (s.leased_until is null or s.leased_until < now())
        """;

    private const string MarkSent = """
        update ops.digest_sends
        set sent_at = now(), leased_until = null, message_id = $5
        where tenant_id = $1 and month = $2 and revision = $3 and recipient = $4
        """;

    private const string Release = """
        update ops.digest_sends
        set leased_until = null
        where tenant_id = $1 and month = $2 and revision = $3 and recipient = $4 and sent_at is null
        """;

    // Before anything is looked at: a request to send again may be about to commit.
    private const string LockDigest = "select from ops.digests where tenant_id = $1 and month = $2 and revision = $3 for update";

    // A recipient who has come since the list was read is in no list of hashes, and so must have been sent it.
    private const string MarkDone = """
        update ops.digests as d
        set sent_at = now()
        where d.tenant_id = $1 and d.month = $2 and d.revision = $3 and d.sent_at is null
            and not exists (
                select
                from staging.recipients as r
                where r.tenant_id = d.tenant_id
                    and not exists (
                        select
                        from ops.digest_sends as s
                        where s.tenant_id = d.tenant_id and s.month = d.month and s.revision = d.revision
                            and s.recipient = r.email and s.sent_at is not null)
                    and not exists (
                        select
                        from unnest($4::text[], $5::text[]) as known (email, hash)
                        join ops.suppressions as p on p.tenant_id = d.tenant_id and p.recipient = known.hash
                        where known.email = r.email and p.lifted_at is null))
        """;

    public async Task<IReadOnlyList<Recipient>> RecipientsAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.ListAsync(SelectRecipients, row => new Recipient(row.GetString(0), row.GetOptionalText(1)), cancel, tenant.Id);
    }

    /// <returns>False when the recipient has it already or does not want it, or somebody else is sending it.</returns>
    public Task<bool> ClaimAsync(DigestKey digest, Recipient recipient, CancellationToken cancel) =>
        ClaimAsync(digest, recipient.Email, recipient.Hash, cancel);

    /// <summary>For an e-mail that nobody unsubscribes from.</summary>
    /// <param name="name">What it is claimed as.</param>
    public Task<bool> ClaimAsync(DigestKey digest, string name, CancellationToken cancel) => ClaimAsync(digest, name, hash: null, cancel);

    public Task MarkSentAsync(DigestKey digest, string name, string? messageId, CancellationToken cancel) =>
        WriteAsync(digest, MarkSent, cancel, name, messageId);

    /// <summary>It may be tried again at once. Only for a mail that was not accepted.</summary>
    public Task ReleaseAsync(DigestKey digest, string name, CancellationToken cancel) => WriteAsync(digest, Release, cancel, name);

    /// <summary>Marks the digest sent, and settles the finding that it was not, once every recipient who wants it has it.</summary>
    /// <returns>Whether it was marked now.</returns>
    public async Task<bool> MarkDoneAsync(DigestKey digest, IReadOnlyList<Recipient> recipients, CancellationToken cancel)
    {
        var (tenantId, month, revision) = (digest.Tenant.Id, digest.Month.First, digest.Revision);
        await using var session = await database.OpenAsync(tenantId, cancel);
        await session.ExecuteAsync(LockDigest, cancel, tenantId, month, revision);
        var isDone = await session.ExecuteAsync(
            MarkDone, cancel, tenantId, month, revision,
            recipients.Select(recipient => recipient.Email).ToArray(), recipients.Select(recipient => recipient.Hash).ToArray()) > 0;
        if (isDone)
        {
            await Findings.ResolveAsync(session, tenantId, UndeliveredDigests.CheckName, digest.ToString(), UndeliveredDigests.Actor, cancel);
        }

        await session.CommitAsync(cancel);
        return isDone;
    }

    private Task<bool> ClaimAsync(DigestKey digest, string name, string? hash, CancellationToken cancel) => WriteAsync(digest, Claim, cancel, name, hash);

    private async Task<bool> WriteAsync(DigestKey digest, string sql, CancellationToken cancel, params object?[] more)
    {
        await using var session = await database.OpenAsync(digest.Tenant.Id, cancel);
        var written = await session.ExecuteAsync(sql, cancel, [digest.Tenant.Id, digest.Month.First, digest.Revision, .. more]);
        await session.CommitAsync(cancel);
        return written > 0;
    }
}
