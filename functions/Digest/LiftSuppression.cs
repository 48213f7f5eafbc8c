using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Digest;

public sealed class LiftSuppression(ManageDesk desk, Suppressions suppressions)
{
    [Function(nameof(LiftSuppression))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "manage/{tenant}/suppressions/{recipient}")] HttpRequest request,
        string tenant, string recipient, CancellationToken cancel)
    {
        // No address: hosts and proxies log what is asked for.
        var hash = RecipientHash.IsOne(recipient) ? recipient : null;
        return desk.AnswerAsync(request, tenant, "suppression.lift", hash ?? "", call => LiftAsync(call, hash, cancel), cancel);
    }

    private async Task<IActionResult> LiftAsync(ManageCall call, string? hash, CancellationToken cancel) =>
        hash is null ? Problem.Invalid("A recipient is 64 hexadecimal digits, as the list of suppressions tells it; an address is not taken, since paths stand in logs.")
        : await suppressions.LiftAsync(call, hash, cancel) ? new StatusCodeResult(204)
        : Problem.NotFound("The recipient is not suppressed.");
}
