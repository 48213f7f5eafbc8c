using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Digest;

public sealed class ListSuppressions(ManageDesk desk, Suppressions suppressions)
{
    [Function(nameof(ListSuppressions))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/suppressions")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(
            request, tenant, "suppression.list", "",
            async call => new JsonResponse(new SuppressionsJson(await suppressions.ListAsync(call.Tenant, cancel))), cancel);
}
