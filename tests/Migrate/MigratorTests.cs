using Npgsql;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

[Trait("Category", "Sql")]
public sealed class MigratorTests
{
    private const string FirstTable = "create schema app; create table app.t (id int);";

    [Fact]
    public async Task RunAsync_FreshDatabase_AppliesEachScriptInOrderOfItsVersion()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0010_second.sql", "insert into app.t values (10);")
            .Migration("0002_first.sql", FirstTable);

        var result = await database.MigrateAsync(folder);

        result.Applied.ShouldBe(["0002", "0010"]);
        result.ViewsRebuilt.ShouldBe(0);
        result.Elapsed.ShouldBeGreaterThan(TimeSpan.Zero);
        (await database.AppliedAsync()).ShouldBe(["0002", "0010"]);
        (await database.ScalarAsync<string>("select name || ' ' || length(checksum) || ' ' || (duration_ms >= 0) from migrations.applied where version = '0002'"))
            .ShouldBe("first 64 true");
    }

    [Fact]
    public async Task RunAsync_SecondRun_AppliesNothing()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_first.sql", FirstTable + "insert into app.t values (1);");
        await database.MigrateAsync(folder);

        var result = await database.MigrateAsync(folder);

        result.Applied.ShouldBeEmpty();
        (await database.ScalarAsync<long>("select count(*) from app.t")).ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_LateScriptOfLowerVersion_IsApplied()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0005_first.sql", FirstTable);
        await database.MigrateAsync(folder);

        var result = await database.MigrateAsync(folder.Migration("0003_late.sql", "create schema late;"));

        result.Applied.ShouldBe(["0003"]);
    }

    [Theory]
    [InlineData("0001_first.sql", FirstTable + " -- edited")]
    [InlineData("0001_renamed.sql", FirstTable)]
    public async Task RunAsync_EditedLandedScript_NamesItAndRunsNothing(string fileName, string sql)
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_first.sql", FirstTable);
        await database.MigrateAsync(folder);
        folder.Remove("migrations/0001_first.sql");
        folder.Migration(fileName, sql).Migration("0002_next.sql", "create schema next_one;");

        var error = await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder));

        error.Message.ShouldStartWith($"sql/migrations/{fileName} was edited after it landed: this database ran 0001_first");
        (await database.AppliedAsync()).ShouldBe(["0001"]);
        (await database.ScalarAsync<bool>("select to_regnamespace('next_one') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_OnlyLineEndsChanged_IsNoEdit()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_first.sql", "create schema a;\ncreate schema b;\n");
        await database.MigrateAsync(folder);

        var result = await database.MigrateAsync(folder.Migration("0001_first.sql", "\uFEFFcreate schema a;\r\ncreate schema b;\r\n"));

        result.Applied.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_DatabaseOfANewerRelease_IsLeftAsItIsAndSaid()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_first.sql", FirstTable).Migration("0002_newer.sql", "create schema newer;");
        await database.MigrateAsync(folder);
        folder.Remove("migrations/0002_newer.sql");

        var result = await database.MigrateAsync(folder);

        result.Applied.ShouldBeEmpty();
        database.Progress.ShouldContain("The database has migrations that this build does not know, which stay: 0002_newer.");
        (await database.AppliedAsync()).ShouldBe(["0001", "0002"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task RunAsync_SeveralMigratorsAtOnce_ApplyOnce(int migrators)
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_first.sql", FirstTable)
            .Migration("0002_slow.sql", "select pg_sleep(0.5); insert into app.t values (1);");

        var results = await Task.WhenAll(Enumerable.Range(0, migrators).Select(_ => Task.Run(() => database.MigrateAsync(folder))));

        results.Count(result => result.Applied.SequenceEqual(["0001", "0002"])).ShouldBe(1);
        results.Count(result => result.Applied.Count == 0).ShouldBe(migrators - 1);
        (await database.ScalarAsync<long>("select count(*) from app.t")).ShouldBe(1);
        database.Progress.ShouldContain(line => line.StartsWith("Another migrator is at work"));
    }

    [Fact]
    public async Task RunAsync_DatabasesOfOneServerSetUpTheSameRole_AllSucceed()
    {
        var role = $"shared_{Guid.NewGuid():N}";
        using var folder = new ScriptFolder().Migration("0001_role.sql", $"""
            do $$ begin
                if not exists (select from pg_roles where rolname = '{role}') then
                    create role {role};
                end if;
            end $$;
            alter role {role} set timezone = 'UTC';
            select pg_sleep(0.5);
            """);
        var databases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestDatabase.CreateAsync()));

        var results = await Task.WhenAll(databases.Select(database => database.MigrateAsync(folder)));

        results.ShouldAllBe(result => result.Applied.Count == 1);
        databases.SelectMany(database => database.Progress).ShouldContain(line => line.Contains("trying again"));
        await databases[0].ExecuteAsync($"drop role {role}");
    }

    [Fact]
    public async Task RunAsync_AdminWhoIsNoSuperuser_Succeeds()
    {
        var database = await TestDatabase.CreateAsync();
        var admin = $"admin_{Guid.NewGuid():N}";
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await database.ExecuteAsync($"create role {admin} login createrole createdb password 'p'; alter database {name} owner to {admin};");
        using var folder = new ScriptFolder()
            .Migration("0001_first.sql", $"create role {admin}_app; create schema app; grant usage on schema app to {admin}_app; create table app.t (id int);")
            .View("v.sql", "drop schema if exists v cascade; create schema v; create view v.t as select id from app.t;");
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = admin, Password = "p" };

        await new Migrator(settings.ConnectionString, folder.Scripts).RunAsync(TestContext.Current.CancellationToken);
        var again = await new Migrator(settings.ConnectionString, folder.Scripts).RunAsync(TestContext.Current.CancellationToken);

        again.Applied.ShouldBeEmpty();
        (await database.ScalarAsync<string>("select tableowner::text from pg_tables where schemaname = 'migrations' and tablename = 'applied'")).ShouldBe(admin);
        (await database.ScalarAsync<bool>($"select has_table_privilege('{admin}_app', 'migrations.applied', 'select') and not has_table_privilege('{admin}_app', 'migrations.applied', 'insert')"))
            .ShouldBeTrue();
        await database.ExecuteAsync($"drop owned by {admin}_app; drop role {admin}_app; reassign owned by {admin} to current_user; drop role {admin};");
    }

    [Fact]
    public async Task RunAsync_ScriptChangesRoleAndSettings_TheNextOneSeesNone()
    {
        var database = await TestDatabase.CreateAsync();
        var role = $"weak_{Guid.NewGuid():N}";
        using var folder = new ScriptFolder()
            .Migration("0001_first.sql", $"create schema app; create role {role}; set timezone = 'Asia/Tokyo'; set search_path = app; set role {role};")
            .Migration("0002_second.sql", "create table app.seen as select current_user = session_user as self, current_setting('timezone') as zone, current_setting('search_path') as path;");

        await database.MigrateAsync(folder);

        (await database.ScalarAsync<string>("select self || ' ' || (zone = 'Asia/Tokyo') || ' ' || path from app.seen")).ShouldBe("true false \"\"");
        await database.ExecuteAsync($"drop role {role}");
    }

    [Fact]
    public async Task RunAsync_ServerUnreachable_SaysWhereWithoutThePassword()
    {
        using var folder = new ScriptFolder();
        var migrator = new Migrator("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=hush", folder.Scripts);

        var error = await Should.ThrowAsync<MigrationException>(() => migrator.RunAsync(TestContext.Current.CancellationToken));

        error.Message.ShouldStartWith("Cannot open database \"d\" on 127.0.0.1:1: ");
        error.Message.ShouldNotContain("hush");
    }
}
