using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;

namespace Plumbline.Health;

/// <summary>Whether the app can do its work, as a probe asks before it sends anybody here: 200, or 503 with what is amiss.</summary>
public sealed class HealthReady(Readiness readiness)
{
    [Function(nameof(HealthReady))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request, CancellationToken cancel)
    {
        var answer = await readiness.FindAsync(cancel);
        return new JsonResponse(answer, answer.Status == ReadinessJson.Ready ? 200 : 503);
    }
}
