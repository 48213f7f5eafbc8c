using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Telemetry;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>
/// Renders the digest of a frozen month, archives it, and mails it to each recipient once. Twice only where SendGrid accepts a
/// mail and its answer is lost, or cannot be written down: the recipient then stays claimed, and is tried again after that.
/// </summary>
public sealed partial class DigestDelivery(
    TenantDirectory tenants,
    FrozenMonths months,
    DigestRenderer renderer,
    DigestArchive archive,
    DigestSends sends,
    LinkSigner links,
    SendGridClient mail,
    IOptions<PublicOptions> site,
    ILogger<DigestDelivery> log)
{
    /// <exception cref="InvalidOperationException">There is nothing to send: the month is not frozen, or has no figures.</exception>
    public async Task DeliverAsync(DigestMessage message, CancellationToken cancel)
    {
        var tenant = await tenants.FindAsync(message.Tenant, cancel)
            ?? throw new InvalidOperationException($"There is no tenant {message.Tenant}.");
        if (!Month.TryParse(message.Month, out var named))
        {
            throw new InvalidOperationException($"'{message.Month}' is not a month.");
        }

        var month = await months.FindAsync(tenant, named, message.Revision, cancel)
            ?? throw new InvalidOperationException($"{tenant.Slug} {named} r{message.Revision} is not frozen.");

        var digest = new DigestKey(tenant, named, month.Revision);
        var content = DigestContent.Of(tenant, month);
        var archived = await renderer.RenderAsync(content, monthUrl: null);
        await archive.SaveAsync(tenant, month, archived, DigestText.Render(content, monthUrl: null), cancel);

        // One address that cannot be reached must not keep the digest from the others.
        var failures = new List<Exception>();
        var recipients = await sends.RecipientsAsync(tenant, cancel);
        foreach (var recipient in recipients)
        {
            try
            {
                if (await sends.ClaimAsync(digest, recipient, cancel))
                {
                    await Traces.RunAsync("send mail", _ => SendAsync(digest, content, recipient, cancel));
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException($"The digest of {tenant.Slug} {named} did not reach {failures.Count} of its recipients.", failures);
        }

        if (await sends.MarkDoneAsync(digest, recipients, cancel))
        {
            LogSent(tenant.Slug, named, month.Revision);
        }
    }

    private async Task SendAsync(DigestKey digest, DigestContent content, Recipient recipient, CancellationToken cancel)
    {
        string? messageId;
        try
        {
            var (tenant, month) = (digest.Tenant.Slug, digest.Month);
            var pages = $"{site.Value.Url.TrimEnd('/')}/api/pages/{tenant}";
            var url = $"{pages}/months/{month}?revision={digest.Revision}&{await links.SignAsync(LinkSigner.MonthPage, tenant, month, recipient.Email, cancel)}";
            var unsubscribe = $"{pages}/unsubscribe?month={month}&{await links.SignAsync(LinkSigner.Unsubscribe, tenant, month, recipient.Email, cancel)}";
            var html = await renderer.RenderAsync(content, url, unsubscribeUrl: unsubscribe);
            messageId = await mail.SendAsync(
                new Mail(recipient, content.Subject, html, DigestText.Render(content, url, unsubscribe), unsubscribe), cancel);
        }
        catch (Exception e) when (e is not MailOutcomeUnknownException)
        {
            await sends.ReleaseAsync(digest, recipient.Email, CancellationToken.None);
            throw;
        }

        // The mail is out: that is written down even while the host is stopping, and if it cannot be, the lease holds.
        await sends.MarkSentAsync(digest, recipient.Email, messageId, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Information, "Digest of {Tenant} {Month} r{Revision} sent")]
    private partial void LogSent(string tenant, Month month, int revision);
}
