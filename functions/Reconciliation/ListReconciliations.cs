using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Reconciliation;

public sealed class ListReconciliations(ManageDesk desk, ReconciliationReader reader)
{
    internal const int Most = 100;
    internal const int Usual = 20;

    [Function(nameof(ListReconciliations))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/reconciliations")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "reconciliation.list", "", call => ListAsync(request.Query, call, cancel), cancel);

    private async Task<IActionResult> ListAsync(IQueryCollection query, ManageCall call, CancellationToken cancel)
    {
        long? before = null;
        if ((string?)query["before"] is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            {
                return Problem.Invalid("before is the seq of a run.");
            }

            before = given;
        }

        if (!int.TryParse((string?)query["limit"] ?? $"{Usual}", NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > Most)
        {
            return Problem.Invalid($"limit is a number from 1 to {Most}.");
        }

        var page = await reader.ListAsync(call.Tenant, before, limit, cancel);
        return new JsonResponse(new ReconciliationsJson(page, page.Count == limit ? $"?before={page[^1].Seq}&limit={limit}" : null));
    }
}
