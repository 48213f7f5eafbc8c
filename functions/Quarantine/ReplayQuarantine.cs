using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Quarantines;

public sealed class ReplayQuarantine(ManageDesk desk, QuarantineReplayer replayer)
{
    [Function(nameof(ReplayQuarantine))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/quarantine/replay")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "quarantine.replay", "", async call =>
        {
            var (wanted, problem) = await request.ReadJsonAsync<ReplayRequest>(cancel);
            return wanted is null ? problem!
                : wanted.Fault() is { } fault ? Problem.Invalid(fault)
                : QuarantineAnswer.Of(await replayer.ReplayAsync(call, wanted, cancel));
        }, cancel);
}
