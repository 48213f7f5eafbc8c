using Npgsql;

namespace Plumbline.Platform;

/// <summary>A statement that takes longer to plan than to run: planned once in its transaction, however often it is run.</summary>
public sealed class PlannedStatement(Func<object?[], NpgsqlCommand> create) : IAsyncDisposable
{
    private NpgsqlCommand? command;

    /// <param name="parameters">Of the same types each time, and none null.</param>
    public async Task<List<T>> ListAsync<T>(Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object[] parameters)
    {
        if (command is null)
        {
            command = create(parameters);
            await command.PrepareAsync(cancel);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i];
        }

        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    // Not left to the pooled connection: a plan of such a statement is large, and a pooler would not find it again.
    public async ValueTask DisposeAsync()
    {
        if (command is not null && command.Connection?.State == System.Data.ConnectionState.Open)
        {
            await command.UnprepareAsync();
            await command.DisposeAsync();
        }
    }
}
