using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;

namespace Plumbline.Manage;

public sealed class ListAudit(BearerAccess access, AuditTrail audit)
{
    internal const int Most = 500;

    [Function(nameof(ListAudit))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/audit")] HttpRequest request,
        string tenant, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenant, Scope.Manage, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        long? before = null;
        if ((string?)request.Query["before"] is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            {
                return Problem.Invalid("before is the seq of an entry.");
            }

            before = given;
        }

        if (!int.TryParse((string?)request.Query["limit"] ?? "50", NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > Most)
        {
            return Problem.Invalid($"limit is a number from 1 to {Most}.");
        }

        var entries = await audit.ListAsync(caller.Tenant, before, limit, cancel);
        return new JsonResponse(new AuditJson(entries, entries.Count == limit ? $"?before={entries[^1].Seq}&limit={limit}" : null));
    }
}
