using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

public sealed class GetAdjustment(ManageDesk desk, AdjustmentLog log)
{
    [Function(nameof(GetAdjustment))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/adjustments/{adjustment}")] HttpRequest request,
        string tenant, string adjustment, CancellationToken cancel)
    {
        long? seq = long.TryParse(adjustment, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;
        return desk.AnswerAsync(
            request, tenant, "adjustment.get", seq?.ToString(CultureInfo.InvariantCulture) ?? "", call => GetAsync(call, seq, cancel), cancel);
    }

    private async Task<IActionResult> GetAsync(ManageCall call, long? seq, CancellationToken cancel) =>
        seq is not { } wanted ? Problem.Invalid("An adjustment is named by its seq, a whole number.")
        : await log.FindAsync(call.Tenant, wanted, cancel) is { } found ? new JsonResponse(found)
        : Problem.NotFound("The tenant has no such adjustment.");
}
