using System.Globalization;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>One connection to the database being migrated, and one turn at migrating it.</summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly MigrationScripts scripts;
    private readonly Action<string> progress;
    private readonly TimeProvider time;
    private readonly MigrationRecords records;

    public MigrationSession(NpgsqlConnection connection, MigrationScripts scripts, Action<string> progress, TimeProvider time)
    {
        (this.connection, this.scripts, this.progress, this.time) = (connection, scripts, progress, time);
        records = new MigrationRecords(connection);
        connection.Notice += (_, e) => Report(e.Notice);
    }

    /// <param name="lockTimeout">How long a statement waits for a lock.</param>
    /// <param name="applied">Told each version that is applied, also when a later one fails.</param>
    /// <param name="members">Made members of their roles once the scripts have run.</param>
    /// <param name="openMaintenance">Opens the database in which logins are created.</param>
    /// <param name="cancel">Cancelling leaves nothing of the script in progress.</param>
    public async Task MigrateAsync(
        TimeSpan lockTimeout, Action<string> applied, IReadOnlyList<RoleMember> members, Func<Task<NpgsqlConnection>> openMaintenance,
        CancellationToken cancel)
    {
        await new MigrationLock(connection, progress, time).AcquireAsync(cancel);
        var transaction = new ScriptTransaction(connection, lockTimeout);
        if (!await records.ExistAsync(cancel))
            await RequireCreateAsync(cancel);
        if (!await records.AreCompleteAsync(cancel))
            await transaction.RunAsync("The migrator's own tables", [], records.CreateAsync, cancel);

        var pending = Pending(await records.ReadAppliedAsync(cancel));
        // Before the scripts too: after a restore, what they insert belongs to the new life of the database.
        await transaction.RunAsync("The database's identity", [], RegisterDatabaseAsync, cancel);
        foreach (var script in pending)
        {
            var began = time.GetTimestamp();
            await transaction.RunAsync(
                script.Path, [script], token => records.AddAsync(script, time.GetElapsedTime(began), token), cancel);
            applied(script.Version);
            progress($"Applied {script.Version}_{script.Name} in {time.GetElapsedTime(began).TotalMilliseconds:0} ms.");
        }
        await transaction.RunAsync("The views", scripts.Views, FinishViewsAsync, cancel);
        if (members.Count == 0)
            return;
        var roleMembers = new RoleMembers(connection, members, progress);
        await roleMembers.CreateLoginsAsync(openMaintenance, cancel);
        await transaction.RunAsync("The roles' members", [], roleMembers.GrantAsync, cancel);
    }

    public async Task<MigrationStatus> CompareAsync(CancellationToken cancel)
    {
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

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private List<MigrationScript> Pending(IReadOnlyDictionary<string, AppliedMigration> applied)
    {
        foreach (var script in scripts.Migrations)
        {
            if (applied.GetValueOrDefault(script.Version) is { } row && !row.Is(script))
            {
                var date = row.AppliedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                throw new MigrationException(
                    $"{script.Path} was edited after it landed: this database ran {row.Version}_{row.Name} on {date} with other contents or " +
                    "under another name. Restore the file and put the change into a new migration.");
            }
        }
        var unknown = Unknown(applied).Select(row => $"{row.Version}_{row.Name}").ToList();
        if (unknown.Count > 0)
            progress($"The database has migrations that this build does not know, which stay: {string.Join(", ", unknown)}.");
        return [.. scripts.Migrations.Where(script => !applied.ContainsKey(script.Version))];
    }

    private IEnumerable<AppliedMigration> Unknown(IReadOnlyDictionary<string, AppliedMigration> applied) =>
        applied.Values.ExceptBy(scripts.Migrations.Select(script => script.Version), row => row.Version)
            .OrderBy(row => row.Version, StringComparer.Ordinal);

    // Azure gives a database that is older than its server's first Entra administrator to a role of its own, and nobody has it back.
    private async Task RequireCreateAsync(CancellationToken cancel)
    {
        await using var select = new NpgsqlCommand(
            """
            select current_user::text, d.datname::text, d.datdba::regrole::text
            from pg_catalog.pg_database as d
            where d.datname = current_database() and not has_database_privilege(d.oid, 'create')
            """,
            connection);
        await using var reader = await select.ExecuteReaderAsync(cancel);
        if (await reader.ReadAsync(cancel))
        {
            throw new MigrationException(
                $"The login \"{reader.GetString(0)}\" may create nothing in database \"{reader.GetString(1)}\", which belongs to {reader.GetString(2)}. On Azure, a " +
                "database that is made before this login administers the server is nobody's to change: delete it, and deploy it again.");
        }
    }

    private async Task FinishViewsAsync(CancellationToken cancel)
    {
        await records.SetViewsAsync(scripts, cancel);
        await RegisterDatabaseAsync(cancel);
    }

    // After a restore the database is another one, in which transaction ids of the old one mean nothing: the function
    // notices that. The first migrations may not have it yet.
    private async Task RegisterDatabaseAsync(CancellationToken cancel)
    {
        await using var find = new NpgsqlCommand("select to_regprocedure('config.register_database()') is not null", connection);
        if (!(bool)(await find.ExecuteScalarAsync(cancel))!)
            return;
        await using var register = new NpgsqlCommand("select config.register_database()", connection);
        await register.ExecuteNonQueryAsync(cancel);
    }

    private void Report(PostgresNotice notice)
    {
        if (notice.InvariantSeverity == "WARNING")
            progress($"Warning: {notice.MessageText}");
    }
}
