using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Reports;

public sealed class ListKpis(ReportDesk desk)
{
    [Function(nameof(ListKpis))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{tenant}/kpis")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(KpiReport.Report, request, tenant, cancel);
}
