using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

public sealed class ListMonths(BearerAccess access, FrozenMonths months)
{
    internal const int Most = 120;

    [Function(nameof(ListMonths))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/months")] HttpRequest request,
        string tenant, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenant, Scope.Manage, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        Month? before = null;
        if ((string?)request.Query["before"] is { } text)
        {
            if (!Month.TryParse(text, out var given))
            {
                return Problem.InvalidMonth(text);
            }

            before = given;
        }

        if (!int.TryParse((string?)request.Query["limit"] ?? "24", NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > Most)
        {
            return Problem.Invalid($"limit is a number from 1 to {Most}.");
        }

        var page = await months.ListAsync(caller.Tenant, before, limit, cancel);
        return new JsonResponse(new MonthsJson(
            [.. page.Select(month => FrozenMonthJson.Of(month, caller.Tenant))],
            page.Count == limit ? $"?before={page[^1].Month}&limit={limit}" : null));
    }
}
