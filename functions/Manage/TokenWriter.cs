using Plumbline.Access;
using Plumbline.Platform;

namespace Plumbline.Manage;

/// <summary>Issues and revokes API tokens.</summary>
public sealed class TokenWriter(Database database, TimeProvider time)
{
    private const string InsertToken = """
        insert into config.api_tokens (tenant_id, token_id, sha256, scopes, actor, expires_at)
        values ($1, $2, $3, $4, $5, $6)
        """;

    private const string InsertRevocation = """
        insert into config.api_token_revocations (tenant_id, token_id, actor)
        select tenant_id, token_id, $3
        from config.api_tokens
        where tenant_id = $1 and token_id = $2
        on conflict (tenant_id, token_id) do nothing
        """;

    private const string TokenExists = "select true from config.api_tokens where tenant_id = $1 and token_id = $2";

    public static string? Fault(TokenRequest request) => request switch
    {
        { Actor: var actor } when string.IsNullOrWhiteSpace(actor) || actor.Length > 200 || actor.Any(char.IsControl) => "actor must be 1 to 200 characters.",
        { Scopes: var scopes } when scopes.Count == 0 || scopes.Any(scope => !Scope.All.Contains(scope)) =>
            $"scopes must be at least one of {string.Join(", ", Scope.All)}.",
        { ExpiresInDays: < 1 or > 730 } => "expiresInDays must be 1 to 730.",
        _ => null,
    };

    /// <summary>The token itself is told here and never again.</summary>
    public async Task<IssuedToken> IssueAsync(ManageCall call, TokenRequest request, CancellationToken cancel)
    {
        var tenant = call.Tenant;
        var token = ApiToken.Create(tenant.Slug);
        var issued = new IssuedToken(Guid.NewGuid(), token.Text, request.Actor.Trim(), [.. request.Scopes.Distinct()], time.GetUtcNow().AddDays(request.ExpiresInDays ?? 365));
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        await session.ExecuteAsync(
            InsertToken, cancel, tenant.Id, issued.TokenId, token.Sha256, issued.Scopes.ToArray(), issued.Actor, issued.ExpiresAt.UtcDateTime);
        await call.AuditAsync(session, issued.TokenId.ToString(), new { issued.Scopes, issued.ExpiresAt }, cancel);
        await session.CommitAsync(cancel);
        return issued;
    }

    /// <returns>False when the tenant has no such token.</returns>
    public async Task<bool> RevokeAsync(ManageCall call, Guid tokenId, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(call.Tenant.Id, cancel);
        if (await session.ExecuteAsync(InsertRevocation, cancel, call.Tenant.Id, tokenId, call.Actor) > 0)
        {
            await call.AuditAsync(session, tokenId.ToString(), new { }, cancel);
        }

        var exists = await session.FirstAsync(TokenExists, row => row.GetBoolean(0), cancel, call.Tenant.Id, tokenId);
        await session.CommitAsync(cancel);
        return exists;
    }
}
