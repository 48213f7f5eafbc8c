using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Reconciliation;

public sealed class GetReconciliation(ManageDesk desk, ReconciliationReader reader)
{
    [Function(nameof(GetReconciliation))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/reconciliations/{run}")] HttpRequest request,
        string tenant, string run, CancellationToken cancel)
    {
        Guid? wanted = Guid.TryParse(run, out var read) ? read : null;
        return desk.AnswerAsync(
            request, tenant, "reconciliation.get", wanted?.ToString() ?? "",
            async call => wanted is { } known && await reader.FindAsync(call.Tenant, known, cancel) is { } found
                ? new JsonResponse(found)
                : Problem.NotFound($"There is no reconciliation {Problem.Clip(run)}."),
            cancel);
    }
}
