using Npgsql;

namespace Plumbline.Tests.Support;

/// <summary>The PostgreSQL server that the tests share.</summary>
public static class TestServer
{
    /// <summary>A superuser's connection string to a new, empty database.</summary>
    public static async Task<string> CreateDatabaseAsync(CancellationToken cancel)
    {
        var server = Environment.GetEnvironmentVariable("TEST_POSTGRES")
            ?? throw new InvalidOperationException("Set TEST_POSTGRES to the Npgsql connection string of a PostgreSQL superuser.");
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancel);
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync(cancel);
        return new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString;
    }
}
