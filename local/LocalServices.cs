using Plumbline.Local.Hosting;
using Plumbline.Local.Services;
using Plumbline.Migrate;

namespace Plumbline.Local;

/// <summary>All that the app needs beside itself, started in order and stopped in reverse.</summary>
internal sealed class LocalServices : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> started = new();

    private LocalServices(LocalLock runLock, PortReservation port, LocalKeys keys)
    {
        Lock = runLock;
        Port = port;
        Keys = keys;
    }

    public PortReservation Port { get; }

    public LocalKeys Keys { get; }

    /// <summary>As the admin, to the app's database.</summary>
    public string AdminConnectionString { get; private set; } = "";

    /// <summary>As the app's own login.</summary>
    public string AppConnectionString { get; private set; } = "";

    public string StorageConnectionString { get; private set; } = "";

    private LocalLock Lock { get; }

    public static async Task<LocalServices> StartAsync(LocalOptions options, Action<string> progress, CancellationToken cancel)
    {
        var runLock = LocalLock.Take(options.Directory);
        LocalServices? services = null;
        try
        {
            var port = PortReservation.Take(options.Port);
            runLock.Tell(port.Url);
            File.Delete(LocalState.PathIn(options.Directory));
            services = new LocalServices(runLock, port, LocalKeys.Load(Path.Combine(options.Directory, "keys.json")));
            await services.StartAllAsync(options, progress, cancel);
            return services;
        }
        catch
        {
            if (services is null) runLock.Dispose();
            else await services.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (started.TryPop(out var service)) await service.DisposeAsync();
        Port.Dispose();
        Lock.Dispose();
    }

    private async Task StartAllAsync(LocalOptions options, Action<string> progress, CancellationToken cancel)
    {
        AdminConnectionString = options.Database ?? await StartPostgresAsync(options, progress, cancel);
        if (options.Storage is null)
        {
            var azurite = await Azurite.StartAsync(Path.Combine(options.Directory, "azurite"), progress, cancel);
            started.Push(azurite);
            StorageConnectionString = azurite.ConnectionString;
        }
        else
        {
            StorageConnectionString = options.Storage;
        }

        progress("Migrating the database");
        var scripts = MigrationScripts.FromDirectory(Path.Combine(AppContext.BaseDirectory, "sql"));
        await new Migrator(AdminConnectionString, scripts, progress).RunAsync(cancel);
        AppConnectionString = await LocalDatabase.EnsureAppLoginAsync(AdminConnectionString, progress, cancel);
    }

    private async Task<string> StartPostgresAsync(LocalOptions options, Action<string> progress, CancellationToken cancel)
    {
        var server = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = Path.Combine(options.Directory, "postgres") }, progress, cancel);
        started.Push(server);
        return await LocalDatabase.CreateAsync(server.ConnectionString, "plumbline", cancel);
    }
}
