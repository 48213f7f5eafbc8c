using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

public sealed class RequestDigest(BearerAccess access, FrozenMonths months, DigestOutbox outbox)
{
    [Function(nameof(RequestDigest))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/months/{month}/digest")] HttpRequest request,
        string tenant, string month, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenant, Scope.Manage, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        if (!Month.TryParse(month, out var wanted))
        {
            return Problem.InvalidMonth(month);
        }

        if (await months.FindAsync(caller.Tenant, wanted, revision: null, cancel) is not { } frozen)
        {
            return Problem.NotFound($"{wanted} is not frozen.");
        }

        await outbox.RequestAsync(caller.Tenant, wanted, frozen.Revision, caller.Actor, cancel);
        return new JsonResponse(new DigestJson(tenant, month, frozen.Revision, "queued"), 202);
    }
}
