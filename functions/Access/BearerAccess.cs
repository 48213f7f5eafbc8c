using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Access;

/// <summary>Opens a tenant's routes to the holder of one of its tokens, as often as the tenant may ask.</summary>
public sealed class BearerAccess(TenantDirectory tenants, Database database, RateLimits limits, TimeProvider time)
{
    private const string FindToken = """
        select t.actor, t.scopes
        from config.api_tokens as t
        where t.sha256 = $1
            and t.expires_at > $2
            and not exists (select from config.api_token_revocations as r where r.tenant_id = t.tenant_id and r.token_id = t.token_id)
        """;

    /// <returns>
    /// The caller, or the answer that refuses: 401 without a valid token, 403 for another tenant's or without the scope, 429 for
    /// what is too many, 400 with a header that is too long.
    /// </returns>
    public async Task<(Caller? Caller, IActionResult? Refusal)> AuthorizeAsync(
        HttpRequest request, string tenantSlug, string scope, CancellationToken cancel)
    {
        var (known, refusal) = await IdentifyAsync(request, tenantSlug, scope, cancel);
        return refusal is null ? (known, null) : (null, refusal);
    }

    /// <summary>As <see cref="AuthorizeAsync"/>, with the caller beside the refusal where only the scope is missing.</summary>
    /// <param name="isIdentityEnough">Whether a tenant is known though its settings are gone.</param>
    public async Task<(Caller? Known, IActionResult? Refusal)> IdentifyAsync(
        HttpRequest request, string tenantSlug, string scope, CancellationToken cancel, bool isIdentityEnough = false)
    {
        if (request.RefuseLongHeaders() is { } tooLong)
        {
            return (null, tooLong);
        }

        if (ApiToken.Parse(request.Headers.Authorization) is not { } token)
        {
            return (null, Problem.Unauthorized());
        }

        if (token.TenantSlug != tenantSlug)
        {
            return (null, Problem.Forbidden("The token belongs to another tenant."));
        }

        var found = isIdentityEnough ? tenants.FindIdentityAsync(tenantSlug, cancel) : tenants.FindAsync(tenantSlug, cancel);
        if (await found is not { } tenant)
        {
            return (null, Problem.Unauthorized());
        }

        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var grant = await session.FirstAsync(
            FindToken,
            row => new { Actor = row.GetString(0), Scopes = row.GetFieldValue<string[]>(1) },
            cancel,
            token.Sha256,
            time.GetUtcNow().UtcDateTime);

        if (grant is null)
        {
            return (null, Problem.Unauthorized());
        }

        var isAllowed = grant.Scopes.Contains(scope);
        if ((isAllowed && scope == Scope.Ingest ? limits.RefuseDelivery(tenant.Id) : limits.RefuseCall(tenant.Id)) is { } tooMany)
        {
            return (null, tooMany);
        }

        return (new Caller(tenant, grant.Actor), isAllowed ? null : Problem.Forbidden($"The token lacks the scope '{scope}'."));
    }
}
