using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Reconciliation;

public sealed class AcceptFinding(FindingDesk findings)
{
    [Function(nameof(AcceptFinding))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/findings/{finding}/accept")] HttpRequest request,
        string tenant, string finding, CancellationToken cancel) =>
        findings.DecideAsync(request, tenant, finding, "finding.accept", from: "open", to: "accepted", cancel);
}
