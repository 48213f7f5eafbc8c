using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

public sealed class ListAdjustments(ManageDesk desk, AdjustmentLog log)
{
    [Function(nameof(ListAdjustments))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/adjustments")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "adjustment.list", "", call => ListAsync(request.Query, call, cancel), cancel);

    private async Task<IActionResult> ListAsync(IQueryCollection given, ManageCall call, CancellationToken cancel)
    {
        var (query, fault) = AdjustmentQuery.Read(given);
        return query is null ? Problem.Invalid(fault!) : new JsonResponse(await log.ListAsync(call.Tenant, query, cancel));
    }
}
