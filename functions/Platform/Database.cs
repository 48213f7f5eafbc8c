using System.Data;
using System.Globalization;
using Npgsql;

namespace Plumbline.Platform;

/// <summary>The one way to PostgreSQL. Tenant rows are visible only inside a session opened for that tenant.</summary>
public sealed class Database(NpgsqlDataSource source, TimeProvider time)
{
    // Statements over arrays are planned once and probe by key: a plan made for one list, or while a table was still empty,
    // would be made again for every list, or read whole tables.
    private const string BeginBatch = """
        select
            set_config('app.tenant_ids', $1, true),
            set_config('plan_cache_mode', 'force_generic_plan', true),
            set_config('enable_seqscan', 'off', true),
            set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true)
        """;

    // The views are wide: compiling a query takes longer than running it. What is over by now is over by the app's own clock.
    private const string BeginSession =
        "select set_config('app.tenant_ids', $1, true), set_config('app.now', $2, true), set_config('jit', 'off', true)";

    private const string BeginAllTenants = """
        select
            set_config('app.tenant_ids', (select coalesce(array_agg(tenant_id), '{}')::text from config.tenants), true),
            set_config('app.now', $1, true),
            set_config('jit', 'off', true)
        """;

    /// <summary>Opens a transaction in which row-level security shows the rows of one tenant.</summary>
    public async Task<TenantSession> OpenAsync(Guid tenantId, CancellationToken cancel, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(isolation, cancel);
            var session = new TenantSession(connection, transaction);
            await session.ExecuteAsync(BeginSession, cancel, TenantIds([tenantId]), time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture));
            return session;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Rows of tables that belong to no tenant.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await connection.ListAsync(sql, map, cancel, parameters);
    }

    /// <summary>Rows of every tenant at once, for what watches over all of them.</summary>
    public async Task<List<T>> ListOfAllTenantsAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var begin = connection.Command(BeginAllTenants, time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture)))
        {
            await begin.ExecuteNonQueryAsync(cancel);
        }

        return await connection.ListAsync(sql, map, cancel);
    }

    /// <summary>Runs a batch as one implicit transaction that sees the rows of these tenants.</summary>
    /// <param name="commands">One of them, the last, returns rows.</param>
    /// <returns>Those rows, once the transaction is committed.</returns>
    public async Task<List<T>> RunBatchAsync<T>(
        IReadOnlyCollection<Guid> tenantIds, IEnumerable<NpgsqlBatchCommand> commands, Func<NpgsqlDataReader, T> map, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(BeginBatch)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = TenantIds(tenantIds) } },
        });
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(map(reader));
        }

        // The rows come before the commit: only the end of the whole answer says that it succeeded.
        while (await reader.NextResultAsync(cancel))
        {
        }

        return rows;
    }

    private static string TenantIds(IEnumerable<Guid> ids) => $"{{{string.Join(',', ids)}}}";
}
