using FsCheck;
using FsCheck.Fluent;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

public sealed class SqlSplitterTests
{
    // Each is one token for PostgreSQL, or a few, that hide a semicolon, a quote or a keyword.
    private static readonly string[] Pieces =
    [
        "select", "a", "1", "1.5e3", "$1", "(a; b)", "'it''s; ok'", "';'", "''", "E'\\';\\\\'", "e'a\\''''", "E'a'\n 'b\\';'", "U&'\\0041;'",
        "\"co;l\"\"umn\"", "$$ ; ' \" $$", "$t$ ; $$ ; $t$", "$é$;$é$", "a$b$c", "::text", "->>", "- -", "*", "/", "x'1f'", "😀",
        "-- a ' ; comment\n", "/* ; /* nested ; */ ' $$ */", "case", "end", "atomic", "t.begin", "begin_", "[1:2]", "@> ?",
    ];

    private static readonly string[] Gaps = ["", " ", "\n", "\t\r\n", " -- note; 'quote\n", "/* ; */", "/* a /* b; */ c; */\n", ";", " ; ;\n"];

    public static TheoryData<string, string[]> Scripts => new()
    {
        { "", [] },
        { " ;; -- nothing\n ; /* ; */ ", [] },
        { "select 1", ["1:select 1"] },
        { "select 1;\nselect 2;", ["1:select 1", "2:select 2"] },
        { "-- first\n/* then\n */ select 1 -- tail\n;\n\nselect\n2 /* tail */;", ["3:select 1", "6:select\n2"] },
        { "select 'a;b'; select 'it''s;'", ["1:select 'a;b'", "1:select 'it''s;'"] },
        { @"select '\'; select 2", [@"1:select '\'", "1:select 2"] },
        { @"select E'\';'; select 2", [@"1:select E'\';'", "1:select 2"] },
        { @"select e'\\'; select 2", [@"1:select e'\\'", "1:select 2"] },
        { @"select name'\'; select 2", [@"1:select name'\'", "1:select 2"] },
        { @"select 1e'\'; select 2", [@"1:select 1e'\'", "1:select 2"] },
        { "select E'a' -- c;\n '\\';' ; select 2", ["1:select E'a' -- c;\n '\\';'", "2:select 2"] },
        { "select E'a' '\\'; select 2", ["1:select E'a' '\\'", "1:select 2"] },
        { "select \"a;\"\"b\"; select 2", ["1:select \"a;\"\"b\"", "1:select 2"] },
        { "do $$ ; $a$ ; $$; select $a$ $$ ; $b$ $a$", ["1:do $$ ; $a$ ; $$", "1:select $a$ $$ ; $b$ $a$"] },
        { "select a$b$c; select d$b$", ["1:select a$b$c", "1:select d$b$"] },
        { "select $1$a$;$a$; select 2", ["1:select $1$a$;$a$", "1:select 2"] },
        { "select 1 /* a /* b; */ c; */ ; select 2", ["1:select 1", "1:select 2"] },
        { "select 2 */* c; */ 3; select 4", ["1:select 2 */* c; */ 3", "1:select 4"] },
        { "create rule r as on insert to t do (delete from a; delete from b); select 1",
            ["1:create rule r as on insert to t do (delete from a; delete from b)", "1:select 1"] },
        { "create function f() returns int begin atomic select case when true then 1 else 2 end; select 2; end; select 1",
            ["1:create function f() returns int begin atomic select case when true then 1 else 2 end; select 2; end", "1:select 1"] },
        { "CREATE PROCEDURE p() BEGIN /* ; */\nATOMIC insert into t select (case when a then 1 end) as end, t.case from t; END; select 1",
            ["1:CREATE PROCEDURE p() BEGIN /* ; */\nATOMIC insert into t select (case when a then 1 end) as end, t.case from t; END", "2:select 1"] },
        { "create function f(begin int) returns int return 1; select 1", ["1:create function f(begin int) returns int return 1", "1:select 1"] },
        { "create view v as select t.begin atomic from t; select 1", ["1:create view v as select t.begin atomic from t", "1:select 1"] },
        { "begin; select case when true then 1 end; end", ["1:begin", "1:select case when true then 1 end", "1:end"] },
        { "select ); select 1", ["1:select )", "1:select 1"] },
        { "select 1;\nselect 'open;\n; x", ["1:select 1", "2:select 'open;\n; x"] },
        { "select 1;\n/* open; /* x */\n;", ["1:select 1", "2:/* open; /* x */\n;"] },
        { "select $a$ open; $b$ ;", ["1:select $a$ open; $b$ ;"] },
        { "select 1 /", ["1:select 1 /"] },
        { "select 1 -", ["1:select 1 -"] },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Split_Script_GivesItsStatementsAndLines(string sql, string[] expected) =>
        SqlSplitter.Split(sql).Select(statement => $"{statement.Line}:{statement.Text}").ShouldBe(expected);

    [Fact]
    public void Split_StatementsJoinedBySemicolonsAndComments_GivesThemBack()
    {
        // A statement begins and ends with a word, since comments at its edges do not belong to it.
        var statement = Gen.Elements(Pieces).ListOf().Select(pieces => string.Join(' ', ["select", .. pieces, "x"]));
        var gap = Gen.Elements(Gaps).ListOf().Select(string.Concat);

        Prop.ForAll(Gen.Zip(gap, statement).ListOf().ToArbitrary(), script =>
        {
            var sql = "";
            var expected = new List<SqlStatement>();
            foreach (var (before, text) in script)
            {
                sql += before;
                expected.Add(new SqlStatement(text, sql.Count(c => c == '\n') + 1));
                sql += text + ";";
            }
            SqlSplitter.Split(sql).ShouldBe(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Split_AnyText_GivesPartsThatSplitNoFurther()
    {
        var noise = Gen.Elements([.. Pieces, .. Gaps, "'", "\"", "$$", "/*", "*/", "--", "(", ")", "create", "begin ", "$a$", "\\", "E'"])
            .ListOf().Select(string.Concat);

        Prop.ForAll(noise.ToArbitrary(), sql =>
        {
            var from = 0;
            foreach (var statement in SqlSplitter.Split(sql))
            {
                SqlSplitter.Split(statement.Text).ShouldBe([statement with { Line = 1 }]);
                var at = sql.IndexOf(statement.Text, from, StringComparison.Ordinal);
                at.ShouldBeGreaterThanOrEqualTo(from);
                from = at + statement.Text.Length;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Split_ScriptOfEveryQuoting_MeansTheSameToTheServer()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_x.sql", """
            create schema app; create table app.t (id int, "se;mi" text default 'a;b');
            insert into app.t values (1, E'it\'s; \\'), (2, 'it''s; \'), (3, $q$ ; $$ ; $q$), (4, E'a'
                'b\';'), (5, U&'\0041;');
            create rule twice as on update to app.t do also (insert into app.t values (91); insert into app.t values (92));
            update app.t set "se;mi" = 'x' where id = 1;
            /* ; /* ; */ ' ; */
            create function app.f(begin int) returns text begin atomic
                insert into app.t values (93);
                select case when f.begin > 0 then case when f.begin > 1 then 'many;' else 'one' end else 'none' end as end;
            end;
            create function app.g() returns int language plpgsql as $body$
            begin
                if 1 @> 2 then null; end if;
                return 1;
            exception when others then return 2;
            end $body$;
            insert into app.t values (app.g(), app.f(2)); -- done;
            """);

        await database.MigrateAsync(folder);

        (await database.ScalarAsync<string>("""select string_agg(id || '=' || "se;mi", ' ' order by id, "se;mi") from app.t"""))
            .ShouldBe("1=x 2=it's; \\ 2=many; 3= ; $$ ;  4=ab'; 5=A; 91=a;b 92=a;b 93=a;b");
    }
}
