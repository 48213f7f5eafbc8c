using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Digest;

/// <summary>Where the link in the digest's footer leads: a page with a button.</summary>
public sealed class UnsubscribePage(UnsubscribeDesk desk)
{
    [Function(nameof(UnsubscribePage))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{tenant}/unsubscribe")] HttpRequest request,
        string tenant, CancellationToken cancel) => desk.AskAsync(request, tenant, cancel);
}
