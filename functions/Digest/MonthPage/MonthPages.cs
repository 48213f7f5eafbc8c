using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Reports;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>Opens the month's page. A signed link opens its own month in any revision; a token opens every month.</summary>
public sealed class MonthPages(
    BearerAccess access, LinkSigner links, TenantDirectory tenants, RateLimits limits, FrozenMonths months, MonthHistories histories, RetroactiveChanges changes,
    DigestRenderer renderer)
{
    public async Task<IActionResult> OpenAsync(HttpRequest request, string slug, string text, CancellationToken cancel)
    {
        if (!Month.TryParse(text, out var month))
        {
            return Problem.InvalidMonth(text);
        }

        if (await links.IsValidAsync(LinkSigner.MonthPage, slug, month, request.Query, cancel))
        {
            return await tenants.FindAsync(slug, cancel) is not { } linked
                ? Problem.UnknownTenant()
                : limits.RefuseCall(linked.Id)
                    ?? await ShowAsync(request, linked, month, async purpose => await links.ContinueAsync(purpose, slug, month, request.Query, cancel), cancel);
        }

        // A browser that follows a link sends no token: the links are signed, so that they open.
        var (caller, refusal) = await access.AuthorizeAsync(request, slug, Scope.Report, cancel);
        return caller is null
            ? refusal!
            : await ShowAsync(request, caller.Tenant, month, purpose => links.TrySignBrieflyAsync(purpose, slug, month, caller.Actor, cancel), cancel);
    }

    /// <param name="sign">The signed query for a page of this purpose; null while there is no key to sign with.</param>
    private async Task<IActionResult> ShowAsync(HttpRequest request, Tenant tenant, Month month, Func<string, Task<string?>> sign, CancellationToken cancel)
    {
        int? revision = null;
        if ((string?)request.Query["revision"] is { } asked)
        {
            if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                return Problem.Invalid("revision is a whole number from 1.");
            }

            revision = number;
        }

        if (await months.FindAsync(tenant, month, revision, cancel) is not { } frozen)
        {
            return Problem.NotFound(revision is null ? $"{month} is not frozen." : $"{month} has no revision {revision}.");
        }

        // What differs today is told of the latest revision: an earlier one has been replaced for such a reason.
        var since = frozen.IsLatest ? await TryReadChangesAsync(tenant, month, cancel) : null;
        var (page, funnel) = (await sign(LinkSigner.MonthPage), await sign(LinkSigner.FunnelPage));
        var content = MonthContent.Of(
            tenant,
            frozen,
            await histories.ReadAsync(tenant, month, cancel),
            since?.Changes.Select(changed => changed.Change).ToArray(),
            number => page is null ? $"?revision={number}" : $"?revision={number}&{page}",
            funnel is null ? null : $"../funnel?month={month}&{funnel}",
            sinceIsUnknown: frozen.IsLatest && since is null);
        return new HtmlResponse(await renderer.RenderAsync(content));
    }

    // The page is of what is frozen: it opens also where the ledger is too large to be compared while somebody waits.
    private async Task<MonthChanges?> TryReadChangesAsync(Tenant tenant, Month month, CancellationToken cancel)
    {
        try
        {
            return await changes.ReadAsync(tenant, month, rowsPerKpi: 0, cancel);
        }
        catch (NpgsqlException e) when (ReportDesk.IsTooLong(e))
        {
            return null;
        }
    }
}
