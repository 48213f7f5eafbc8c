using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

public sealed class ListMonthChanges(MonthDesk desk, RetroactiveChanges changes)
{
    internal const int UsualRows = 100;
    internal const int MostRows = 1000;

    [Function(nameof(ListMonthChanges))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{tenant}/months/{month}/changes")] HttpRequest request,
        string tenant, string month, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, month, ("rows", 0, MostRows), (known, wanted, rows) => ReadAsync(known, wanted, rows ?? UsualRows, cancel), cancel);

    private async Task<object?> ReadAsync(Tenant tenant, Month month, int rows, CancellationToken cancel) =>
        await changes.ReadAsync(tenant, month, rows, cancel) is { } found ? MonthChangesJson.Of(found, tenant) : null;
}
