using Npgsql;

namespace Plumbline.Platform;

/// <summary>A transaction bound to one tenant; rolled back unless committed.</summary>
public sealed class TenantSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters) =>
        connection.ListAsync(sql, map, cancel, parameters);

    /// <summary>The first row, or the type's default where there is none.</summary>
    public async Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters) =>
        (await connection.ListAsync(sql, map, cancel, parameters)).FirstOrDefault();

    /// <returns>How many rows the statement wrote.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancel, params object?[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public bool IsCommitted { get; private set; }

    public async Task CommitAsync(CancellationToken cancel)
    {
        await transaction.CommitAsync(cancel);
        IsCommitted = true;
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
