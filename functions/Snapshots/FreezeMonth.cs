using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

public sealed class FreezeMonth(ManageDesk desk, MonthFreezer freezer)
{
    [Function(nameof(FreezeMonth))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/months/{month}/freeze")] HttpRequest request,
        string tenant, string month, CancellationToken cancel)
    {
        Month? wanted = Month.TryParse(month, out var read) ? read : null;
        return desk.AnswerAsync(
            request, tenant, "month.freeze", wanted?.ToString() ?? "",
            async call => wanted is { } known ? await FreezeAsync(call, known, cancel) : Problem.InvalidMonth(month), cancel);
    }

    private async Task<IActionResult> FreezeAsync(ManageCall call, Month month, CancellationToken cancel) =>
        await freezer.FreezeAsync(call, month, cancel) switch
        {
            FreezeResult.Frozen(var frozen, var already) => new JsonResponse(FrozenMonthJson.Of(frozen, call.Tenant, already)),
            FreezeResult.NotClosed(var endsAt, var zone) => Problem.Conflict(
                "month-not-closed", "The month is not over", $"{month} ends at {endsAt.UtcDateTime:u} ({zone})."),
            FreezeResult.BeforeFirstMonth(var first) => Problem.Conflict(
                "before-first-month", "The month is before the tenant's first", $"The first month that closes is {first}."),
            FreezeResult.EarlierMonthOpen(var earliest) => Problem.Conflict(
                "earlier-month-open", "An earlier month is still open", $"Months close in order: freeze {earliest} first."),
            _ => throw new InvalidOperationException(),
        };
}
