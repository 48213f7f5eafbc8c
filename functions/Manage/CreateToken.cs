using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Platform;

namespace Plumbline.Manage;

public sealed class CreateToken(ManageDesk desk, TokenWriter writer)
{
    [Function(nameof(CreateToken))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "manage/{tenant}/tokens")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerKeyAsync(tenant, "token.create", "", call => IssueAsync(request, call, cancel), cancel, isIdentityEnough: true);

    private async Task<IActionResult> IssueAsync(HttpRequest request, ManageCall call, CancellationToken cancel)
    {
        var (wanted, problem) = await request.ReadJsonAsync<TokenRequest>(cancel);
        return wanted is null ? problem!
            : TokenWriter.Fault(wanted) is { } fault ? Problem.Invalid(fault)
            : new JsonResponse(await writer.IssueAsync(call, wanted, cancel), 201);
    }
}
