using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

[Trait("Category", "Sql")]
public sealed class MigratorStatusTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StatusAsync_FreshDatabase_EverythingIsPendingAndNothingIsCreated()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_x.sql", "create schema a;");

        var status = await database.Migrator(folder).StatusAsync(Cancel);

        status.Scripts.ShouldBe([new ScriptStatus("0001", "x", ScriptState.Pending, null)]);
        status.ViewsRebuiltAt.ShouldBeNull();
        status.IsUpToDate.ShouldBeFalse();
        (await database.ScalarAsync<bool>("select to_regnamespace('migrations') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task StatusAsync_EachKindOfScript_IsTold()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_applied.sql", "create schema a;")
            .Migration("0002_edited.sql", "create schema b;")
            .Migration("0003_unknown.sql", "create schema c;");
        await database.MigrateAsync(folder);
        (await database.Migrator(folder).StatusAsync(Cancel)).IsUpToDate.ShouldBeTrue();
        folder.Remove("migrations/0003_unknown.sql");
        (await database.Migrator(folder).StatusAsync(Cancel)).IsUpToDate.ShouldBeTrue();
        folder.Migration("0002_edited.sql", "create schema bb;").Migration("0004_pending.sql", "create schema d;");

        var status = await database.Migrator(folder).StatusAsync(Cancel);

        status.Scripts.Select(script => $"{script.Version} {script.Name} {script.State} {script.AppliedAt is not null}").ShouldBe(
        [
            "0001 applied Applied True", "0002 edited Edited True", "0003 unknown Unknown True", "0004 pending Pending False",
        ]);
        status.HasEdited.ShouldBeTrue();
        status.IsUpToDate.ShouldBeFalse();
    }

    [Fact]
    public async Task StatusAsync_ViewsOfAnotherBuild_AreNotCurrent()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().View("v.sql", "select 1;");
        await database.MigrateAsync(folder);
        (await database.Migrator(folder).StatusAsync(Cancel)).IsUpToDate.ShouldBeTrue();

        var status = await database.Migrator(folder.View("v.sql", "select 2;")).StatusAsync(Cancel);

        status.ViewsCurrent.ShouldBeFalse();
        status.ViewsRebuiltAt.ShouldNotBeNull();
        status.IsUpToDate.ShouldBeFalse();
    }
}
