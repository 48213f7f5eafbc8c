using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Quarantines;

public sealed class DismissQuarantine(ManageDesk desk, QuarantineDismisser dismisser)
{
    [Function(nameof(DismissQuarantine))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/quarantine/dismiss")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "quarantine.dismiss", "", async call =>
        {
            var (wanted, problem) = await request.ReadJsonAsync<DismissRequest>(cancel);
            return wanted is null ? problem!
                : wanted.Fault() is { } fault ? Problem.Invalid(fault)
                : QuarantineAnswer.Of(await dismisser.DismissAsync(call, wanted, cancel));
        }, cancel);
}
