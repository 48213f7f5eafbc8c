using Microsoft.Extensions.Logging;

namespace Plumbline.Health;

/// <summary>Runs every check, side by side. Anybody may ask: whoever does within five seconds gets the same answer.</summary>
public sealed partial class Readiness(DatabaseChecks database, StorageCheck storage, TimeProvider time, ILogger<Readiness> log)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task<ReadinessJson>? answer;
    private DateTimeOffset began;

    public Task<ReadinessJson> FindAsync(CancellationToken cancel)
    {
        lock (gate)
        {
            var age = time.GetUtcNow() - began;
            if (answer is null || (answer.IsCompleted && (age >= Life || age < TimeSpan.Zero)))
            {
                began = time.GetUtcNow();
                answer = CheckAllAsync();
            }

            return answer.WaitAsync(cancel);
        }
    }

    private async Task<ReadinessJson> CheckAllAsync() => ReadinessJson.Of(await Task.WhenAll(
        CheckAsync("database", database.AnswersAsync, DatabaseChecks.Explain),
        CheckAsync("migrations", database.HasMigrationsAsync, DatabaseChecks.Explain),
        CheckAsync("identity", database.IsItselfAsync, DatabaseChecks.Explain),
        CheckAsync("storage", storage.AnswersAsync, StorageCheck.Explain)));

    /// <param name="check">Says what is amiss, null when nothing is.</param>
    /// <param name="explain">What an exception means, in words that tell no stranger anything.</param>
    private async Task<HealthCheckJson> CheckAsync(string name, Func<CancellationToken, Task<string?>> check, Func<Exception, string> explain)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            // Not everything that is asked to stop stops at once.
            return await Task.Run(() => check(patience.Token), CancellationToken.None).WaitAsync(Patience + Patience / 4, time) is { } amiss
                ? new HealthCheckJson(name, HealthCheckJson.Failed, amiss)
                : new HealthCheckJson(name, HealthCheckJson.Ok);
        }
        catch (Exception e)
        {
            LogFailed(name, e);
            return new HealthCheckJson(
                name, HealthCheckJson.Failed, e is OperationCanceledException or TimeoutException ? "It did not answer within 2 seconds." : explain(e));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Health check {Check} failed")]
    private partial void LogFailed(string check, Exception exception);
}
