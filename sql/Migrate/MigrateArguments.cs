namespace Plumbline.Migrate;

/// <summary>The command line, parsed; <paramref name="Error"/> says what is wrong with it.</summary>
internal sealed record MigrateArguments(
    bool Help = false, bool Status = false, string? Connection = null, string? Scripts = null, bool ManagedIdentity = false, string? Error = null)
{
    public const string Usage = """
        Brings a database to this build's schema: migrations once each, then every view.

        dotnet run --project sql/Migrate -- [--status] [--connection <string>] [--scripts <folder>] [--managed-identity]
                                            [--member <role>=<login>[:<object id>]]...

          --status            show which scripts ran, and change nothing
                              (exit code 0: up to date, 3: something is pending, 1: a landed script was edited)
          --connection        a postgres:// URL or an Npgsql connection string; without it DATABASE_URL is read
          --scripts           the folder that holds migrations/ and views/; without it, those this program was built with
          --managed-identity  the password is Entra's token for the identity that AZURE_CLIENT_ID names (AZURE_TOKEN_CREDENTIALS
                              narrows down where else one is looked for); a server that is still starting is waited for, two minutes
          --member            once migrated, the login is a member of the role; may be given several times. With the object id of a
                              service principal or managed identity, a login that does not exist is created for it, which only
                              Azure Database for PostgreSQL can do
          --help              this text

        Exit code 0: done, 1: failed, and the script that failed left nothing behind, 2: wrong usage.
        """;

    public IReadOnlyList<RoleMember> Members { get; init; } = [];

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
                case "--managed-identity":
                    parsed = parsed with { ManagedIdentity = true };
                    break;
                case "--connection" or "--scripts" or "--member" when value is null or "" || value.StartsWith("--", StringComparison.Ordinal):
                    return parsed with { Error = $"{args[i]} needs a value." };
                case "--connection":
                    parsed = parsed with { Connection = value };
                    i++;
                    break;
                case "--scripts":
                    parsed = parsed with { Scripts = value };
                    i++;
                    break;
                case "--member":
                    var (member, fault) = RoleMember.Parse(value!);
                    if (member is null)
                        return parsed with { Error = fault };
                    parsed = parsed with { Members = [.. parsed.Members, member] };
                    i++;
                    break;
                default:
                    // Not repeated: it may be a connection string whose option was forgotten.
                    return parsed with { Error = $"Argument {i + 1} is not one of --status, --connection, --scripts, --managed-identity, --member and --help." };
            }
        }
        return parsed.Status && parsed.Members.Count > 0
            ? parsed with { Error = "--status changes nothing: leave --member out." }
            : parsed with { Error = RoleMember.Fault(parsed.Members) };
    }
}
