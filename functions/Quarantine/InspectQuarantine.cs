using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Quarantines;

public sealed class InspectQuarantine(ManageDesk desk, QuarantineReader quarantine)
{
    [Function(nameof(InspectQuarantine))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "manage/{tenant}/quarantine/{item}")] HttpRequest request,
        string tenant, string item, CancellationToken cancel)
    {
        var given = (string?)request.Query["reveal"];
        var reveal = given == "true";
        long? seq = long.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;
        var subject = seq?.ToString(CultureInfo.InvariantCulture) ?? "";
        return desk.AnswerAsync(request, tenant, reveal ? "quarantine.reveal" : "quarantine.inspect", subject, async call =>
        {
            if (given is not (null or "true" or "false"))
            {
                return Problem.Invalid("reveal is true or false.");
            }

            if (seq is not { } wanted || await quarantine.InspectAsync(call, wanted, reveal, cancel) is not { } found)
            {
                return Problem.NotFound("The tenant has no such item in quarantine.");
            }

            return new JsonResponse(found) { Headers = { ["Cache-Control"] = "no-store" } };
        }, cancel);
    }
}
