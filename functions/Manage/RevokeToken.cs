using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;

namespace Plumbline.Manage;

public sealed class RevokeToken(ManageDesk desk, TokenWriter writer)
{
    [Function(nameof(RevokeToken))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "manage/{tenant}/tokens/{tokenId}")] HttpRequest request,
        string tenant, string tokenId, CancellationToken cancel)
    {
        Guid? wanted = Guid.TryParse(tokenId, out var id) ? id : null;
        return desk.AnswerKeyAsync(tenant, "token.revoke", wanted?.ToString() ?? "", call => RevokeAsync(call, wanted, cancel), cancel, isIdentityEnough: true);
    }

    private async Task<IActionResult> RevokeAsync(ManageCall call, Guid? tokenId, CancellationToken cancel) =>
        tokenId is not { } id ? Problem.Invalid("A token id is a UUID.")
        : await writer.RevokeAsync(call, id, cancel) ? new StatusCodeResult(204)
        : Problem.NotFound("The tenant has no such token.");
}
