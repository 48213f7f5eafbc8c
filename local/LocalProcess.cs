using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Options;
using Npgsql;
using Plumbline.Local.Demo;
using Plumbline.Local.Hosting;
using Plumbline.Local.Services;
using Plumbline.Local.Sources;

namespace Plumbline.Local;

/// <summary>The process's side of a run: arguments in, messages and exit codes out.</summary>
internal static class LocalProcess
{
    // 128 + SIGINT, as a shell reports a command broken off by Ctrl-C.
    public const int BrokenOff = 130;

    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var signals = new StopSignals();
        LocalOptions? options = null;
        try
        {
            options = LocalOptions.Read(args, Environment.GetEnvironmentVariables());
            if (options.Command == LocalCommand.Help) return Leave(0, LocalOptions.Usage, Console.Out);
            if (options.Command == LocalCommand.Verify && LocalLock.IsHeld(options.Directory) && LocalState.Load(options.Directory) is { } running)
            {
                var verified = new LocalVerification(running, Console.Out).RunAsync(options.Tenant, signals.Token).GetAwaiter().GetResult();
                return Leave(verified ? 0 : LocalStartException.Failure, "", TextWriter.Null);
            }

            var services = LocalServices.StartAsync(options, Console.WriteLine, signals.Token).GetAwaiter().GetResult();
            StopServicesWhenTheAppFails(services);
            return CreateBuilder(options, services, signals);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return Leave(options?.Command == LocalCommand.Serve ? 0 : BrokenOff, "Stopped before it was ready", Console.Out);
        }
        catch (Exception e)
        {
            return Leave((e as LocalStartException)?.ExitCode ?? LocalStartException.Failure, Explain(e), Console.Error);
        }
    }

    private static FunctionsApplicationBuilder CreateBuilder(LocalOptions options, LocalServices services, StopSignals signals)
    {
        TimeProvider time = options.Now is { } now ? new OffsetTimeProvider(now) : TimeProvider.System;
        var host = new FunctionHostOptions
        {
            Port = services.Port,
            Keys = services.Keys.HostKeys,
            Mailbox = new Mailbox(Path.Combine(options.Directory, "mail"), time),
            Settings = HostSettings.FromFile(Path.Combine(options.SettingsDirectory, "host.json")),
            Time = time,
            TimerFile = Path.Combine(options.Directory, "timers.json"),
            MapMore = new DemoSources(() => DemoPlan.Load(options.PlanPath, time), time).Map,
        };
        var builder = FunctionHost.CreateBuilder(host, inner => new LocalApp(inner, options, services, signals));
        LocalSettings.Apply(builder.Configuration, options, services);
        return builder;
    }

    // An exception between here and Run, or out of it, ends the process without anyone's finally.
    private static void StopServicesWhenTheAppFails(LocalServices services) =>
        AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
        {
            services.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Leave(LocalStartException.Failure, Explain((Exception)failure.ExceptionObject), Console.Error);
        };

    private static string Explain(Exception e) => e switch
    {
        LocalStartException or InvalidFunctionException or HttpRequestException => e.Message,
        OptionsValidationException => $"A setting is wrong. {e.Message}",
        NpgsqlException => $"The database: {e.Message}",
        _ when e.GetType().Namespace?.StartsWith(nameof(Plumbline), StringComparison.Ordinal) == true => e.Message,
        _ => e.ToString(),
    };

    private static FunctionsApplicationBuilder Leave(int exitCode, string message, TextWriter writer)
    {
        writer.WriteLine(message);
        Environment.Exit(exitCode);
        throw new InvalidOperationException("The process has ended.");
    }
}
