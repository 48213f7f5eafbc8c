using Npgsql;

namespace Plumbline.Migrate;

public sealed record MigrationResult;

public sealed record MigrationScripts(string Directory)
{
    public static MigrationScripts FromDirectory(string directory) => new(directory);
}

public sealed class Migrator(string adminConnectionString, MigrationScripts scripts, Action<string>? progress = null)
{
    public async Task<MigrationResult> RunAsync(CancellationToken cancel = default)
    {
        progress?.Invoke($"placeholder for {scripts.Directory}");
        await using var connection = new NpgsqlConnection(adminConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(
            "do $$ begin if to_regrole('ledger_app') is null then create role ledger_app nologin; end if; end $$", connection);
        await command.ExecuteNonQueryAsync(cancel);
        return new MigrationResult();
    }
}

public static class Program
{
    public static void Main()
    {
    }
}
