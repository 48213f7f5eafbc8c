using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Digest;

/// <summary>The button's deed, and the mail client's own: one click, as RFC 8058 has it.</summary>
public sealed class Unsubscribe(UnsubscribeDesk desk)
{
    [Function(nameof(Unsubscribe))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pages/{tenant}/unsubscribe")] HttpRequest request,
        string tenant, CancellationToken cancel) => desk.UnsubscribeAsync(request, tenant, cancel);
}
