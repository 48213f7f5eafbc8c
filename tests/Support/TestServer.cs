using Npgsql;
using Plumbline.Local.Services;

[assembly: AssemblyFixture(typeof(Plumbline.Tests.Support.TestServer))]

namespace Plumbline.Tests.Support;

/// <summary>
/// The PostgreSQL server of this test run: the one the local host uses, or another version's by the folder of its
/// binaries in <c>TEST_POSTGRES_BIN</c>. Started by the first test that needs it.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"plumbline-tests-{Environment.ProcessId}");
    private static readonly Lazy<Task<EmbeddedPostgres>> Server = new(StartAsync);
    private static int databases;

    /// <summary>A connection string, as superuser, to a new database.</summary>
    /// <param name="template">The database it is a copy of, which nobody may be connected to; without it, it is empty.</param>
    public static async Task<string> CreateDatabaseAsync(CancellationToken cancel, string template = "template1")
    {
        var server = await Server.Value;
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var create = new NpgsqlCommand($"create database {name} template {template}", connection);
        await create.ExecuteNonQueryAsync(cancel);
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, Pooling = false }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (Server.IsValueCreated)
        {
            await (await Server.Value).DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(Folder, "postgres"),
            // Nothing here outlives the run: what survives a crash is tested on servers of its own.
            Settings = new Dictionary<string, string> { ["fsync"] = "off", ["full_page_writes"] = "off", ["synchronous_commit"] = "off", ["jit"] = "off" },
            BinDirectory = Environment.GetEnvironmentVariable("TEST_POSTGRES_BIN") is { Length: > 0 } bin ? bin : null,
        },
        _ => { },
        CancellationToken.None);
}
