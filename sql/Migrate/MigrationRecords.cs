using System.Data;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>The migrator's own tables: which scripts the database ran, whose views it has, and what those do.</summary>
internal sealed class MigrationRecords(NpgsqlConnection connection)
{
    private const string Create = """
        create schema if not exists migrations;
        create table if not exists migrations.applied (
            version     text primary key,
            name        text not null,
            checksum    text not null,
            applied_at  timestamptz not null default clock_timestamp(),
            duration_ms bigint not null
        );
        create table if not exists migrations.views (
            singleton   boolean primary key default true check (singleton),
            checksum    text not null,
            rebuilt_at  timestamptz not null
        );
        create table if not exists migrations.view_files (
            file        text primary key,
            body        text not null
        );
        grant usage on schema migrations to public;
        grant select on migrations.applied, migrations.views, migrations.view_files to public;
        """;

    private const string InsertApplied =
        "insert into migrations.applied (version, name, checksum, duration_ms) values ($1, $2, $3, $4)";

    private const string UpsertViews = """
        insert into migrations.views (checksum, rebuilt_at) values ($1, clock_timestamp())
        on conflict (singleton) do update set checksum = excluded.checksum, rebuilt_at = excluded.rebuilt_at
        """;

    private const string ReplaceViewFiles = """
        with gone as (delete from migrations.view_files where file <> all ($1))
        insert into migrations.view_files (file, body)
        select f.file, f.body
        from unnest($1, $2) as f (file, body)
        on conflict (file) do update set body = excluded.body
        """;

    public async Task<bool> ExistAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select to_regclass('migrations.applied') is not null and to_regclass('migrations.views') is not null", connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Databases of older releases lack tables that came later.</summary>
    public async Task<bool> AreCompleteAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select to_regclass('migrations.view_files') is not null", connection);
        return await ExistAsync(cancel) && (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    public async Task CreateAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Create, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<IReadOnlyDictionary<string, AppliedMigration>> ReadAppliedAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select version, name, checksum, applied_at from migrations.applied", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var applied = new Dictionary<string, AppliedMigration>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            var row = new AppliedMigration(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3));
            applied.Add(row.Version, row);
        }
        return applied;
    }

    public async Task<(string Checksum, DateTimeOffset RebuiltAt)?> ReadViewsAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select checksum, rebuilt_at from migrations.views", connection);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    public async Task AddAsync(MigrationScript script, TimeSpan duration, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(InsertApplied, connection)
        {
            Parameters =
            {
                new() { Value = script.Version },
                new() { Value = script.Name },
                new() { Value = script.Checksum },
                new() { Value = (long)duration.TotalMilliseconds },
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task SetViewsAsync(MigrationScripts scripts, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(UpsertViews) { Parameters = { new() { Value = scripts.ViewsChecksum } } },
                new(ReplaceViewFiles)
                {
                    Parameters =
                    {
                        new() { Value = scripts.Views.Select(view => view.Path).ToArray() },
                        new() { Value = scripts.Views.Select(view => SqlBody.Of(view.Text)).ToArray() },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
