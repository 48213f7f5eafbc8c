using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Access;
using Plumbline.Platform;

namespace Plumbline.Reports;

public sealed class ListStageConversions(BearerAccess access, StageConversionRuns runs)
{
    [Function(nameof(ListStageConversions))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{tenant}/stage-conversion")] HttpRequest request,
        string tenant, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenant, Scope.Report, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        var (query, fault) = StageConversionListQuery.Read(request.Query);
        return query is null
            ? Problem.Invalid(fault!)
            : StageConversionAnswer.Of(await runs.ListAsync(caller.Tenant, query, cancel), query, request);
    }
}
