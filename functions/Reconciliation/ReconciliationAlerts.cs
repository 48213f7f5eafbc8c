using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>
/// Tells a tenant's admins what a run has left open that was not open before: an e-mail each, once. Who could not be told then is
/// told by the timer, for a week.
/// </summary>
public sealed partial class ReconciliationAlerts(Database database, SendGridClient mail, ReconciliationText text, ILogger<ReconciliationAlerts> log)
{
    private const string SelectUntold = """
        select r.run_id, a.email, a.name
        from recon.runs as r
        join staging.admins as a on a.tenant_id = r.tenant_id
        where r.tenant_id = $1
            and r.new_findings > 0
            and r.finished_at > now() - interval '7 days'
            and not exists (
                select
                from ops.reconciliation_alerts as s
                where s.tenant_id = r.tenant_id and s.run_id = r.run_id and s.recipient = a.email and (s.sent_at is not null or s.attempts >= 100)
            )
        order by r.seq, a.email
        """;

    private const string Claim = """
        insert into ops.reconciliation_alerts as s (tenant_id, run_id, recipient, leased_until, attempts)
        values ($1, $2, $3, now() + interval '15 minutes', 1)
        on conflict (tenant_id, run_id, recipient) do update
        set leased_until = excluded.leased_until, attempts = s.attempts + 1
        where s.sent_at is null and (s.leased_until is null or s.leased_until < now())
        """;

    private const string MarkSent = """
        update ops.reconciliation_alerts
        set sent_at = now(), leased_until = null, message_id = $4
        where tenant_id = $1 and run_id = $2 and recipient = $3
        """;

    private const string Release = """
        update ops.reconciliation_alerts
        set leased_until = null
        where tenant_id = $1 and run_id = $2 and recipient = $3 and sent_at is null
        """;

    private const string SelectNews = $"""
        with news as ({RunNews.Select})

        select check_name, detail, severity
        from news
        order by array_position(array['high', 'medium', 'low'], severity), seq
        """;

    private const string SelectSummaries = "select summary from recon.run_sources where tenant_id = $1 and run_id = $2 order by seq";

    public async Task SendAsync(Tenant tenant, CancellationToken cancel)
    {
        IReadOnlyList<(Guid Run, Recipient Admin)> untold;
        await using (var session = await database.OpenAsync(tenant.Id, cancel))
        {
            untold = await session.ListAsync(
                SelectUntold, row => (row.GetGuid(0), new Recipient(row.GetString(1), row.GetOptionalText(2))), cancel, tenant.Id);
        }

        foreach (var (run, admin) in untold)
        {
            try
            {
                await SendAsync(tenant, run, admin, cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotTold(tenant.Slug, run, e);
            }
        }
    }

    private async Task SendAsync(Tenant tenant, Guid run, Recipient admin, CancellationToken cancel)
    {
        if (await WriteAsync(tenant, Claim, cancel, run, admin.Email) == 0)
        {
            return;
        }

        string? messageId = null;
        try
        {
            // What is settled by now is no news any more.
            if (await ComposeAsync(tenant, run, admin, cancel) is { } message)
            {
                messageId = await mail.SendAsync(message, cancel);
            }
        }
        catch (Exception e) when (e is not MailOutcomeUnknownException)
        {
            await WriteAsync(tenant, Release, CancellationToken.None, run, admin.Email);
            throw;
        }

        await WriteAsync(tenant, MarkSent, CancellationToken.None, run, admin.Email, messageId);
    }

    private async Task<Mail?> ComposeAsync(Tenant tenant, Guid run, Recipient admin, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var news = await session.ListAsync(SelectNews, ReadFinding, cancel, tenant.Id, run);
        var summaries = await session.ListAsync(SelectSummaries, row => row.GetString(0), cancel, tenant.Id, run);
        return news.Count == 0 ? null : text.Alert(tenant, admin, news, summaries);
    }

    private static (string Check, string Detail, string Severity) ReadFinding(NpgsqlDataReader row) => (row.GetString(0), row.GetString(1), row.GetString(2));

    private async Task<int> WriteAsync(Tenant tenant, string sql, CancellationToken cancel, params object?[] more)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var written = await session.ExecuteAsync(sql, cancel, [tenant.Id, .. more]);
        await session.CommitAsync(cancel);
        return written;
    }

    [LoggerMessage(LogLevel.Error, "An admin of {Tenant} could not be told what reconciliation {Run} found; the timer tries again")]
    private partial void LogNotTold(string tenant, Guid run, Exception exception);
}
