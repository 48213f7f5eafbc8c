using System.Text;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>Why migrating stopped, worded for whoever runs it. Begins with <c>file:line:</c> when a statement is to blame.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The script can run again: another session was in the way, and nothing of the attempt was kept.</summary>
    internal bool IsTransient => InnerException is PostgresException error && error.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected => true,
        // Roles belong to the whole server, and the advisory lock to one database: two databases may create or alter one role at once.
        PostgresErrorCodes.UniqueViolation => error.ConstraintName == "pg_authid_rolname_index",
        PostgresErrorCodes.InternalError => error.Routine is "simple_heap_update" or "simple_heap_delete",
        _ => false,
    };

    internal static MigrationException At(SqlScript script, int line, Exception cause) => At($"{script.Path}:{line}", cause);

    internal static MigrationException At(string place, Exception cause)
    {
        if (cause is not PostgresException error)
            return new MigrationException($"{place}: {cause.Message}", cause);
        var message = new StringBuilder($"{place}: {error.MessageText} ({error.SqlState})");
        foreach (var (label, text) in new[] { ("detail", error.Detail), ("hint", error.Hint), ("where", error.Where) })
        {
            if (!string.IsNullOrEmpty(text))
                message.Append("\n  ").Append(label).Append(": ").Append(text.ReplaceLineEndings("\n    "));
        }
        return new MigrationException(message.ToString(), error);
    }
}
