using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Telemetry;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>
/// Verifies a delivery, then appends it. Before it is verified the database is asked for one thing at most, which names are
/// tenants, twice a second at the most, where the vault has not told the secret yet. Only a 429 makes GoHighLevel send it
/// again, for about an hour; after any other failure the event is gone for good. Workflows read no answer at all: what is
/// verified as theirs is not limited, for a 429 would lose it.
/// </summary>
public sealed partial class GoHighLevelDeliveries(
    TenantSecrets tenantSecrets, Secrets secrets, TenantDirectory tenants, RateLimits limits, LedgerWriter ledger, PlumblineMetrics metrics,
    IOptions<GoHighLevelOptions> options, TimeProvider time, ILogger<GoHighLevelDeliveries> log)
{
    private readonly IReadOnlyList<byte[]> keys = options.Value.ReadPublicKeys();
    private readonly byte[]? rsaKey = options.Value.ReadRsaPublicKey();

    public Task<IActionResult> ReceiveAsync(HttpRequest request, string slug, CancellationToken cancel) =>
        metrics.ReceiveAsync(PlumblineMetrics.GoHighLevel, () => AnswerAsync(request, slug, cancel));

    private async Task<IActionResult> AnswerAsync(HttpRequest request, string slug, CancellationToken cancel)
    {
        if (!TenantDirectory.IsSlug(slug))
        {
            return Problem.UnknownTenant();
        }

        try
        {
            if (await request.ReadBodyAsync(cancel) is not { } body)
            {
                return Problem.TooLarge(RequestBody.Limit);
            }

            // Once read it is not given up: a sender who has hung up sends it no second time.
            return await ReceiveAsync(request, slug, body, CancellationToken.None);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested || e is not OperationCanceledException)
        {
            LogNotStored(slug, e);

            // The worker writes no answer of a cancelled call, and GoHighLevel must not read that as a yes.
            cancel.ThrowIfCancellationRequested();
            return Problem.RetryLater("It could not be stored now; send it again.");
        }
    }

    private async Task<IActionResult> ReceiveAsync(HttpRequest request, string slug, byte[] body, CancellationToken cancel)
    {
        var isNative = IsSigned(request);
        var refusal = isNative ? RefuseSignature(request, slug, body)
            : WorkflowSecret.IsGiven(request) ? await RefuseSecretAsync(request, slug, cancel)
            : Unverifiable(slug, $"Send the header {GoHighLevelSignature.Header}, or a workflow's secret in the header Authorization: Bearer or {WorkflowSecret.Header}.");
        if (refusal is not null)
        {
            return refusal;
        }

        if (body.Length == 0)
        {
            return Problem.Of(400, "empty-body", "The body is empty");
        }

        return await tenants.FindAsync(slug, cancel) is not { } tenant ? Problem.UnknownTenant()
            : await RefuseLocationAsync(tenant, isNative, body, cancel) ?? (isNative ? limits.RefuseDelivery(tenant.Id) : null) ?? await AppendAsync(tenant, isNative, body, cancel);
    }

    private async Task<IActionResult> AppendAsync(Tenant tenant, bool isNative, byte[] body, CancellationToken cancel)
    {
        if (await ContactHash.FindAsync(secrets, tenant.Id, cancel) is not { } hash)
        {
            return NotReady(tenant.Slug, $"The secret {ContactHash.SecretName} does not exist yet.");
        }

        var context = new GoHighLevelContext(tenant, hash, time.GetUtcNow());
        var delivery = isNative ? GoHighLevelMapper.MapNative(context, body) : GoHighLevelMapper.MapWorkflow(context, body);
        var outcome = await ledger.AppendAsync(delivery, cancel);
        LogOutcome(
            outcome == AppendOutcome.Quarantined ? LogLevel.Warning : LogLevel.Debug, tenant.Slug, delivery.SourceKey, outcome, delivery.Quarantine);
        return new JsonResponse(DeliveryJson.Of(outcome));
    }

    private bool IsSigned(HttpRequest request) =>
        GoHighLevelSignature.IsGiven(request.Headers[GoHighLevelSignature.Header])
        || (rsaKey is not null && GoHighLevelSignature.IsGiven(request.Headers[GoHighLevelSignature.RsaHeader]));

    private JsonResponse? RefuseSignature(HttpRequest request, string slug, byte[] body)
    {
        var signature = request.Headers[GoHighLevelSignature.Header];
        var reason = rsaKey is null || GoHighLevelSignature.IsGiven(signature)
            ? GoHighLevelSignature.Reject(signature, body, keys)
            : GoHighLevelSignature.RejectRsa(request.Headers[GoHighLevelSignature.RsaHeader], body, rsaKey);
        return reason is null ? null : Unverifiable(slug, reason);
    }

    private async Task<JsonResponse?> RefuseSecretAsync(HttpRequest request, string slug, CancellationToken cancel)
    {
        var isMisplaced = WorkflowSecret.IsInQuery(request);
        var known = isMisplaced ? [] : await tenantSecrets.FindAllAsync("ghl-workflow", slug, cancel);
        if (known.Count == 0 && !isMisplaced)
        {
            return await tenants.ExistsAsync(slug, cancel) ? NotReady(slug, $"The secret ghl-workflow--{slug} does not exist yet.") : Problem.UnknownTenant();
        }

        return WorkflowSecret.Reject(request, known) is { } reason ? Unverifiable(slug, reason) : null;
    }

    private async Task<JsonResponse?> RefuseLocationAsync(Tenant tenant, bool isNative, byte[] body, CancellationToken cancel)
    {
        // HighLevel signs everybody's events with the same key: only the location says whose they are.
        if (isNative && tenant.Crm.LocationId is null)
        {
            return NotReady(tenant.Slug, "The tenant's settings have no locationId yet.");
        }

        var told = isNative ? GoHighLevelMapper.LocationOf(body) : GoHighLevelMapper.WorkflowLocationOf(body);
        if (told is null || tenant.Crm.LocationId is not { } own || told == own)
        {
            return null;
        }

        // Refused is lost: what is remembered of the tenant may be a minute old.
        if (await tenants.FindRecentAsync(tenant.Slug, cancel) is { } current && current.Crm.LocationId == told)
        {
            return null;
        }

        LogRefused(tenant.Slug, "It is another location's.");
        return Problem.Of(400, "wrong-location", "The delivery is another location's", "Its location is not the one set for this tenant.");
    }

    private JsonResponse Unverifiable(string slug, string reason)
    {
        LogRefused(slug, reason);
        return Problem.Unverifiable(reason);
    }

    private JsonResponse NotReady(string slug, string missing)
    {
        LogNotReady(slug, missing);
        return Problem.RetryLater(missing);
    }

    [LoggerMessage("GoHighLevel delivery for {Tenant}: {EventKey} {Outcome} {Reasons}")]
    private partial void LogOutcome(LogLevel level, string tenant, string eventKey, AppendOutcome outcome, IReadOnlyList<QuarantineNote> reasons);

    [LoggerMessage(LogLevel.Warning, "GoHighLevel delivery for {Tenant} refused: {Reason}")]
    private partial void LogRefused(string tenant, string reason);

    [LoggerMessage(LogLevel.Warning, "GoHighLevel delivery for {Tenant} not taken yet: {Missing}")]
    private partial void LogNotReady(string tenant, string missing);

    [LoggerMessage(LogLevel.Error, "GoHighLevel delivery for {Tenant} not stored")]
    private partial void LogNotStored(string tenant, Exception exception);
}
