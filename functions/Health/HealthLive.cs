using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;

namespace Plumbline.Health;

/// <summary>Whether the process answers. Touches nothing else.</summary>
public sealed class HealthLive
{
    [Function(nameof(HealthLive))]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        new JsonResponse(new LivenessJson("alive"));
}
