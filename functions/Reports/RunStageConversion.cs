using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;

namespace Plumbline.Reports;

public sealed class RunStageConversion(BearerAccess access, StageConversionRunner runner)
{
    [Function(nameof(RunStageConversion))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{tenant}/stage-conversion")] HttpRequest request,
        string tenant, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenant, Scope.Report, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        // What is asked for stands in the body: a month in the address would be passed over.
        if (StageConversionListQuery.Unknown(request.Query) is { } fault)
        {
            return Problem.Invalid(fault);
        }

        var (wanted, problem) = await request.ReadJsonAsync<StageConversionRequest>(cancel);
        return wanted is null ? problem! : StageConversionAnswer.Of(await runner.RunAsync(caller, wanted, cancel), tenant);
    }
}
