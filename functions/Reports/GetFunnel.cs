using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Reports;

/// <summary>How far a period's leads came.</summary>
public sealed class GetFunnel(ReportDesk desk)
{
    private static readonly Report Funnel = new("funnel", [FunnelQuery.By], ComputeAsync)
    {
        Refine = FunnelQuery.Refine,
        // The leads of a period that is over are followed on for the whole window.
        DependsOnToday = true,
    };

    [Function(nameof(GetFunnel))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{tenant}/funnel")] HttpRequest request,
        string tenant, CancellationToken cancel) => desk.AnswerAsync(Funnel, request, tenant, cancel);

    private static async Task<ReportAnswer> ComputeAsync(ReportSession session, ReportQuery query, CancellationToken cancel)
    {
        var report = await FunnelReader.ReadAsync(session, query, FunnelQuery.ByOf(query), cancel);
        return ReportAnswer.Of(FunnelJson.Of(session.Tenant.Slug, report), FunnelCsv.Of(report));
    }
}
