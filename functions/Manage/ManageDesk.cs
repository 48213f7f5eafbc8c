using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Plumbline.Access;
using Plumbline.Platform;

namespace Plumbline.Manage;

/// <summary>Answers the calls of a tenant's admins, those with scope manage, and writes each of them down.</summary>
public sealed class ManageDesk(BearerAccess access, Database database)
{
    /// <param name="action">What is asked for, such as quarantine.replay.</param>
    /// <param name="subject">What it is done to, such as a month; empty where that is told by the call's own entry, or nothing.</param>
    public async Task<IActionResult> AnswerAsync(
        HttpRequest request, string tenant, string action, string subject, Func<ManageCall, Task<IActionResult>> answer, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenant, Scope.Manage, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        var call = new ManageCall(caller, action);
        var answered = await answer(call);
        if (!call.IsAudited)
        {
            await using var session = await database.OpenAsync(call.Tenant.Id, cancel);
            await call.AuditAsync(session, subject, new { status = (answered as JsonResponse)?.Status }, cancel);
            await session.CommitAsync(cancel);
        }

        return answered;
    }
}
