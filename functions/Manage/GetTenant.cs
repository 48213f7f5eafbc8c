using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

public sealed class GetTenant(TenantDirectory tenants, TenantReader reader)
{
    /// <summary>Answers with what <see cref="PutTenant"/> accepts: put back, it changes nothing.</summary>
    [Function(nameof(GetTenant))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "manage/tenants/{tenant}")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        await tenants.FindAsync(tenant, cancel) is { } known
            ? new JsonResponse((await reader.ReadAsync(known, cancel)).Settings)
            : Problem.UnknownTenant();
}
