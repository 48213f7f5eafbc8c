using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Reports;

/// <summary>The conversion report as a page, opened by a signed link or by a token.</summary>
public sealed class FunnelPage(FunnelPages pages)
{
    [Function(nameof(FunnelPage))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{tenant}/funnel")] HttpRequest request,
        string tenant, CancellationToken cancel) => pages.OpenAsync(request, tenant, cancel);
}
