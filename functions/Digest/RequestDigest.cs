using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

public sealed class RequestDigest(ManageDesk desk, FrozenMonths months, DigestOutbox outbox)
{
    [Function(nameof(RequestDigest))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/months/{month}/digest")] HttpRequest request,
        string tenant, string month, CancellationToken cancel)
    {
        Month? wanted = Month.TryParse(month, out var read) ? read : null;
        return desk.AnswerAsync(
            request, tenant, "month.digest", wanted?.ToString() ?? "",
            async call => wanted is { } known ? await SendAsync(request, call, known, cancel) : Problem.InvalidMonth(month), cancel);
    }

    private async Task<IActionResult> SendAsync(HttpRequest request, ManageCall call, Month month, CancellationToken cancel)
    {
        var (wanted, problem) = await request.ReadJsonAsync(cancel, whenEmpty: new DigestRequest());
        if ((problem ?? (wanted!.Fault() is { } fault ? Problem.Invalid(fault) : null)) is { } refusal)
        {
            return refusal;
        }

        if (await months.FindAsync(call.Tenant, month, wanted!.Revision, cancel) is not { } frozen)
        {
            return Problem.NotFound(wanted.Revision is { } revision ? $"{month} has no revision {revision}." : $"{month} is not frozen.");
        }

        await outbox.RequestAsync(call, month, frozen.Revision, cancel);
        return new JsonResponse(new DigestJson(call.Tenant.Slug, month.ToString(), frozen.Revision, "queued"), 202);
    }
}
