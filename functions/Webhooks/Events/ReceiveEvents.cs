using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Webhooks.Events;

public sealed class ReceiveEvents(EventDeliveries deliveries)
{
    [Function(nameof(ReceiveEvents))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "events/{tenant}")] HttpRequest request,
        string tenant,
        CancellationToken cancel) =>
        deliveries.ReceiveAsync(request, tenant, cancel);
}
