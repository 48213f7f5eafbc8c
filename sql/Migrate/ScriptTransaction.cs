using System.Data;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>Runs scripts statement by statement in one transaction: all of it happens, or nothing.</summary>
internal sealed class ScriptTransaction(NpgsqlConnection connection, TimeSpan lockTimeout)
{
    // Violations of deferred constraints belong to the script that caused them, not to the commit.
    private const string CheckDeferred = "set constraints all immediate";

    // No script inherits a setting from the one before it or from the role that runs it. The empty search_path makes
    // every script say which schema it means.
    private readonly string prepare = $"""
        reset all;
        set local search_path = '';
        set local statement_timeout = 0;
        set local idle_in_transaction_session_timeout = 0;
        set local lock_timeout = {(int)lockTimeout.TotalMilliseconds};
        set local client_min_messages = warning;
        set local standard_conforming_strings = on;
        """;

    /// <param name="name">What messages call the transaction.</param>
    /// <param name="scripts">Run in this order.</param>
    /// <param name="record">Runs after them in the same transaction, as the role that connected.</param>
    /// <param name="cancel">Cancelling leaves nothing behind.</param>
    public async Task RunAsync(
        string name, IReadOnlyList<SqlScript> scripts, Func<CancellationToken, Task> record, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
        await ExecuteAsync(prepare, cancel);
        foreach (var script in scripts)
            await RunScriptAsync(script, cancel);
        try
        {
            await ExecuteAsync("reset role", cancel);
            await record(cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (PostgresException e)
        {
            throw MigrationException.At(name, e);
        }
    }

    private async Task RunScriptAsync(SqlScript script, CancellationToken cancel)
    {
        var statements = SqlSplitter.Split(script.Text);
        foreach (var statement in statements)
        {
            if (statement.ControlsTransaction)
            {
                throw new MigrationException(
                    $"{script.Path}:{statement.Line}: a script runs in the migrator's transaction and cannot begin or end one: remove this statement.");
            }
            await RunStatementAsync(script, statement, cancel);
        }
        if (statements.Count > 0)
            await RunStatementAsync(script, statements[^1] with { Text = CheckDeferred }, cancel);
    }

    private async Task RunStatementAsync(SqlScript script, SqlStatement statement, CancellationToken cancel)
    {
        try
        {
            // In a batch Npgsql refuses a command that it would split further, where a plain command would run the parts.
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(statement.Text) } };
            await batch.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e)
        {
            throw MigrationException.At(script, statement.LineAt(e.Position), e);
        }
        catch (Exception e) when (e is NpgsqlException or NotSupportedException)
        {
            throw MigrationException.At(script, statement.Line, e);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
