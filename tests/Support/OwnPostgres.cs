using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Support;

/// <summary>A PostgreSQL server of one test's own, to be stopped and started again under the app; its port and data stay.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"plumbline-outage-{Guid.NewGuid():n}");
    private EmbeddedPostgres? server;

    public string ConnectionString => server!.ConnectionString;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task StartAsync() => server = await EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions { DataDirectory = Path.Combine(folder, "postgres"), Port = server?.Port }, _ => { }, Cancel);

    /// <summary>PostgreSQL's immediate shutdown: no checkpoint, no farewell; the next start recovers from its log.</summary>
    public async Task KillAsync()
    {
        var pid = int.Parse((await ListAsync("select pg_read_file('postmaster.pid')", row => row.GetString(0)))[0].Split('\n')[0], CultureInfo.InvariantCulture);
        using (var kill = Process.Start("kill", ["-QUIT", pid.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Cancel);
        }

        for (var watch = Stopwatch.StartNew(); ProcessInspector.CommandLine(pid) is not null;)
        {
            (watch.Elapsed < TimeSpan.FromSeconds(15)).ShouldBeTrue("the server did not end");
            await Task.Delay(50, Cancel);
        }
    }

    /// <summary>PostgreSQL's fast shutdown: sessions are ended, everything committed is on disk.</summary>
    public Task StopAsync() => server!.StopAsync();

    /// <summary>As superuser.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(Cancel))
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }
}
