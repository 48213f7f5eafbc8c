using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

public sealed class ListMonths(ManageDesk desk, FrozenMonths months)
{
    internal const int Most = 120;

    [Function(nameof(ListMonths))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/months")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "month.list", "", call => ListAsync(request.Query, call, cancel), cancel);

    private async Task<IActionResult> ListAsync(IQueryCollection query, ManageCall call, CancellationToken cancel)
    {
        Month? before = null;
        if ((string?)query["before"] is { } text)
        {
            if (!Month.TryParse(text, out var given))
            {
                return Problem.InvalidMonth(text);
            }

            before = given;
        }

        if (!int.TryParse((string?)query["limit"] ?? "24", NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > Most)
        {
            return Problem.Invalid($"limit is a number from 1 to {Most}.");
        }

        var page = await months.ListAsync(call.Tenant, before, limit, cancel);
        return new JsonResponse(new MonthsJson(
            [.. page.Select(month => FrozenMonthJson.Of(month, call.Tenant))],
            page.Count == limit ? $"?before={page[^1].Month}&limit={limit}" : null));
    }
}
