using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

public sealed class RegenerateMonth(ManageDesk desk, MonthFreezer freezer)
{
    [Function(nameof(RegenerateMonth))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/months/{month}/regenerate")] HttpRequest request,
        string tenant, string month, CancellationToken cancel)
    {
        Month? wanted = Month.TryParse(month, out var read) ? read : null;
        return desk.AnswerAsync(
            request, tenant, "month.regenerate", wanted?.ToString() ?? "",
            async call => wanted is { } known ? await RegenerateAsync(request, call, known, cancel) : Problem.InvalidMonth(month), cancel);
    }

    private async Task<IActionResult> RegenerateAsync(HttpRequest request, ManageCall call, Month month, CancellationToken cancel)
    {
        var (wanted, problem) = await request.ReadJsonAsync<RegenerateRequest>(cancel);
        return wanted is null ? problem!
            : wanted.Fault() is { } fault ? Problem.Invalid(fault)
            : Answer(call, month, await freezer.RegenerateAsync(call, month, wanted.ExpectedRevision!.Value, wanted.Reason!.Trim(), cancel));
    }

    private static IActionResult Answer(ManageCall call, Month month, RegenerateResult result) => result switch
    {
        RegenerateResult.Regenerated(var made) => new JsonResponse(FrozenMonthJson.Of(made, call.Tenant), 201),
        RegenerateResult.NotFrozen => Problem.NotFound($"{month} is not frozen: there is nothing to compute anew."),
        RegenerateResult.OtherRevision(var current) => Problem.Conflict(
            "other-revision", "There is another revision",
            string.Create(CultureInfo.InvariantCulture, $"The latest revision of {month} is {current}: look at it, and ask again if it is still to be replaced.")),
        _ => throw new InvalidOperationException(),
    };
}
