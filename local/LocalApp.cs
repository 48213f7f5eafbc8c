using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Issues;
using Plumbline.Local.Hosting;
using Plumbline.Migrate;

namespace Plumbline.Local;

/// <summary>The function app and what it stands on, as one host: ready once the demo tenant is there, stopped with everything under it.</summary>
internal sealed class LocalApp(IHost inner, LocalOptions options, LocalServices services, StopSignals signals) : IHost, IAsyncDisposable
{
    private readonly IHostApplicationLifetime lifetime = inner.Services.GetRequiredService<IHostApplicationLifetime>();
    private Task work = Task.CompletedTask;
    private bool disposed;

    public IServiceProvider Services => inner.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Token);
        try
        {
            await inner.StartAsync(either.Token);
            signals.Token.Register(lifetime.StopApplication);
            var scene = await PrepareDemoAsync(either.Token);
            var state = State(scene.Token);
            state.Save(options.Directory);
            Console.WriteLine($"ready {services.Port.Url}");
            if (options.Command != LocalCommand.Serve)
                work = Task.Run(() => options.Command == LocalCommand.Verify ? VerifyAsync(state) : PlayDemoAsync(scene), CancellationToken.None);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            if (options.Command != LocalCommand.Serve) Environment.ExitCode = LocalProcess.BrokenOff;
            lifetime.StopApplication();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await work;
        await inner.StopAsync(cancellationToken);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await ((IAsyncDisposable)inner).DisposeAsync();
        File.Delete(LocalState.PathIn(options.Directory));
        await services.DisposeAsync();
        signals.Dispose();
    }

    private async Task<DemoScene> PrepareDemoAsync(CancellationToken cancel)
    {
        var time = Services.GetRequiredService<TimeProvider>();
        var scene = new DemoScene(services.Port.Url, services.Keys, DemoPlan.Load(options.PlanPath, time));
        var catalog = Services.GetRequiredService<FunctionCatalog>();
        if (!DemoTenant.IsSupportedBy(catalog)) return scene;

        using var http = scene.Client();
        var token = await new DemoTenant(http, scene.Plan).EnsureAsync(services.Keys, cancel);
        var keys = services.Keys with { Token = token };
        keys.Save(Path.Combine(options.Directory, "keys.json"));
        return scene with { Keys = keys };
    }

    private async Task PlayDemoAsync(DemoScene scene)
    {
        try
        {
            using var http = scene.Client();
            var secrets = DemoSecrets.Read(Services.GetRequiredService<IConfiguration>());
            var runner = new DemoRunner(http, scene.Plan, services.Keys.FunctionKey, secrets, Services.GetRequiredService<TimeProvider>(), Console.Out);
            await File.WriteAllTextAsync(options.PostedPath, "", lifetime.ApplicationStopping);
            await runner.RunAsync(lifetime.ApplicationStopping);
            await new IssuesRunner(
                new Uri($"{scene.Url}/"), scene.Plan, services.Keys.FunctionKey, DemoSecrets.Read(Services.GetRequiredService<IConfiguration>(), IssuesSettings.Tenant),
                Services.GetRequiredService<TimeProvider>(), Console.Out).RunAsync(lifetime.ApplicationStopping);
            Console.WriteLine(WhereToLook(scene));
            if (options.Command == LocalCommand.DemoAndExit) lifetime.StopApplication();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            Environment.ExitCode = LocalProcess.BrokenOff;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(e is DemoException or HttpRequestException ? $"The demo failed: {e.Message}" : $"The demo failed: {e}");
            Environment.ExitCode = LocalStartException.Failure;
            lifetime.StopApplication();
        }
    }

    private async Task VerifyAsync(LocalState state)
    {
        try
        {
            Environment.ExitCode = await new LocalVerification(state, Console.Out).RunAsync(options.Tenant, lifetime.ApplicationStopping) ? 0 : LocalStartException.Failure;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            Environment.ExitCode = LocalProcess.BrokenOff;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"The verification failed: {(e is LocalStartException or HttpRequestException ? e.Message : e)}");
            Environment.ExitCode = LocalStartException.Failure;
        }

        lifetime.StopApplication();
    }

    private string WhereToLook(DemoScene scene) => $"""

        {(options.Command == LocalCommand.DemoAndExit ? "Where to look, once ./run serves it again" : "Where to look")}
          mail      {services.Port.Url}/local/mail
          app       {services.Port.Url}
          months    curl -H 'Authorization: Bearer {scene.Token}' {services.Port.Url}/api/manage/{DemoPlan.Tenant}/months
          database, keys and addresses: {LocalState.PathIn(options.Directory)}
        """;

    private LocalState State(string? token) => new(
        services.Port.Url, DatabaseUrl.ToUrl(services.AdminConnectionString), services.StorageConnectionString,
        services.Keys.FunctionKey, services.Keys.MasterKey, token, $"{services.Port.Url}/local/mail", DemoPlan.Tenant, Environment.ProcessId);
}
