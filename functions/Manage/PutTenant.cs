using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

public sealed class PutTenant(ManageDesk desk, TenantDirectory tenants, TenantWriter writer)
{
    internal const string Action = "tenant.put";

    [Function(nameof(PutTenant))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "manage/tenants/{tenant}")] HttpRequest request,
        string tenant, CancellationToken cancel)
    {
        if (!TenantDirectory.IsSlug(tenant))
        {
            return Problem.Invalid("A tenant's name is 2 to 31 lower-case letters, digits and dashes, begins with a letter, and is not 'tenants'.");
        }

        // That it was unknown a moment ago says nothing now.
        tenants.Forget(tenant);
        return await tenants.FindAsync(tenant, cancel) is null
            ? await PutAsync(request, tenant, call: null, cancel)
            : await desk.AnswerKeyAsync(tenant, Action, "", call => PutAsync(request, tenant, call, cancel), cancel);
    }

    private async Task<IActionResult> PutAsync(HttpRequest request, string tenant, ManageCall? call, CancellationToken cancel)
    {
        var (settings, problem) = await request.ReadJsonAsync<TenantSettings>(cancel);
        return settings is null ? problem!
            : TenantValidation.Fault(settings) is { } fault ? Problem.Invalid(fault)
            : await writer.PutAsync(tenant, settings, AuditTrail.FunctionKey, call, cancel) switch
            {
                PutTenantResult.Saved saved => new JsonResponse(TenantJson.Of(saved), saved.Created ? 201 : 200),
                PutTenantResult.Invalid invalid => Problem.Invalid(invalid.Reason),
                PutTenantResult.Refused refused => Problem.Conflict("closed-month", "A closed month stands against it", refused.Reason),
                _ => throw new InvalidOperationException(),
            };
    }
}
