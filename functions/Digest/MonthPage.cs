using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Digest;

/// <summary>The month's page, opened by the link in the digest or by a token.</summary>
public sealed class MonthPage(MonthPages pages)
{
    [Function(nameof(MonthPage))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{tenant}/months/{month}")] HttpRequest request,
        string tenant, string month, CancellationToken cancel) => pages.OpenAsync(request, tenant, month, cancel);
}
