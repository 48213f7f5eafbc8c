using Npgsql;

namespace Plumbline.Reports;

/// <summary>Why a run failed. PostgreSQL's own messages may quote what rows say, so they are not told: its codes are.</summary>
/// <param name="IsTransient">Whether the same may succeed later.</param>
public sealed record StageConversionFailure(string Words, bool IsTransient)
{
    public static StageConversionFailure Of(NpgsqlException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
            new("The database cancelled it, as it does what takes longer than a statement may (SQLSTATE 57014).", true),
        PostgresException postgres => new($"The database refused it (SQLSTATE {postgres.SqlState}).", postgres.IsTransient),
        { InnerException: TimeoutException } => new("It took longer than the app waits for the database.", true),
        _ => new("The connection to the database was lost.", true),
    };
}
