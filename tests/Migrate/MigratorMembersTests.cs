using Npgsql;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

/// <summary>Roles belong to the whole server: each test has roles of its own, and drops them.</summary>
[Trait("Category", "Sql")]
public sealed class MigratorMembersTests : IAsyncLifetime
{
    private readonly string role = $"role_{Guid.NewGuid():n}";
    private readonly string login = $"O'Hara \"{Guid.NewGuid():n}\"";
    private readonly Guid objectId = Guid.NewGuid();
    private TestDatabase database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string MaintenanceName => new NpgsqlConnectionStringBuilder(Maintenance.ConnectionString).Database!;

    private TestDatabase Maintenance { get; set; } = null!;

    public async ValueTask InitializeAsync() => (database, Maintenance) = (await TestDatabase.CreateAsync(), await TestDatabase.CreateAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var name in new[] { role, login })
        {
            await database.ExecuteAsync($"drop role if exists {Quoted(name)}");
        }
    }

    [Fact]
    public async Task RunAsync_LoginThatIsMissing_IsCreatedForItsPrincipalAndMadeAMemberOnce()
    {
        await Maintenance.ExecuteAsync(Azure);
        var asked = 0;
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var password = settings.Password!;
        settings.Password = null;
        using var folder = Scripts();

        for (var i = 0; i < 2; i++)
        {
            await new Migrator(settings.ConnectionString, folder.Scripts, database.Progress.Enqueue)
            {
                Members = [new RoleMember(role, login, objectId)],
                MaintenanceDatabase = MaintenanceName,
                Password = _ => Task.FromResult(++asked > 0 ? password : ""),
            }.RunAsync(Cancel);
        }

        (await Maintenance.ScalarAsync<string>("select string_agg(concat_ws('|', name, id, kind, is_admin, is_mfa), ' ') from public.created"))
            .ShouldBe($"{login}|{objectId}|service|f|f");
        (await database.ScalarAsync<bool>($"select pg_has_role({Literal(login)}, '{role}', 'usage')")).ShouldBeTrue();
        database.Progress.Where(line => line.Contains(login, StringComparison.Ordinal)).ShouldBe(
        [
            $"Created the login \"{login}\" for the Entra principal {objectId}.",
            $"\"{login}\" is now a member of {role}.",
            $"\"{login}\" is a member of {role} already.",
        ]);
        asked.ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_RoleThatNoMigrationCreates_IsAnErrorAndCreatesNoLogin()
    {
        await Maintenance.ExecuteAsync(Azure);
        using var folder = new ScriptFolder().Migration("0001_first.sql", "create schema a;");

        var error = await Should.ThrowAsync<MigrationException>(() => Migrator(folder, objectId).RunAsync(Cancel));

        error.Message.ShouldBe($"There is no role {role}, so \"{login}\" was not made a member of it: no migration creates it.");
        (await database.ScalarAsync<bool>($"select exists (select from pg_roles where rolname = {Literal(login)})")).ShouldBeFalse();
        (await database.AppliedAsync()).ShouldBe(["0001"]);
    }

    [Fact]
    public async Task RunAsync_LoginThatIsMissingWithoutAnObjectId_IsAnErrorThatSaysWhatToDo()
    {
        using var folder = Scripts();

        var error = await Should.ThrowAsync<MigrationException>(() => Migrator(folder, id: null).RunAsync(Cancel));

        error.Message.ShouldBe($"There is no login \"{login}\" to be a member of {role}: create it, or give its principal as --member {role}={login}:<object id>.");
    }

    [Fact]
    public async Task RunAsync_ServerThatKnowsNoEntra_IsAnErrorThatSaysSo()
    {
        using var folder = Scripts();

        var error = await Should.ThrowAsync<MigrationException>(() => Migrator(folder, objectId).RunAsync(Cancel));

        error.Message.ShouldContain($"database {MaintenanceName} of this server has no pgaadauth_create_principal_with_oid");
    }

    [Fact]
    public async Task RunAsync_LoginOfAnIdentityThatWasMadeAnew_IsAnErrorThatSaysWhatToDo()
    {
        var before = Guid.NewGuid();
        await database.ExecuteAsync($"""
            create role {Quoted(login)} login;
            insert into pg_shseclabel (objoid, classoid, provider, label)
            values ((select oid from pg_roles where rolname = {Literal(login)}), 'pg_authid'::regclass, 'pgaadauth', 'aadauth,oid={before},type=service')
            """);
        using var folder = Scripts();

        var error = await Should.ThrowAsync<MigrationException>(() => Migrator(folder, objectId).RunAsync(Cancel));
        await Migrator(folder, before).RunAsync(Cancel);

        error.Message.ShouldContain($"belongs to the Entra principal {before}, and not to {objectId}");
        error.Message.ShouldContain($"drop role {Quoted(login)}");
        database.Progress.ShouldContain($"\"{login}\" is now a member of {role}.");
    }

    [Fact]
    public async Task RunAsync_MemberThatInheritsNothing_MayUseTheRoleOrIsAnError()
    {
        // Before PostgreSQL 16 it is the login's own trait, and no membership changes it.
        var isOfTheLogin = await database.ScalarAsync<bool>("select current_setting('server_version_num')::int < 160000");
        await database.ExecuteAsync($"create role {role}; create role {Quoted(login)} login noinherit; grant {role} to {Quoted(login)}");
        using var folder = new ScriptFolder();

        var run = () => Migrator(folder, id: null).RunAsync(Cancel);

        if (isOfTheLogin)
        {
            (await run.ShouldThrowAsync<MigrationException>()).Message.ShouldContain($"alter role {Quoted(login)} inherit");
        }
        else
        {
            await run();
            (await database.ScalarAsync<bool>($"select pg_has_role({Literal(login)}, '{role}', 'usage')")).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task RunAsync_DatabaseOfSomebodyElse_IsAnErrorThatNamesItsOwner()
    {
        await database.ExecuteAsync($"create role {role} login createrole password 'plain'");
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = "plain" };
        using var folder = new ScriptFolder().Migration("0001_first.sql", "create schema a;");

        var error = await Should.ThrowAsync<MigrationException>(() => new Migrator(settings.ConnectionString, folder.Scripts).RunAsync(Cancel));

        error.Message.ShouldStartWith($"The login \"{role}\" may create nothing in database \"{settings.Database}\", which belongs to postgres.");
    }

    // As Azure has it: it belongs to who may create roles.
    internal const string Azure = """
        create table public.created (name text, id text, kind text, is_admin boolean, is_mfa boolean);
        create function pg_catalog.pgaadauth_create_principal_with_oid(rolename text, objectid text, objecttype text, isadmin boolean, ismfa boolean)
        returns text language plpgsql security definer as $$
        begin
            execute format('create role %I login', rolename);
            insert into public.created values (rolename, objectid, objecttype, isadmin, ismfa);
            return 'Created role for ' || rolename;
        end
        $$;
        """;

    private ScriptFolder Scripts() => new ScriptFolder().Migration("0001_roles.sql", $"create role {role} nologin;");

    private Migrator Migrator(ScriptFolder folder, Guid? id) => new(database.ConnectionString, folder.Scripts, database.Progress.Enqueue)
    {
        Members = [new RoleMember(role, login, id)],
        MaintenanceDatabase = MaintenanceName,
    };

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
