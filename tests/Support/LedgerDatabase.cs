using Npgsql;
using Plumbline.Migrate;
using Plumbline.Platform;

namespace Plumbline.Tests.Support;

/// <summary>A migrated database of a test class's own, seen as the app sees it and, for checking, as the superuser.</summary>
public sealed class LedgerDatabase : IAsyncLifetime
{
    // A copy would be taken for a restored database.
    private const string RegisterCopy = """
        alter table config.database_identity disable trigger user;
        update config.database_identity set database_oid = (select oid from pg_database where datname = current_database());
        alter table config.database_identity
            enable always trigger deny_row_change, enable always trigger deny_change, enable always trigger deny_truncate
        """;

    // Migrated once a run, and copied for each class.
    private static readonly Lazy<Task<string>> Template = new(MigrateTemplateAsync);

    private NpgsqlDataSource? admin;
    private NpgsqlDataSource? app;
    private NpgsqlDataSource? unprepared;

    public string AdminConnectionString { get; private set; } = "";

    /// <summary>Sessions run as role ledger_app, with its rights and row-level security.</summary>
    public string AppConnectionString { get; private set; } = "";

    /// <summary>As superuser: every tenant's rows, no policy.</summary>
    public NpgsqlDataSource Admin => admin ??= NpgsqlDataSource.Create(Pooled(AdminConnectionString));

    public NpgsqlDataSource App => app ??= NpgsqlDataSource.Create(Pooled(AppConnectionString));

    public Database Database => new(App, TimeProvider.System);

    /// <summary>For tests that cancel statements: Npgsql loses track of one that is cancelled while it prepares it by itself.</summary>
    public Database Unprepared => new(unprepared ??= NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(AppConnectionString) { Pooling = true, MaxPoolSize = 20 }), TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        AdminConnectionString = await TestServer.CreateDatabaseAsync(CancellationToken.None, await Template.Value);
        await ExecuteAsync(RegisterCopy);
        AppConnectionString = new NpgsqlConnectionStringBuilder(AdminConnectionString) { Options = "-c role=ledger_app" }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in new[] { admin, app, unprepared })
        {
            if (source is not null)
            {
                await source.DisposeAsync();
            }
        }
    }

    /// <summary>A tenant with settings and a time zone, named at random so that tests do not meet.</summary>
    public async Task<Guid> AddTenantAsync(
        string zone = "America/New_York", string currency = "USD", string firstMonth = "2025-01-01", string? slug = null)
    {
        var id = await ScalarAsync<Guid>("insert into config.tenants (slug) values ($1) returning tenant_id", slug ?? $"t{Guid.NewGuid():n}"[..20]);
        await ExecuteAsync(
            "insert into config.tenant_versions (tenant_id, name, currency, first_month, actor) values ($1, 'Test & Sons', $2, $3, 'test')",
            id, currency, DateOnly.Parse(firstMonth, System.Globalization.CultureInfo.InvariantCulture));
        await ExecuteAsync(
            "insert into config.time_zones (tenant_id, effective_from, time_zone, actor) values ($1, $2, $3, 'test')",
            id, DateOnly.Parse(firstMonth, System.Globalization.CultureInfo.InvariantCulture), zone);
        return id;
    }

    /// <summary>As superuser.</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object?[] parameters)
    {
        await using var command = Admin.CreateCommand(sql);
        Bind(command, parameters);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>As superuser.</summary>
    public async Task<int> ExecuteAsync(string sql, params object?[] parameters)
    {
        await using var command = Admin.CreateCommand(sql);
        Bind(command, parameters);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As superuser.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, params object?[] parameters)
    {
        await using var command = Admin.CreateCommand(sql);
        Bind(command, parameters);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    private static async Task<string> MigrateTemplateAsync()
    {
        var connectionString = await TestServer.CreateDatabaseAsync(CancellationToken.None);
        await new Migrator(connectionString, MigrationScripts.Default).RunAsync(CancellationToken.None);
        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }

    private static string Pooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = true,
            MaxPoolSize = 20,
            // The views take far longer to plan than to run on a test's few rows: what is asked a second time is planned for every time.
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
            Options = $"{new NpgsqlConnectionStringBuilder(connectionString).Options} -c plan_cache_mode=force_generic_plan".Trim(),
        }.ConnectionString;

    private static void Bind(NpgsqlCommand command, object?[] parameters)
    {
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }
}
