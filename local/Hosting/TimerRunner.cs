using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Plumbline.Local.Hosting;

/// <summary>One timer: waits for its occurrences and runs the function, one run at a time.</summary>
internal sealed partial class TimerRunner(
    TimerFunction function, IServiceScopeFactory scopes, TimerMemory memory, TimeProvider time, ILogger log) : IDisposable
{
    // Task.Delay refuses delays of more than 49 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly FunctionInvoker invoker = new(function);
    private readonly SemaphoreSlim gate = new(1, 1);

    public void Dispose() => gate.Dispose();

    /// <summary>Follows the schedule until told to stop; <paramref name="work"/> cancels a run that would hold up the stop.</summary>
    public async Task FollowAsync(CancellationToken work, CancellationToken stopping)
    {
        var missed = Missed();
        if (function.RunOnStartup || missed) await RunAsync(isPastDue: missed, work);

        while (!stopping.IsCancellationRequested)
        {
            var due = function.Schedule.Next(time.GetUtcNow());
            if (function.UseMonitor) Expect(due);
            await WaitAsync(due, stopping);
            // A machine that slept wakes up late; only then has the next occurrence passed as well.
            await RunAsync(isPastDue: function.Schedule.Next(due) <= time.GetUtcNow(), work);
        }
    }

    /// <summary>Runs the function once; a failure is logged and goes no further.</summary>
    public async Task RunAsync(bool isPastDue, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await invoker.InvokeAsync(scope.ServiceProvider, Info(isPastDue), route: null, cancel);
        }
        catch (Exception e)
        {
            Failed(function.Name, e);
        }
        finally
        {
            gate.Release();
            var now = time.GetUtcNow();
            if (function.UseMonitor)
                memory.Remember(function.Name, new(function.Schedule.Expression, Last: now, function.Schedule.Next(now), Updated: now));
        }
    }

    private bool Missed() =>
        function.UseMonitor && memory.Find(function.Name) is { } known
        && known.Schedule == function.Schedule.Expression && known.Next <= time.GetUtcNow();

    private void Expect(DateTimeOffset due)
    {
        var known = memory.Find(function.Name);
        if (known?.Schedule == function.Schedule.Expression && known.Next == due) return;
        memory.Remember(function.Name, new(function.Schedule.Expression, known?.Last ?? default, due, time.GetUtcNow()));
    }

    private async Task WaitAsync(DateTimeOffset due, CancellationToken stopping)
    {
        for (var left = due - time.GetUtcNow(); left > TimeSpan.Zero; left = due - time.GetUtcNow())
            await Task.Delay(left < LongestDelay ? left : LongestDelay, time, stopping);
    }

    private TimerInfo Info(bool isPastDue) => new()
    {
        IsPastDue = isPastDue,
        ScheduleStatus = !function.UseMonitor ? null : memory.Find(function.Name) is { } known
            ? new() { Last = known.Last.UtcDateTime, Next = known.Next.UtcDateTime, LastUpdated = known.Updated.UtcDateTime }
            : new() { Next = function.Schedule.Next(time.GetUtcNow()).UtcDateTime },
    };

    [LoggerMessage(LogLevel.Error, "Timer function {Function} failed; its schedule goes on")]
    private partial void Failed(string function, Exception e);
}
