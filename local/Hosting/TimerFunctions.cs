using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Plumbline.Local.Hosting;

/// <summary>Runs every timer function on its schedule, from when the app has started until it stops.</summary>
internal sealed class TimerFunctions : BackgroundService
{
    private readonly IHostApplicationLifetime lifetime;
    private readonly RunningWork work;
    private readonly Dictionary<string, TimerRunner> runners;

    public TimerFunctions(
        FunctionCatalog catalog, HostSettings settings, IServiceScopeFactory scopes, TimerMemory memory,
        TimeProvider time, IHostApplicationLifetime lifetime, ILogger<TimerFunctions> log)
    {
        this.lifetime = lifetime;
        work = new RunningWork(settings.StopGrace);
        runners = catalog.Timers.ToDictionary(
            function => function.Name, function => new TimerRunner(function, scopes, memory, time, log));
    }

    /// <summary>Runs the function now, in the background, after a run that is under way.</summary>
    public void Fire(TimerFunction function) => work.Start(cancel => runners[function.Name].RunAsync(isPastDue: false, cancel));

    public override void Dispose()
    {
        foreach (var runner in runners.Values) runner.Dispose();
        work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.WaitForStartAsync(stoppingToken);
            foreach (var runner in runners.Values) work.Start(cancel => FollowAsync(runner, cancel, stoppingToken));
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await work.DrainAsync();
        }
    }

    private static async Task FollowAsync(TimerRunner runner, CancellationToken cancel, CancellationToken stopping)
    {
        try
        {
            await runner.FollowAsync(cancel, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped between two runs.
        }
    }
}
