using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>The month's page, opened by the link in the digest or by a token.</summary>
public sealed class MonthPage(BearerAccess access, LinkSigner links, TenantDirectory tenants, RateLimits limits, FrozenMonths months, DigestRenderer renderer)
{
    [Function(nameof(MonthPage))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{tenant}/months/{month}")] HttpRequest request,
        string tenant, string month, CancellationToken cancel)
    {
        if (!Month.TryParse(month, out var wanted))
        {
            return Problem.InvalidMonth(month);
        }

        var byLink = await links.IsValidAsync(LinkSigner.MonthPage, tenant, wanted, request.Query, cancel);
        var (caller, refusal) = byLink ? (null, null) : await access.AuthorizeAsync(request, tenant, Scope.Report, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        if (await tenants.FindAsync(tenant, cancel) is not { } known)
        {
            return Problem.UnknownTenant();
        }

        if (byLink && limits.RefuseCall(known.Id) is { } tooMany)
        {
            return tooMany;
        }

        if (await months.FindAsync(known, wanted, revision: null, cancel) is not { } frozen)
        {
            return Problem.NotFound($"{wanted} is not frozen.");
        }

        var funnel = caller is null
            ? await links.ContinueAsync(LinkSigner.FunnelPage, tenant, wanted, request.Query, cancel)
            : await links.TrySignBrieflyAsync(LinkSigner.FunnelPage, tenant, wanted, caller.Actor, cancel);
        var content = DigestContent.Of(known, frozen, complete: true);
        return new HtmlResponse(await renderer.RenderAsync(content, monthUrl: null, funnel is null ? null : $"../funnel?month={wanted}&{funnel}"));
    }
}
