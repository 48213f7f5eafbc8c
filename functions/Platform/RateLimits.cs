using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Plumbline.Platform;

/// <summary>
/// What each tenant may ask of this instance, in two buckets of its own. Taken from once a request is known to be the tenant's,
/// so that no stranger uses it up, and there are no more buckets than tenants; one that is full again is let go. A wrong
/// signature, secret or token takes nothing: refusing it costs a hash, or one read by key.
/// </summary>
public sealed class RateLimits(IOptions<RateLimitOptions> options) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<Guid> deliveries = Create(options.Value.DeliveriesPerSecond, options.Value.DeliveriesBurst);
    private readonly PartitionedRateLimiter<Guid> calls = Create(options.Value.CallsPerSecond, options.Value.CallsBurst);

    /// <returns>Null, or the answer to a delivery that is too many: its source sends it again.</returns>
    public JsonResponse? RefuseDelivery(Guid tenantId) => Refuse(deliveries, tenantId);

    /// <returns>Null, or the answer to a call that is too many.</returns>
    public JsonResponse? RefuseCall(Guid tenantId) => Refuse(calls, tenantId);

    public async ValueTask DisposeAsync()
    {
        await deliveries.DisposeAsync();
        await calls.DisposeAsync();
    }

    private static JsonResponse? Refuse(PartitionedRateLimiter<Guid> limiter, Guid tenantId)
    {
        using var lease = limiter.AttemptAcquire(tenantId);
        return lease.IsAcquired ? null
            : Problem.TooMany(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1);
    }

    private static PartitionedRateLimiter<Guid> Create(int perSecond, int burst) => PartitionedRateLimiter.Create<Guid, Guid>(tenantId => perSecond == 0
        ? RateLimitPartition.GetNoLimiter(tenantId)
        : RateLimitPartition.GetTokenBucketLimiter(tenantId, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));
}
