using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Webhooks.Stripe;

public sealed class StripeWebhook(StripeDeliveries deliveries)
{
    [Function(nameof(StripeWebhook))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/stripe/{tenant}")] HttpRequest request,
        string tenant,
        CancellationToken cancel) =>
        deliveries.ReceiveAsync(request, tenant, cancel);
}
