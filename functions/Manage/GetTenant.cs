using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;

namespace Plumbline.Manage;

public sealed class GetTenant(ManageDesk desk, TenantReader reader)
{
    /// <summary>Answers with what <see cref="PutTenant"/> accepts: put back, it changes nothing.</summary>
    [Function(nameof(GetTenant))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "manage/tenants/{tenant}")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerKeyAsync(tenant, "tenant.get", "", async call => new JsonResponse((await reader.ReadAsync(call.Tenant, cancel)).Settings), cancel);
}
