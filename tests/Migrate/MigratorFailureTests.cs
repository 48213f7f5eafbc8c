using System.Text.RegularExpressions;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

[Trait("Category", "Sql")]
public sealed class MigratorFailureTests
{
    public static TheoryData<string, string, int, string> FailingScripts => new()
    {
        { "syntax error", "create schema b;\n\ncreate table b.t (\n  id int,\n  nope nope nope\n);", 5, "42601" },
        { "syntax error at the end", "create schema b;\nselect (1,\n  2\n", 3, "42601" },
        { "missing table", "select 1;\n-- why\nselect *\nfrom app.absent;", 4, "42P01" },
        { "runtime error without a position", "select 1;\nselect\n  1 / (id - id)\nfrom app.kept;", 2, "22012" },
        { "characters of two UTF-16 units before it", "select '😀😀😀\n😀',\n  absent;", 3, "42703" },
        { "error raised in a block", "select 1;\n\n\ndo $$\nbegin\n  raise exception 'stop' using hint = 'do go';\nend $$;", 4, "P0001" },
        { "syntax error in a function's body", "create function app.f() returns int language plpgsql as $$\nbegin\n  retrun 1;\nend $$;", 3, "42601" },
        { "missing column in a SQL body", "create function app.f() returns int\nbegin atomic\n  select 1;\n  select absent;\nend;", 4, "42703" },
        { "error inside a called function", "create function app.f() returns int language sql as 'select 1/0';\n\nselect app.f();", 3, "22012" },
        { "deferred constraint", "create table app.d (id int unique deferrable initially deferred);\ninsert into app.d values (1), (1);\nselect 1;", 3, "23505" },
        { "unterminated quote", "select 1;\nselect 'a;\n", 2, "42601" },
        { "unterminated comment", "select 1;\n/* a;\n", 2, "42601" },
        { "no schema named", "select 1;\ncreate table t (id int);", 2, "3F000" },
        { "concurrently", "create table app.t (id int);\ncreate index concurrently on app.t (id);", 2, "25001" },
    };

    [Theory]
    [MemberData(nameof(FailingScripts))]
    public async Task RunAsync_ScriptFails_NamesFileAndLineAndLeavesNothing(string why, string sql, int line, string sqlState)
    {
        _ = why;
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_first.sql", "create schema app; create table app.kept (id int); insert into app.kept values (1);")
            .Migration("0003_x.sql", "create schema undone;\r\n" + sql.Replace("\n", "\r\n", StringComparison.Ordinal))
            .Migration("0004_after.sql", "create schema never;")
            .View("v.sql", "create schema never;");

        var error = await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder));

        error.Message.ShouldMatch($@"(?s)\Asql/migrations/0003_x\.sql:{line + 1}: .+ \({sqlState}\)");
        (await database.AppliedAsync()).ShouldBe(["0001"]);
        (await database.ScalarAsync<string[]>(
            "select array_agg(nspname::text order by nspname) from pg_namespace where nspname !~ '^(pg_|information_schema$)'"))
            .ShouldBe(["app", "migrations", "public"]);
    }

    [Fact]
    public async Task RunAsync_ScriptFails_TellsDetailHintAndWhere()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_x.sql", """
            do $$
            begin
              raise exception 'stop' using detail = 'because', hint = 'go on';
            end $$;
            """);

        var error = await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder));

        error.Message.ShouldBe("""
            sql/migrations/0001_x.sql:1: stop (P0001)
              detail: because
              hint: go on
              where: PL/pgSQL function inline_code_block line 3 at RAISE
            """);
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("BEGIN")]
    [InlineData("end")]
    [InlineData("abort")]
    [InlineData("rollback")]
    [InlineData("Start\n  transaction")]
    [InlineData("prepare transaction 'x'")]
    public async Task RunAsync_ScriptEndsItsTransaction_IsRefused(string statement)
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_x.sql", $"create schema undone;\n{statement};\ncreate schema also;");

        var error = await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder));

        error.Message.ShouldStartWith("sql/migrations/0001_x.sql:2: a script runs in the migrator's transaction");
        (await database.ScalarAsync<bool>("select to_regnamespace('undone') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_ScriptUsesASavepoint_IsAllowed()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration(
            "0001_x.sql", "create schema a; savepoint s; create schema b; rollback to savepoint s; rollback to s; release s;");

        await database.MigrateAsync(folder);

        (await database.ScalarAsync<bool>("select to_regnamespace('a') is not null and to_regnamespace('b') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_CopyFromStdin_IsRefusedWithItsLine()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_x.sql", "create table public.t (id int);\ncopy public.t from stdin;");

        var error = await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder));

        error.Message.ShouldStartWith("sql/migrations/0001_x.sql:2: ");
        (await database.ExistsAsync("public.t")).ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_FailedScriptCorrected_AppliesIt()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_x.sql", "create schema a; select absent;");
        await Should.ThrowAsync<MigrationException>(() => database.MigrateAsync(folder));

        var result = await database.MigrateAsync(folder.Migration("0001_x.sql", "create schema a;"));

        result.Applied.ShouldBe(["0001"]);
    }

    [Fact]
    public async Task RunAsync_ScriptWarns_ProgressTellsWarningsOnly()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration(
            "0001_x.sql", "set client_min_messages = notice; do $$ begin raise notice 'chatter'; raise warning 'look here'; end $$;");

        await database.MigrateAsync(folder);

        database.Progress.ShouldContain("Warning: look here");
        database.Progress.ShouldNotContain(line => Regex.IsMatch(line, "chatter"));
    }
}
