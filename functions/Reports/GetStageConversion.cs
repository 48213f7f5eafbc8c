using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;

namespace Plumbline.Reports;

public sealed class GetStageConversion(BearerAccess access, StageConversionRuns runs)
{
    [Function(nameof(GetStageConversion))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{tenant}/stage-conversion/{run}")] HttpRequest request,
        string tenant, string run, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenant, Scope.Report, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        if (StageConversionListQuery.Unknown(request.Query, "format") is { } fault)
        {
            return Problem.Invalid(fault);
        }

        return Guid.TryParseExact(run, "D", out var id) && await runs.FindAsync(caller.Tenant, id, cancel) is { } found
            ? StageConversionAnswer.Of(found, request)
            : Problem.NotFound($"There is no run '{Problem.Clip(run)}' of stage conversion.");
    }
}
