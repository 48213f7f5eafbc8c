using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

public sealed class VerifySeals(ManageDesk desk, SealVerifier verifier)
{
    [Function(nameof(VerifySeals))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/verify")] HttpRequest request, string tenant, CancellationToken cancel)
    {
        var asked = (string?)request.Query["month"];
        Month? month = Month.TryParse(asked, out var read) ? read : null;
        return desk.AnswerAsync(
            request, tenant, "seal.verify", month?.ToString() ?? "",
            async call => asked is null || month is not null ? await VerifyAsync(call, month, cancel) : Problem.InvalidMonth(asked), cancel,
            isIdentityEnough: true);
    }

    private async Task<IActionResult> VerifyAsync(ManageCall call, Month? month, CancellationToken cancel)
    {
        try
        {
            var report = await verifier.VerifyAsync(call.Tenant, month, call.Actor, cancel);
            return month is not null && report.Months.Count == 0 && report.Failures.Count == 0 ? Problem.NotFound($"{month} is not closed.") : new JsonResponse(report);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            return Problem.Of(503, "copies-unavailable", "The copies of the seals cannot be read", "Nothing was verified: storage does not answer. Ask again.");
        }
    }
}
