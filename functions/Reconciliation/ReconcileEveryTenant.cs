using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Reconciliation;

public sealed class ReconcileEveryTenant(ReconciliationDesk reconciliations)
{
    [Function(nameof(ReconcileEveryTenant))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "manage/reconcile")] HttpRequest request, CancellationToken cancel) =>
        reconciliations.StartAllAsync(cancel);
}
