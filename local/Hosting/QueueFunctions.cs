using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Plumbline.Local.Hosting;

/// <summary>Polls the queue of every queue function, from when the app has started until it stops.</summary>
internal sealed class QueueFunctions : BackgroundService
{
    private readonly IHostApplicationLifetime lifetime;
    private readonly RunningWork work;
    private readonly Dictionary<string, QueueRunner> runners;

    public QueueFunctions(
        FunctionCatalog catalog, HostSettings settings, IConfiguration configuration, IServiceScopeFactory scopes,
        TimeProvider time, IHostApplicationLifetime lifetime, ILogger<QueueFunctions> log)
    {
        this.lifetime = lifetime;
        work = new RunningWork(settings.StopGrace);
        runners = catalog.Queues.ToDictionary(
            function => function.Name,
            function => new QueueRunner(function, Connection(function, configuration), settings.Queues, scopes, time, work, log));
    }

    /// <summary>Runs the function now, in the background, with a message that is in no queue.</summary>
    public void Fire(QueueFunction function, string input) => work.Start(cancel => runners[function.Name].FireAsync(input, cancel));

    public override void Dispose()
    {
        work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.WaitForStartAsync(stoppingToken);
            await Task.WhenAll(runners.Values.Select(runner => runner.PollAsync(stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it had started.
        }

        await work.DrainAsync();
    }

    private static string Connection(QueueFunction function, IConfiguration configuration) =>
        configuration[function.Connection] ?? configuration[$"AzureWebJobs{function.Connection}"]
        ?? throw new InvalidFunctionException(
            $"Function {function.Name}: the setting {function.Connection} has no value; its queue's connection string belongs there.");
}
