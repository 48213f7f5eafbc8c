using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Plumbline.Reconciliation.Sources;

/// <summary>
/// Thirty seconds a try; four retries of what may pass, that wait as long as Retry-After asks; a breaker over all tenants. A wait
/// longer than a minute is nobody's to sit out: the run goes on later.
/// </summary>
internal sealed class SourceResilience(TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Around the tries, and around what is waited before each.</summary>
    public ResiliencePipeline Retries { get; } = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<SourceException>(e => e.IsTransient && !(e.RetryAfter > LongestWait)).Handle<TimeoutRejectedException>(),
            MaxRetryAttempts = 4,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromSeconds(20),
            DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as SourceException)?.RetryAfter),
        })
        .Build();

    /// <summary>Around one try.</summary>
    public ResiliencePipeline Try { get; } = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<SourceException>(e => e.Fault is SourceFault.Unavailable or SourceFault.Malformed).Handle<TimeoutRejectedException>(),
            FailureRatio = 0.9,
            MinimumThroughput = 20,
            SamplingDuration = TimeSpan.FromSeconds(60),
            BreakDuration = TimeSpan.FromSeconds(30),
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(30) })
        .Build();
}
