using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Plumbline.Local.Hosting;
using Plumbline.Local.Services;
using Plumbline.Tests.Local.Samples;

namespace Plumbline.Tests.Local;

/// <summary>The function host with the functions a test gives it, on a free port, in this process.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string FunctionKey = "function-key";
    public const string MasterKey = "master-key";

    private readonly IHost host;
    private readonly TemporaryFolder folder;

    private TestHost(IHost host, TemporaryFolder folder, string url)
    {
        this.host = host;
        this.folder = folder;
        Http = new HttpClient { BaseAddress = new Uri($"{url}/") };
    }

    public HttpClient Http { get; }

    public Recorder Recorder => host.Services.GetRequiredService<Recorder>();

    public IServiceProvider Services => host.Services;

    public static async Task<TestHost> StartAsync(
        Type[] functions, Dictionary<string, string?>? settings = null, HostSettings? hostSettings = null,
        TimeProvider? time = null, string? timerFile = null, CancellationToken cancel = default)
    {
        var folder = new TemporaryFolder();
        var port = PortReservation.Take(0);
        time ??= TimeProvider.System;
        var builder = FunctionHost.CreateBuilder(new FunctionHostOptions
        {
            Port = port,
            Keys = new HostKeys(FunctionKey, MasterKey),
            Mailbox = new Mailbox(folder.Combine("mail"), time),
            FunctionTypes = functions,
            Settings = hostSettings ?? new HostSettings(),
            Time = time,
            TimerFile = timerFile,
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddSingleton<Recorder>();
        builder.ConfigureFunctionsWebApplication();
        var host = builder.Build();
        await host.StartAsync(cancel);
        return new TestHost(host, folder, port.Url);
    }

    public async Task StopAsync() => await host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        folder.Dispose();
    }
}
