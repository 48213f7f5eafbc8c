namespace Plumbline.Migrate;

/// <summary>The command line, parsed; <paramref name="Error"/> says what is wrong with it.</summary>
internal sealed record MigrateArguments(bool Help = false, bool Status = false, string? Connection = null, string? Scripts = null, string? Error = null)
{
    public const string Usage = """
        Brings a database to this build's schema: migrations once each, then every view.

        dotnet run --project sql/Migrate -- [--status] [--connection <string>] [--scripts <folder>]

          --status      show which scripts ran, and change nothing
                        (exit code 0: up to date, 3: something is pending, 1: a landed script was edited)
          --connection  a postgres:// URL or an Npgsql connection string; without it DATABASE_URL is read
          --scripts     the folder that holds migrations/ and views/; without it, those this program was built with
          --help        this text

        Exit code 0: done, 1: failed, and the script that failed left nothing behind, 2: wrong usage.
        """;

    public static MigrateArguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new MigrateArguments();
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h":
                    return parsed with { Help = true };
                case "--status":
                    parsed = parsed with { Status = true };
                    break;
                case "--connection" or "--scripts" when value is null or "" || value.StartsWith("--", StringComparison.Ordinal):
                    return parsed with { Error = $"{args[i]} needs a value." };
                case "--connection":
                    parsed = parsed with { Connection = value };
                    i++;
                    break;
                case "--scripts":
                    parsed = parsed with { Scripts = value };
                    i++;
                    break;
                default:
                    // Not repeated: it may be a connection string whose option was forgotten.
                    return parsed with { Error = $"Argument {i + 1} is not one of --status, --connection, --scripts and --help." };
            }
        }
        return parsed;
    }
}
