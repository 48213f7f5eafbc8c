using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>Who no longer wants a tenant's digest. It outlives the settings: an address that is put back stays suppressed.</summary>
public sealed class Suppressions(Database database)
{
    public const string ByTheRecipient = "the recipient";

    // Also of older settings: an old e-mail's link works for as long as it is good.
    private const string SelectEveryRecipient = "select distinct email from config.recipients where tenant_id = $1";

    private const string SelectRecipients = "select email from staging.recipients where tenant_id = $1 order by email";

    private const string SelectSuppressions =
        "select recipient, suppressed_at, suppressed_by from ops.suppressions where tenant_id = $1 and lifted_at is null";

    private const string Suppress = """
        insert into ops.suppressions as s (tenant_id, recipient, suppressed_by)
        select $1, h.recipient, $3
        from unnest($2::text[]) as h (recipient)
        on conflict (tenant_id, recipient) do update
        set suppressed_at = now(), suppressed_by = excluded.suppressed_by, lifted_at = null
        where s.lifted_at is not null
        """;

    private const string Lift =
        "update ops.suppressions set lifted_at = now() where tenant_id = $1 and recipient = $2 and lifted_at is null";

    /// <param name="reader">The beginning of the recipient's hash, as a signed link has it.</param>
    /// <returns>False when the tenant never had such a recipient.</returns>
    public async Task<bool> SuppressAsync(Tenant tenant, string reader, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var known = await session.ListAsync(SelectEveryRecipient, row => RecipientHash.Of(row.GetString(0)), cancel, tenant.Id);
        var meant = known.Where(hash => hash.StartsWith(reader, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).ToArray();
        await session.ExecuteAsync(Suppress, cancel, tenant.Id, meant, ByTheRecipient);
        await session.CommitAsync(cancel);
        return meant.Length > 0;
    }

    public async Task<IReadOnlyList<Suppression>> ListAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var recipients = await session.ListAsync(SelectRecipients, row => row.GetString(0), cancel, tenant.Id);
        var standing = (await session.ListAsync(
            SelectSuppressions, row => (Recipient: row.GetString(0), At: row.GetInstant(1), By: row.GetString(2)), cancel, tenant.Id)).ToDictionary(row => row.Recipient);
        return [.. recipients
            .Where(email => standing.ContainsKey(RecipientHash.Of(email)))
            .Select(email => (Email: email, Found: standing[RecipientHash.Of(email)]))
            .Select(row => new Suppression(row.Email, row.Found.Recipient, row.Found.At, row.Found.By))];
    }

    /// <param name="recipient">The hash of the address.</param>
    /// <returns>False when it was not suppressed.</returns>
    public async Task<bool> LiftAsync(ManageCall call, string recipient, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(call.Tenant.Id, cancel);
        if (await session.ExecuteAsync(Lift, cancel, call.Tenant.Id, recipient) == 0)
        {
            return false;
        }

        await call.AuditAsync(session, recipient, new { }, cancel);
        await session.CommitAsync(cancel);
        return true;
    }
}
