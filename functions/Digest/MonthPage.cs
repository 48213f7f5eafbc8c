using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>The month's page, opened by the link in the digest or by a token.</summary>
public sealed class MonthPage(BearerAccess access, LinkSigner links, TenantDirectory tenants, FrozenMonths months, DigestRenderer renderer)
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

        if (!await links.IsValidAsync(LinkSigner.MonthPage, tenant, wanted, request.Query, cancel)
            && await access.AuthorizeAsync(request, tenant, Scope.Report, cancel) is (null, var refusal))
        {
            return refusal!;
        }

        return await tenants.FindAsync(tenant, cancel) is { } known && await months.FindAsync(known, wanted, revision: null, cancel) is { } frozen
            ? new HtmlResponse(await renderer.RenderAsync(DigestContent.Of(known, frozen, complete: true), monthUrl: null))
            : Problem.NotFound($"{wanted} is not frozen.");
    }
}
