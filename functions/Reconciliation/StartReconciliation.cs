using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Reconciliation;

public sealed class StartReconciliation(ManageDesk desk, ReconciliationDesk reconciliations)
{
    [Function(nameof(StartReconciliation))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/reconcile")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, ReconciliationDesk.Action, "", async call =>
        {
            var (wanted, problem) = await request.ReadJsonAsync(cancel, whenEmpty: new ReconcileRequest());
            return wanted is null ? problem! : await reconciliations.StartAsync(call, wanted, cancel);
        }, cancel);
}
