using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Quarantines;

public sealed class ListFindings(ManageDesk desk, FindingReader findings)
{
    internal static readonly string[] States = ["open", "resolved", "accepted", "all"];

    [Function(nameof(ListFindings))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/findings")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "findings.list", "", async call =>
        {
            var (wanted, fault) = ListParameters.Read(request.Query, "status", States, "check");
            if (wanted is null)
            {
                return Problem.Invalid(fault!);
            }

            var page = await findings.ListAsync(call.Tenant, wanted, cancel);
            return new JsonResponse(new FindingsJson(page, page.Count == wanted.Limit ? wanted.Next(page[^1].Seq) : null));
        }, cancel);
}
