using Azure.Core;
using Azure.Identity;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>Entra's token for a database, which Azure Database for PostgreSQL takes in place of a password.</summary>
internal sealed class EntraPassword(TokenCredential credential)
{
    private static readonly TokenRequestContext Scope = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    /// <summary>Of the identity that <c>AZURE_CLIENT_ID</c> names; without it, of whoever is signed in.</summary>
    public static EntraPassword OfManagedIdentity() => new(new DefaultAzureCredential());

    /// <summary>The connection string of a database that is opened with a token.</summary>
    /// <exception cref="FormatException">The text is no database connection, holds a password, or names no login.</exception>
    public static string WithoutPassword(string urlOrConnectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(DatabaseUrl.ToConnectionString(urlOrConnectionString));
        return !string.IsNullOrEmpty(settings.Password) ? throw new FormatException("The database connection holds a password, and --managed-identity takes none: leave one of them out.")
            : string.IsNullOrEmpty(settings.Username) ? throw new FormatException("The database connection names no login, which --managed-identity needs: the identity's name.")
            : settings.ConnectionString;
    }

    /// <exception cref="MigrationException">There is no token; the message says why, and holds none.</exception>
    public async Task<string> GetAsync(CancellationToken cancel)
    {
        try
        {
            return (await credential.GetTokenAsync(Scope, cancel)).Token;
        }
        catch (AuthenticationFailedException e)
        {
            throw new MigrationException($"Entra gave no token for the database. Is AZURE_CLIENT_ID the client id of the identity that runs this?\n  {e.Message}", e);
        }
    }
}
