using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Telemetry;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Verifies a delivery, then appends it. Before it is verified the database is asked for one thing at most, which names are
/// tenants, twice a second at the most, where the vault has not told the secret yet. Anything but a 2xx makes Stripe send
/// it again, for up to three days.
/// </summary>
public sealed partial class StripeDeliveries(
    TenantSecrets tenantSecrets, Secrets secrets, TenantDirectory tenants, RateLimits limits, LedgerWriter ledger, PlumblineMetrics metrics, TimeProvider time,
    ILogger<StripeDeliveries> log)
{
    public Task<IActionResult> ReceiveAsync(HttpRequest request, string slug, CancellationToken cancel) =>
        metrics.ReceiveAsync(PlumblineMetrics.Stripe, () => AnswerAsync(request, slug, cancel));

    private async Task<IActionResult> AnswerAsync(HttpRequest request, string slug, CancellationToken cancel)
    {
        if (!TenantDirectory.IsSlug(slug))
        {
            return Problem.UnknownTenant();
        }

        if (await request.ReadBodyAsync(cancel) is not { } body)
        {
            return Problem.TooLarge(RequestBody.Limit);
        }

        try
        {
            var keys = await tenantSecrets.FindAllAsync("stripe-webhook", slug, cancel);
            if (keys.Count == 0)
            {
                return await tenants.ExistsAsync(slug, cancel) ? NotReady(slug, "This tenant has no Stripe signing secret yet.") : Problem.UnknownTenant();
            }

            if (StripeSignature.Reject(request.Headers["Stripe-Signature"], body, keys, time.GetUtcNow()) is { } reason)
            {
                LogRefused(slug, reason);
                return Problem.Unverifiable(reason);
            }

            return body.Length == 0 ? Problem.Of(400, "empty-body", "The body is empty")
                : await tenants.FindAsync(slug, cancel) is not { } tenant ? Problem.UnknownTenant()
                : limits.RefuseDelivery(tenant.Id) ?? await AppendAsync(tenant, body, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            LogNotStored(slug, e);

            // The worker writes no answer of a cancelled call, and Stripe must not read that as a yes.
            cancel.ThrowIfCancellationRequested();
            return Problem.NotStored("The ledger cannot be reached; send it again.");
        }
    }

    private async Task<IActionResult> AppendAsync(Tenant tenant, byte[] body, CancellationToken cancel)
    {
        if (await ContactHash.FindAsync(secrets, tenant.Id, cancel) is not { } hash)
        {
            return NotReady(tenant.Slug, $"The secret {ContactHash.SecretName} does not exist yet.");
        }

        var delivery = StripeEventMapper.Map(new StripeContext(tenant, hash, time.GetUtcNow()), body);
        var outcome = await ledger.AppendAsync(delivery, cancel);
        LogOutcome(
            outcome == AppendOutcome.Quarantined ? LogLevel.Warning : LogLevel.Debug, tenant.Slug, delivery.SourceKey, outcome, delivery.Quarantine);
        return new JsonResponse(DeliveryJson.Of(outcome));
    }

    private JsonResponse NotReady(string slug, string missing)
    {
        LogNotReady(slug, missing);
        return Problem.NotStored(missing);
    }

    [LoggerMessage("Stripe delivery for {Tenant}: {EventId} {Outcome} {Reasons}")]
    private partial void LogOutcome(LogLevel level, string tenant, string eventId, AppendOutcome outcome, IReadOnlyList<QuarantineNote> reasons);

    [LoggerMessage(LogLevel.Warning, "Stripe delivery for {Tenant} refused: {Reason}")]
    private partial void LogRefused(string tenant, string reason);

    [LoggerMessage(LogLevel.Warning, "Stripe delivery for {Tenant} not taken yet: {Missing}")]
    private partial void LogNotReady(string tenant, string missing);

    [LoggerMessage(LogLevel.Error, "Stripe delivery for {Tenant} not stored")]
    private partial void LogNotStored(string tenant, Exception exception);
}
