using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Reconciliation;

public sealed class ReopenFinding(FindingDesk findings)
{
    [Function(nameof(ReopenFinding))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/findings/{finding}/reopen")] HttpRequest request,
        string tenant, string finding, CancellationToken cancel) =>
        findings.DecideAsync(request, tenant, finding, "finding.reopen", from: "accepted", to: "open", cancel);
}
