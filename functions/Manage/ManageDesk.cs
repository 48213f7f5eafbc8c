using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

/// <summary>
/// Answers the calls of the management API, and writes each of them down, also one for which a tenant's token lacks the scope.
/// What nobody known asks, or of no tenant, leaves no trace.
/// </summary>
public sealed class ManageDesk(BearerAccess access, TenantDirectory tenants, Database database)
{
    /// <summary>For a tenant's admins: those with scope manage.</summary>
    /// <param name="action">What is asked for, such as quarantine.replay.</param>
    /// <param name="subject">What it is done to, such as a month; empty where that is told by the call's own entry, or nothing.</param>
    /// <param name="isIdentityEnough">Whether it is answered though the tenant's settings are gone: it reads its id and slug alone.</param>
    public async Task<IActionResult> AnswerAsync(
        HttpRequest request, string tenant, string action, string subject, Func<ManageCall, Task<IActionResult>> answer, CancellationToken cancel,
        bool isIdentityEnough = false)
    {
        var (known, refusal) = await access.IdentifyAsync(request, tenant, Scope.Manage, cancel, isIdentityEnough);
        return known is null ? refusal!
            : await AnswerAsync(new ManageCall(known, action), subject, refusal is null ? answer : _ => Task.FromResult(refusal));
    }

    /// <summary>For who runs the app: the host has asked for its function key.</summary>
    public async Task<IActionResult> AnswerKeyAsync(
        string tenant, string action, string subject, Func<ManageCall, Task<IActionResult>> answer, CancellationToken cancel, bool isIdentityEnough = false) =>
        await (isIdentityEnough ? tenants.FindIdentityAsync(tenant, cancel) : tenants.FindAsync(tenant, cancel)) is { } known
            ? await AnswerAsync(new ManageCall(new Caller(known, AuditTrail.FunctionKey), action), subject, answer)
            : Problem.UnknownTenant();

    private async Task<IActionResult> AnswerAsync(ManageCall call, string subject, Func<ManageCall, Task<IActionResult>> answer)
    {
        IActionResult? answered = null;
        try
        {
            return answered = await answer(call);
        }
        finally
        {
            if (!call.IsAudited)
            {
                await WriteDownAsync(call, subject, StatusOf(answered));
            }
        }
    }

    // Also when the caller has gone, and without a status when there was no answer.
    private async Task WriteDownAsync(ManageCall call, string subject, int? status)
    {
        await using var session = await database.OpenAsync(call.Tenant.Id, CancellationToken.None);
        await call.AuditAsync(session, subject, new { status }, CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
    }

    private static int? StatusOf(IActionResult? answer) => answer switch
    {
        JsonResponse json => json.Status,
        IStatusCodeActionResult plain => plain.StatusCode,
        _ => null,
    };
}
