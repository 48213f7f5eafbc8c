using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>Who has been sent a digest. A recipient is claimed for 15 minutes before the mail goes out, so that two workers never both send it.</summary>
public sealed class DigestSends(Database database)
{
    private const string SelectRecipients = "select email, name from staging.recipients where tenant_id = $1 order by email";

    private const string Claim = """
        insert into ops.digest_sends as s (tenant_id, month, revision, recipient, leased_until, attempts)
        values ($1, $2, $3, $4, now() + interval '15 minutes', 1)
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
                            and s.recipient = r.email and s.sent_at is not null))
        """;

    public async Task<IReadOnlyList<Recipient>> RecipientsAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.ListAsync(SelectRecipients, row => new Recipient(row.GetString(0), row.GetOptionalText(1)), cancel, tenant.Id);
    }

    /// <returns>False when the recipient has it already, or somebody else is sending it.</returns>
    public Task<bool> ClaimAsync(Tenant tenant, FrozenMonth month, string recipient, CancellationToken cancel) =>
        WriteAsync(tenant, Claim, cancel, tenant.Id, month.Month.First, month.Revision, recipient);

    public Task MarkSentAsync(Tenant tenant, FrozenMonth month, string recipient, string? messageId, CancellationToken cancel) =>
        WriteAsync(tenant, MarkSent, cancel, tenant.Id, month.Month.First, month.Revision, recipient, messageId);

    public Task ReleaseAsync(Tenant tenant, FrozenMonth month, string recipient, CancellationToken cancel) =>
        WriteAsync(tenant, Release, cancel, tenant.Id, month.Month.First, month.Revision, recipient);

    /// <summary>Marks the digest sent once every recipient has it.</summary>
    /// <returns>Whether it was marked now.</returns>
    public Task<bool> MarkDoneAsync(Tenant tenant, FrozenMonth month, CancellationToken cancel) =>
        WriteAsync(tenant, MarkDone, cancel, tenant.Id, month.Month.First, month.Revision);

    private async Task<bool> WriteAsync(Tenant tenant, string sql, CancellationToken cancel, params object?[] parameters)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var written = await session.ExecuteAsync(sql, cancel, parameters);
        await session.CommitAsync(cancel);
        return written > 0;
    }
}
