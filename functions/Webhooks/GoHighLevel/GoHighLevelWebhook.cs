using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Webhooks.GoHighLevel;

public sealed class GoHighLevelWebhook(GoHighLevelDeliveries deliveries)
{
    [Function(nameof(GoHighLevelWebhook))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/ghl/{tenant}")] HttpRequest request,
        string tenant,
        CancellationToken cancel) =>
        deliveries.ReceiveAsync(request, tenant, cancel);
}
