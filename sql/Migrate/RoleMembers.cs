using System.Text.RegularExpressions;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>Makes logins members of roles. What is so already stays as it is.</summary>
internal sealed partial class RoleMembers(NpgsqlConnection connection, IReadOnlyList<RoleMember> members, Action<string> progress)
{
    private const string Exists = "select exists (select from pg_catalog.pg_roles where rolname = $1)";

    // What the login may do at once, with no SET ROLE: from PostgreSQL 16 on a membership alone does not say it.
    private const string Uses = "select pg_catalog.pg_has_role($1, $2, 'usage')";

    // Roles belong to the whole server, and so do their labels.
    private const string SelectLabel = """
        select l.label
        from pg_catalog.pg_shseclabel as l
        join pg_catalog.pg_roles as r on r.oid = l.objoid
        where l.classoid = 'pg_catalog.pg_authid'::regclass and l.provider = 'pgaadauth' and r.rolname = $1
        """;

    // Azure's own, and in database postgres alone: a login that takes Entra's tokens for a service principal or managed identity.
    private const string CreatePrincipal = "select pg_catalog.pgaadauth_create_principal_with_oid($1, $2, 'service', false, false)";

    /// <summary>Creates the logins that are missing and whose principal is told.</summary>
    /// <param name="openMaintenance">Opens the database in which logins are created.</param>
    public async Task CreateLoginsAsync(Func<Task<NpgsqlConnection>> openMaintenance, CancellationToken cancel)
    {
        foreach (var (role, login, objectId) in members.OrderBy(member => member.ObjectId is null))
        {
            if (!await AskAsync(Exists, cancel, role))
                throw new MigrationException($"There is no role {role}, so \"{login}\" was not made a member of it: no migration creates it.");
            if (await AskAsync(Exists, cancel, login))
                await CheckPrincipalAsync(login, objectId, cancel);
            else if (objectId is { } id)
                await CreateAsync(openMaintenance, login, id, cancel);
            else
                throw new MigrationException($"There is no login \"{login}\" to be a member of {role}: create it, or give its principal as --member {role}={login}:<object id>.");
        }
    }

    /// <summary>In a transaction of the caller's.</summary>
    public async Task GrantAsync(CancellationToken cancel)
    {
        // A membership that is there keeps what its grant does not name.
        var inherit = connection.PostgreSqlVersion.Major >= 16 ? " with inherit true" : "";
        foreach (var (role, login, _) in members)
        {
            if (await AskAsync(Uses, cancel, login, role))
            {
                progress($"\"{login}\" is a member of {role} already.");
                continue;
            }
            await using var grant = new NpgsqlCommand($"grant {Quote(role)} to {Quote(login)}{inherit}", connection);
            await grant.ExecuteNonQueryAsync(cancel);
            if (!await AskAsync(Uses, cancel, login, role))
            {
                throw new MigrationException(
                    $"\"{login}\" is a member of {role}, but inherits nothing of it: run alter role {Quote(login)} inherit, and migrate again.");
            }
            progress($"\"{login}\" is now a member of {role}.");
        }
    }

    // An identity that was deleted and made again has its old name and another object id: its tokens would be refused.
    private async Task CheckPrincipalAsync(string login, Guid? objectId, CancellationToken cancel)
    {
        if (objectId is not { } wanted)
            return;
        await using var select = new NpgsqlCommand(SelectLabel, connection) { Parameters = { new() { Value = login } } };
        var label = await select.ExecuteScalarAsync(cancel) as string ?? "";
        if (LabelledId().Match(label) is { Success: true } match && Guid.TryParse(match.Groups[1].Value, out var known) && known != wanted)
        {
            throw new MigrationException(
                $"The login \"{login}\" belongs to the Entra principal {known}, and not to {wanted}: an identity that was made anew has another object id. " +
                $"Drop the login (drop role {Quote(login)}), and migrate again.");
        }
    }

    private async Task CreateAsync(Func<Task<NpgsqlConnection>> openMaintenance, string login, Guid objectId, CancellationToken cancel)
    {
        await using var maintenance = await openMaintenance();
        try
        {
            await using var create = new NpgsqlCommand(CreatePrincipal, maintenance)
            {
                Parameters = { new() { Value = login }, new() { Value = objectId.ToString() } },
            };
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedFunction)
        {
            throw new MigrationException(
                $"The login \"{login}\" cannot be created for an Entra principal: database {maintenance.Database} of this server has no " +
                "pgaadauth_create_principal_with_oid. Only Azure Database for PostgreSQL has it, with Entra authentication on.", e);
        }
        catch (PostgresException e)
        {
            throw MigrationException.At($"The login \"{login}\"", e);
        }
        progress($"Created the login \"{login}\" for the Entra principal {objectId}.");
    }

    private async Task<bool> AskAsync(string sql, CancellationToken cancel, params string[] names)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var name in names)
            command.Parameters.Add(new() { Value = name });
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("(?:^|,)oid=([0-9A-Fa-f-]{36})(?:,|$)")]
    private static partial Regex LabelledId();
}
