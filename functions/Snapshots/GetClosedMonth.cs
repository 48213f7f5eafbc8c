using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

public sealed class GetClosedMonth(MonthDesk desk, FrozenMonths months)
{
    [Function(nameof(GetClosedMonth))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{tenant}/months/{month}")] HttpRequest request,
        string tenant, string month, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, month, ("revision", 1, int.MaxValue), (known, wanted, revision) => FindAsync(known, wanted, revision, cancel), cancel);

    private async Task<object?> FindAsync(Tenant tenant, Month month, int? revision, CancellationToken cancel) =>
        await months.FindAsync(tenant, month, revision, cancel) is { } found
            ? FrozenMonthJson.Of(found, tenant, revisions: await months.ListRevisionsAsync(tenant, month, cancel))
            : null;
}
