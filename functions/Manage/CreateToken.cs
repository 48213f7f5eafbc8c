using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

public sealed class CreateToken(TenantDirectory tenants, TokenWriter writer)
{
    [Function(nameof(CreateToken))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "manage/{tenant}/tokens")] HttpRequest request,
        string tenant, CancellationToken cancel)
    {
        if (await tenants.FindAsync(tenant, cancel) is not { } known)
        {
            return Problem.UnknownTenant();
        }

        var (wanted, problem) = await request.ReadJsonAsync<TokenRequest>(cancel);
        return wanted is null ? problem!
            : TokenWriter.Fault(wanted) is { } fault ? Problem.Invalid(fault)
            : new JsonResponse(await writer.IssueAsync(known, wanted, AuditTrail.FunctionKey, cancel), 201);
    }
}
