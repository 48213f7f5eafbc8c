using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Quarantines;

public sealed class ListQuarantine(ManageDesk desk, QuarantineReader quarantine)
{
    internal static readonly string[] States = ["open", "settled", "all"];

    [Function(nameof(ListQuarantine))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/quarantine")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "quarantine.list", "", async call =>
        {
            var (wanted, fault) = ListParameters.Read(request.Query, "state", States, "reason", "source");
            if (wanted is null || (fault = QuarantineReasons.Fault(wanted.Filter("reason"))) is not null)
            {
                return Problem.Invalid(fault!);
            }

            var (items, open) = await quarantine.ListAsync(call.Tenant, wanted, cancel);
            return new JsonResponse(new QuarantineJson(items, open, items.Count == wanted.Limit ? wanted.Next(items[^1].Seq) : null));
        }, cancel);
}
