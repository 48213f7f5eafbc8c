using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

public sealed class RevokeToken(TenantDirectory tenants, TokenWriter writer)
{
    [Function(nameof(RevokeToken))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "manage/{tenant}/tokens/{tokenId}")] HttpRequest request,
        string tenant, string tokenId, CancellationToken cancel) =>
        await tenants.FindAsync(tenant, cancel) is not { } known ? Problem.UnknownTenant()
        : !Guid.TryParse(tokenId, out var id) ? Problem.Invalid("A token id is a UUID.")
        : await writer.RevokeAsync(known, id, AuditTrail.FunctionKey, cancel) ? new StatusCodeResult(204)
        : Problem.NotFound("The tenant has no such token.");
}
