using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

public sealed class FreezeMonth(BearerAccess access, MonthFreezer freezer)
{
    [Function(nameof(FreezeMonth))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/months/{month}/freeze")] HttpRequest request,
        string tenant, string month, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenant, Scope.Manage, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        return !Month.TryParse(month, out var wanted) ? Problem.InvalidMonth(month)
            : await freezer.FreezeAsync(caller.Tenant, wanted, caller.Actor, "on request", TimeSpan.Zero, cancel) switch
            {
                FreezeResult.Frozen(var frozen, var already) => new JsonResponse(FrozenMonthJson.Of(frozen, caller.Tenant, already)),
                FreezeResult.NotClosed(var endsAt, var zone) => Problem.Conflict(
                    "month-not-closed", "The month is not over", $"{wanted} ends at {endsAt.UtcDateTime:u} ({zone})."),
                FreezeResult.BeforeFirstMonth(var first) => Problem.Conflict(
                    "before-first-month", "The month is before the tenant's first", $"The first month that closes is {first}."),
                FreezeResult.EarlierMonthOpen(var earliest) => Problem.Conflict(
                    "earlier-month-open", "An earlier month is still open", $"Months close in order: freeze {earliest} first."),
                _ => throw new InvalidOperationException(),
            };
    }
}
