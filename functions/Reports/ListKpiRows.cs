using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Reports;

public sealed class ListKpiRows(ReportDesk desk)
{
    [Function(nameof(ListKpiRows))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{tenant}/kpis/{kpi}/rows")] HttpRequest request,
        string tenant, string kpi, CancellationToken cancel) =>
        desk.AnswerAsync(KpiRowsReport.Of(kpi), request, tenant, cancel);
}
