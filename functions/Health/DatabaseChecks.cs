using System.Reflection;
using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Health;

/// <summary>Whether the database answers, has what this build needs, and is the one that the ledger was written in.</summary>
public sealed class DatabaseChecks(Database database)
{
    private const string SelectApplied = "select version || '_' || name from migrations.applied";

    // As the ledger itself decides before it appends anything (ledger.refuse_restored).
    private const string SelectIsItself = """
        select exists (
            select
            from config.database_identity as i
            where i.incarnation = (select max(incarnation) from config.database_identity)
                and i.system_identifier = (select system_identifier from pg_control_system())
                and i.database_oid = (select oid from pg_database where datname = current_database()))
        """;

    /// <summary>The names of the migrations this was built with.</summary>
    internal static readonly IReadOnlyList<string> Migrations =
        typeof(DatabaseChecks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Migrations").Value!.Split(' ');

    public async Task<string?> AnswersAsync(CancellationToken cancel)
    {
        await database.ListAsync("select 1", row => row.GetInt32(0), cancel);
        return null;
    }

    /// <summary>Those of a newer build do no harm: migrations are compatible with the release before them.</summary>
    public async Task<string?> HasMigrationsAsync(CancellationToken cancel)
    {
        var applied = await database.ListAsync(SelectApplied, row => row.GetString(0), cancel);
        return Migrations.Except(applied).ToArray() is { Length: > 0 } missing ? $"Run the migrator; not applied: {string.Join(", ", missing)}." : null;
    }

    public async Task<string?> IsItselfAsync(CancellationToken cancel) =>
        await database.ListAsync(SelectIsItself, row => row.GetBoolean(0), cancel) is [true]
            ? null
            : "The database was restored or copied, and nothing is appended to it: run the migrator.";

    public static string Explain(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } => "The database is not migrated: run the migrator.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => "The app's login lacks rights: grant it ledger_app.",
        PostgresException { SqlState: ['2', '8', ..] } => "The database refuses the app's login.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "The server has no such database.",
        NpgsqlException => "The database cannot be reached.",
        _ => "The check itself failed; the log says why.",
    };
}
