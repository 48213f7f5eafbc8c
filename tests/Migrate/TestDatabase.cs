using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Plumbline.Migrate;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Migrate;

/// <summary>A fresh database and what a test asks of it.</summary>
internal sealed class TestDatabase
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private TestDatabase(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public ConcurrentQueue<string> Progress { get; } = [];

    public static async Task<TestDatabase> CreateAsync() => new(await TestServer.CreateDatabaseAsync(TestContext.Current.CancellationToken));

    public Migrator Migrator(ScriptFolder folder) => new(ConnectionString, folder.Scripts, Progress.Enqueue);

    public Task<MigrationResult> MigrateAsync(ScriptFolder folder) => Migrator(folder).RunAsync(TestContext.Current.CancellationToken);

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public Task<bool> ExistsAsync(string relation) => ScalarAsync<bool>($"select to_regclass('{relation}') is not null");

    public Task<string[]> AppliedAsync() =>
        ScalarAsync<string[]>("select coalesce(array_agg(version order by applied_at), '{}') from migrations.applied");

    /// <summary>Asks again until the query answers true.</summary>
    public async Task UntilAsync(string sql)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await ScalarAsync<bool>(sql))
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Deadline, $"waiting for: {sql}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
