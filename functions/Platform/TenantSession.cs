using System.Runtime.CompilerServices;
using Npgsql;

namespace Plumbline.Platform;

/// <summary>A transaction bound to one tenant; rolled back unless committed.</summary>
public sealed class TenantSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    private bool hasTimeLimit = true;

    /// <summary>From here on no statement is cut short: nobody waits for it, and done by halves it would only be begun again.</summary>
    public void TakeAnyTime() => hasTimeLimit = false;

    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ListAsync(map, cancel);
    }

    /// <summary>Rows as they come, for what is too much to hold; until the last is read the session does nothing else.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, Func<NpgsqlDataReader, T> map, [EnumeratorCancellation] CancellationToken cancel, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            yield return map(reader);
        }
    }

    /// <summary>The first row, or the type's default where there is none.</summary>
    public async Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters) =>
        (await ListAsync(sql, map, cancel, parameters)).FirstOrDefault();

    public PlannedStatement Plan(string sql) => new(parameters => Command(sql, parameters));

    /// <returns>How many rows the statement wrote.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancel, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Runs a batch as a part of the transaction.</summary>
    /// <param name="commands">One of them, the last, returns rows.</param>
    public async Task<List<T>> RunBatchAsync<T>(IEnumerable<NpgsqlBatchCommand> commands, Func<NpgsqlDataReader, T> map, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(map(reader));
        }

        return rows;
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

    private NpgsqlCommand Command(string sql, object?[] parameters)
    {
        var command = connection.Command(sql, parameters);
        command.CommandTimeout = hasTimeLimit ? command.CommandTimeout : 0;
        return command;
    }
}
