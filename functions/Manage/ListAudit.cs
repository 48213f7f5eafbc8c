using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;

namespace Plumbline.Manage;

public sealed class ListAudit(ManageDesk desk, AuditTrail audit)
{
    internal const int Most = 500;

    internal const int LongestAction = 100;

    [Function(nameof(ListAudit))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/audit")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "audit.list", "", call => ListAsync(request.Query, call, cancel), cancel);

    private async Task<IActionResult> ListAsync(IQueryCollection query, ManageCall call, CancellationToken cancel)
    {
        long? before = null;
        if ((string?)query["before"] is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            {
                return Problem.Invalid("before is the seq of an entry.");
            }

            before = given;
        }

        if (!int.TryParse((string?)query["limit"] ?? "50", NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > Most)
        {
            return Problem.Invalid($"limit is a number from 1 to {Most}.");
        }

        var action = (string?)query["action"];
        if (action is not null && (action.Length is 0 or > LongestAction || !action.All(c => char.IsAsciiLetterLower(c) || c is '.' or '-')))
        {
            return Problem.Invalid("action is an action as entries tell it, such as adjustment.create.");
        }

        var entries = await audit.ListAsync(call.Tenant, before, action, limit, cancel);
        var next = entries.Count == limit ? $"?before={entries[^1].Seq}&limit={limit}{(action is null ? "" : $"&action={action}")}" : null;
        return new JsonResponse(new AuditJson(entries, next));
    }
}
