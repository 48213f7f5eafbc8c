using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

public sealed class CreateAdjustment(ManageDesk desk, AdjustmentWriter writer)
{
    internal const string KeyHeader = "Idempotency-Key";

    [Function(nameof(CreateAdjustment))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage/{tenant}/adjustments")] HttpRequest request,
        string tenant, CancellationToken cancel) =>
        desk.AnswerAsync(request, tenant, "adjustment.create", "", call => CreateAsync(request, call, cancel), cancel);

    private async Task<IActionResult> CreateAsync(HttpRequest request, ManageCall call, CancellationToken cancel)
    {
        var key = request.Headers.TryGetValue(KeyHeader, out var given) ? given.ToString() : Guid.NewGuid().ToString();
        if (AdjustmentValidation.KeyFault(key) is { } keyFault)
        {
            return Problem.Invalid(keyFault);
        }

        var (wanted, problem) = await request.ReadJsonAsync<AdjustmentRequest>(cancel);
        return wanted is null ? problem!
            : AdjustmentValidation.Fault(wanted) is { } fault ? Problem.Invalid(fault)
            : Answer(await writer.WriteAsync(call, wanted, key, cancel));
    }

    private static JsonResponse Answer(AdjustmentResult result) => result switch
    {
        AdjustmentResult.Stored(var adjustment, var isNew) => new JsonResponse(adjustment, isNew ? 201 : 200),
        AdjustmentResult.Invalid(var reason) => Problem.Invalid(reason),
        AdjustmentResult.NoTarget(var target) => Problem.NotFound($"The tenant has no {target} in its ledger."),
        AdjustmentResult.AlreadyVoided(var target, var by) => Problem.Conflict(
            "already-voided", "It is taken out already",
            string.Create(CultureInfo.InvariantCulture, $"Adjustment {by}, which is in force, took {target} out.")),
        AdjustmentResult.IsReversal(var target) => Problem.Conflict(
            "is-reversal", "A reversal cannot be reversed", $"{target} reverses another adjustment: make a new adjustment instead."),
        AdjustmentResult.KeyTaken(var by) => Problem.Conflict(
            "idempotency-key-taken", "The key was used for another request",
            string.Create(CultureInfo.InvariantCulture, $"Adjustment {by} was made under this {KeyHeader}, and is not what this request asks for.")),
        _ => throw new InvalidOperationException(),
    };
}
