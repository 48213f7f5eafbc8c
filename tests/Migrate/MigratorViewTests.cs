using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

[Trait("Category", "Sql")]
public sealed class MigratorViewTests
{
    private const string Schemas = "drop schema if exists report cascade; create schema report;";

    [Fact]
    public async Task RunAsync_Views_RunInOrdinalOrderOfTheirPaths()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_x.sql", "create table public.t (id int);")
            .View("2_measures/a.sql", "create view report.third as select id from report.second;")
            .View("1_staging/b.sql", "create view report.second as select id from report.first;")
            .View("1_staging/B.sql", "create view report.first as select id from public.t;")
            .View("0_schemas.sql", Schemas)
            .View("README.md", "Not SQL.");

        var result = await database.MigrateAsync(folder);

        result.ViewsRebuilt.ShouldBe(4);
        (await database.ExistsAsync("report.third")).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_MigrationChangesAColumnUnderAView_ViewIsRebuiltOnIt()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_x.sql", "create table public.t (id int);")
            .View("0_schemas.sql", Schemas)
            .View("1_v.sql", "create view report.v as select id from public.t;");
        await database.MigrateAsync(folder);

        await database.MigrateAsync(folder
            .Migration("0002_y.sql", "drop schema report cascade;\nalter table public.t alter id type bigint;\nalter table public.t add note text;")
            .View("1_v.sql", "create view report.v as select id, note from public.t;"));

        (await database.ScalarAsync<string>(
            "select string_agg(attname || ' ' || format_type(atttypid, null), ', ' order by attnum) from pg_attribute where attrelid = 'report.v'::regclass"))
            .ShouldBe("id bigint, note text");
    }

    [Fact]
    public async Task RunAsync_ViewFileRemoved_ItsViewIsGone()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().View("0_schemas.sql", Schemas).View("1_v.sql", "create view report.v as select 1 as one;");
        await database.MigrateAsync(folder);
        folder.Remove("views/1_v.sql");

        await database.MigrateAsync(folder);

        (await database.ExistsAsync("report.v")).ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_ViewFails_KeepsTheOldViewsAndTheMigrations()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_x.sql", "create table public.t (id int);")
            .View("0_schemas.sql", Schemas)
            .View("1_staging/v.sql", "create view report.v as select id from public.t;");
        await database.MigrateAsync(folder);

        var error = await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder
            .Migration("0002_y.sql", "create table public.u (id int);")
            .View("1_staging/v.sql", "-- grain: one row\ncreate view report.v as\nselect absent from public.t;")));

        error.Message.ShouldStartWith("sql/views/1_staging/v.sql:3: column \"absent\" does not exist (42703)");
        (await database.ExistsAsync("report.v")).ShouldBeTrue();
        (await database.AppliedAsync()).ShouldBe(["0001", "0002"]);
        (await database.Migrator(folder).StatusAsync(TestContext.Current.CancellationToken)).ViewsCurrent.ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_ViewFiles_AreKeptAsTheyRanWithoutComments()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .View("0_schemas.sql", Schemas)
            .View("1_v.sql", "-- grain: one row\ncreate view report.v as\nselect 1 as one;\ncomment on view report.v is 'One.';")
            .View("2_w.sql", "create view report.w as select 2 as two;");
        await database.MigrateAsync(folder);
        folder.Remove("views/2_w.sql");
        folder.View("0_schemas.sql", Schemas + "\n-- All of it.").View("3_x.sql", "create view report.x as select one from report.v;");

        await database.MigrateAsync(folder);

        (await database.ScalarAsync<string[]>("select array_agg(file || ': ' || body order by file) from migrations.view_files")).ShouldBe(
        [
            "sql/views/0_schemas.sql: drop schema if exists report cascade;\ncreate schema report",
            "sql/views/1_v.sql: create view report.v as select 1 as one",
            "sql/views/3_x.sql: create view report.x as select one from report.v",
        ]);
    }

    [Fact]
    public async Task RunAsync_ViewFails_KeepsTheTextsOfTheViewsItHas()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().View("v.sql", Schemas + "create view report.v as select 1 as one;");
        await database.MigrateAsync(folder);

        await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder.View("v.sql", Schemas + "create view report.v as select absent;")));

        (await database.ScalarAsync<string>("select body from migrations.view_files")).ShouldEndWith("select 1 as one");
    }

    [Fact]
    public async Task RunAsync_DatabaseOfAReleaseWithoutViewFiles_GetsThemAndItsStatusIsStillTold()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().View("v.sql", Schemas);
        await database.MigrateAsync(folder);
        await database.ExecuteAsync("drop table migrations.view_files");

        (await database.Migrator(folder).StatusAsync(TestContext.Current.CancellationToken)).IsUpToDate.ShouldBeTrue();
        await database.MigrateAsync(folder);

        (await database.ScalarAsync<string>("select file from migrations.view_files")).ShouldBe("sql/views/v.sql");
        (await database.ScalarAsync<bool>("select has_table_privilege('public', 'migrations.view_files', 'select') and not has_table_privilege('public', 'migrations.view_files', 'insert')"))
            .ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_RegisterDatabaseExists_IsCalledBeforeTheScriptsAndAfterTheViews()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_x.sql", """
                create schema config;
                create table config.calls (views bigint);
                create function config.register_database() returns integer language sql as $$
                    insert into config.calls select count(*) from pg_class where relname = 'v' and relkind = 'v' returning 1
                $$;
                """)
            .View("v.sql", Schemas + "create view report.v as select 1 as one;");

        await database.MigrateAsync(folder);
        await database.MigrateAsync(folder);

        (await database.ScalarAsync<long[]>("select array_agg(views) from config.calls")).ShouldBe([1L, 1L, 1L]);
    }

    [Fact]
    public async Task RunAsync_RegisterDatabaseFails_UndoesTheViews()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_x.sql", """
                create schema config;
                create function config.register_database() returns integer language plpgsql as $$
                begin
                    raise exception 'two registrations';
                end $$;
                """)
            .View("v.sql", Schemas);

        var error = await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder));

        error.Message.ShouldContain("config.register_database");
        error.Message.ShouldContain("two registrations");
        (await database.ScalarAsync<bool>("select to_regnamespace('report') is null")).ShouldBeTrue();
    }
}
