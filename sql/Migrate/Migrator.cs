using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>
/// Brings one database to a build's schema: each migration once and in its own transaction, then every view in one
/// transaction. Several migrators may start at once; they take turns.
/// </summary>
/// <param name="connectionString">Npgsql's, of a role that may create schemas and roles.</param>
/// <param name="scripts">What this build has.</param>
/// <param name="progress">Told in plain lines what happens, warnings of the scripts included.</param>
/// <param name="time">Measures and waits; what the database records is the server's time.</param>
public sealed class Migrator(
    string connectionString, MigrationScripts scripts, Action<string>? progress = null, TimeProvider? time = null)
{
    private const int OldestServer = 15;

    // After a restore the database is another one: what was visible then cannot be told by its transaction ids.
    private const string RegisterDatabase = "select config.register_database()";

    private readonly Action<string> progress = progress ?? (_ => { });
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>How long a statement waits for a lock before its script is undone and tried again.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="MigrationException">A landed script was edited, a script failed, or the server cannot be reached.</exception>
    public Task<MigrationResult> RunAsync(CancellationToken cancel) => ExplainAsync(MigrateAsync(cancel));

    /// <summary>Reads only; takes no lock and creates nothing.</summary>
    /// <exception cref="MigrationException">The server cannot be reached, or the role may not read the migrator's tables.</exception>
    public Task<MigrationStatus> StatusAsync(CancellationToken cancel) => ExplainAsync(CompareAsync(cancel));

    private static async Task<T> ExplainAsync<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (NpgsqlException e)
        {
            throw new MigrationException(e is PostgresException error ? $"{error.MessageText} ({error.SqlState})" : e.Message, e);
        }
    }

    private async Task<MigrationResult> MigrateAsync(CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        await using var connection = await OpenAsync(cancel);
        connection.Notice += (_, e) => Report(e.Notice);
        await new MigrationLock(connection, progress, time).AcquireAsync(cancel);

        var records = new MigrationRecords(connection);
        var transaction = new ScriptTransaction(connection, progress, time, LockTimeout);
        if (!await records.ExistAsync(cancel))
            await transaction.RunAsync("The migrator's own tables", [], records.CreateAsync, cancel);

        var pending = Pending(await records.ReadAppliedAsync(cancel));
        foreach (var script in pending)
        {
            var began = time.GetTimestamp();
            await transaction.RunAsync(
                script.Path, [script], token => records.AddAsync(script, time.GetElapsedTime(began), token), cancel);
            progress($"Applied {script.Version}_{script.Name} in {time.GetElapsedTime(began).TotalMilliseconds:0} ms.");
        }

        await transaction.RunAsync("The views", scripts.Views, token => FinishViewsAsync(connection, records, token), cancel);
        return new MigrationResult([.. pending.Select(script => script.Version)], scripts.Views.Count, time.GetElapsedTime(started));
    }

    private async Task<MigrationStatus> CompareAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        var records = new MigrationRecords(connection);
        var migrated = await records.ExistAsync(cancel);
        var applied = migrated ? await records.ReadAppliedAsync(cancel) : new Dictionary<string, AppliedMigration>();
        var views = migrated ? await records.ReadViewsAsync(cancel) : null;

        var known = scripts.Migrations.Select(script => applied.GetValueOrDefault(script.Version) is { } row
            ? new ScriptStatus(script.Version, script.Name, row.Is(script) ? ScriptState.Applied : ScriptState.Edited, row.AppliedAt)
            : new ScriptStatus(script.Version, script.Name, ScriptState.Pending, null));
        var unknown = Unknown(applied).Select(row => new ScriptStatus(row.Version, row.Name, ScriptState.Unknown, row.AppliedAt));
        return new MigrationStatus(
            [.. known.Concat(unknown).OrderBy(script => script.Version, StringComparer.Ordinal)],
            views?.Checksum == scripts.ViewsChecksum, views?.RebuiltAt);
    }

    private List<MigrationScript> Pending(IReadOnlyDictionary<string, AppliedMigration> applied)
    {
        foreach (var script in scripts.Migrations)
        {
            if (applied.GetValueOrDefault(script.Version) is { } row && !row.Is(script))
            {
                throw new MigrationException(
                    $"{script.Path} was edited after it landed: this database ran {row.Version}_{row.Name} with other contents or under another name on " +
                    $"{row.AppliedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. Restore the file and put the change into a new migration.");
            }
        }
        var unknown = Unknown(applied).Select(row => $"{row.Version}_{row.Name}").ToList();
        if (unknown.Count > 0)
            progress($"The database has migrations of a newer release, which stay: {string.Join(", ", unknown)}.");
        return [.. scripts.Migrations.Where(script => !applied.ContainsKey(script.Version))];
    }

    private IEnumerable<AppliedMigration> Unknown(IReadOnlyDictionary<string, AppliedMigration> applied) =>
        applied.Values.ExceptBy(scripts.Migrations.Select(script => script.Version), row => row.Version)
            .OrderBy(row => row.Version, StringComparer.Ordinal);

    private async Task FinishViewsAsync(NpgsqlConnection connection, MigrationRecords records, CancellationToken cancel)
    {
        await records.SetViewsAsync(scripts.ViewsChecksum, cancel);
        await using var find = new NpgsqlCommand("select to_regprocedure('config.register_database()') is not null", connection);
        if (!(bool)(await find.ExecuteScalarAsync(cancel))!)
            return;
        await using var register = new NpgsqlCommand(RegisterDatabase, connection);
        await register.ExecuteNonQueryAsync(cancel);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Enlist = false,
            CommandTimeout = 0,
            IncludeErrorDetail = true,
        };
        settings.ApplicationName ??= "plumbline-migrate";
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            await connection.DisposeAsync();
            var reason = e is PostgresException error ? $"{error.MessageText} ({error.SqlState})" : e.Message;
            throw new MigrationException($"Cannot open database \"{settings.Database ?? settings.Username}\" on {settings.Host}:{settings.Port}: {reason}", e);
        }
        if (connection.PostgreSqlVersion.Major >= OldestServer)
            return connection;
        var version = connection.PostgreSqlVersion;
        await connection.DisposeAsync();
        throw new MigrationException($"PostgreSQL {OldestServer} or newer is needed; this server is {version}.");
    }

    private void Report(PostgresNotice notice)
    {
        if (notice.InvariantSeverity == "WARNING")
            progress($"Warning: {notice.MessageText}");
    }
}
