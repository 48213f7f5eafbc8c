using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

public sealed class SqlBodyTests
{
    private const string Function = "create function report.f(a int) returns int language sql stable as $$ select a + 1, 'x  y' from staging.t $$;";

    public static TheoryData<string, string> SameBodies => new()
    {
        { "", "-- Only a comment.\n/* and /* another */ */\n;" },
        { "select a, b from t;", "select\n    a, -- the first\n    b /* the second */\nfrom t\n;\n" },
        { "select f(a, b)", "select f(\n    a,\n    b\n)" },
        { "create view v as select 1;", "create view v as select 1; comment on view v is 'One; and only.'; COMMENT ON column v.a is $$x$$;" },
        { "create view v as select 1;", "create view v as select 1;\ndo $$ begin\n execute format('comment on column %s is %L', 'v.a', 'x');\nend $$;" },
        { Function, "create function report.f(a int) returns int\nlanguage sql stable\nas $$\n    -- It adds one.\n    select\n        a + 1, 'x  y' /* two */\n    from staging.t\n$$;" },
        { "create or replace procedure p() as $b$ begin call q(); end $b$", "create or replace procedure p() as $b$\nbegin\n    call q(); -- once\nend\n$b$" },
        { "do $$ begin execute $q$drop view v$q$; end $$", "do $$\nbegin\n    execute $q$drop view v$q$;\nend\n$$" },
    };

    public static TheoryData<string, string> OtherBodies => new()
    {
        { "select a", "select b" },
        { "select 'a b'", "select 'a  b'" },
        { "select '-- a'", "select '-- b'" },
        { "select \"a b\"", "select \"a  b\"" },
        { "select $$ a /* b */ $$", "select $$ a $$" },
        { "select a -- 1", "select a - - 1" },
        { "select a b", "select ab" },
        { "select 1; select 2", "select 1 select 2" },
        { Function, Function.Replace("x  y", "x y") },
        { Function, Function.Replace("a + 1", "a + 2") },
        { "do $$ begin execute $q$drop view  v$q$; end $$", "do $$ begin execute $q$drop view v$q$; end $$" },
        { "", "do $$ begin execute format('comment on view %s is null', 'v'); execute 'drop view v'; end $$" },
        { "", "do $$ begin execute format('drop view %s', 'v'); end $$" },
        { "select comment", "comment on view v is 'x'" },
    };

    [Theory, MemberData(nameof(SameBodies))]
    public void Of_OnlyCommentsAndLineBreaksDiffer_IsTheSame(string one, string other) => SqlBody.Of(other).ShouldBe(SqlBody.Of(one));

    [Theory, MemberData(nameof(OtherBodies))]
    public void Of_AnythingElseDiffers_IsNotTheSame(string one, string other) => SqlBody.Of(other).ShouldNotBe(SqlBody.Of(one));

    [Theory]
    [InlineData("create view v as select 'open -- ")]
    [InlineData("create function f as $$ select 1 -- ")]
    [InlineData("select 1 /* open")]
    public void Of_WhatNeverEnds_IsKept(string sql) => SqlBody.Of(sql).ShouldBe(sql);

    [Fact]
    public void Of_ItsOwnAnswer_ChangesNothing()
    {
        foreach (var view in MigrationScripts.Default.Views)
        {
            SqlBody.Of(SqlBody.Of(view.Text)).ShouldBe(SqlBody.Of(view.Text), view.Path);
        }
    }
}
