using Npgsql;
using Plumbline.Migrate;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Migrate;

[Trait("Category", "Sql")]
public sealed class MigratorPatienceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_ServerThatIsNotThereYet_IsWaitedFor()
    {
        var database = await TestDatabase.CreateAsync();
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var proxy = new PausableProxy(settings.Host!, settings.Port);
        proxy.Close();
        settings.Port = proxy.Port;
        using var folder = new ScriptFolder().Migration("0001_first.sql", "create schema a;");
        var migrator = new Migrator(
            settings.ConnectionString, folder.Scripts,
            line =>
            {
                database.Progress.Enqueue(line);
                proxy.Reopen();
            },
            new HurriedTime())
        { Patience = TimeSpan.FromMinutes(2) };

        await migrator.RunAsync(Cancel);

        database.Progress.First().ShouldMatch(@"^Cannot open database .+\n  Trying again in 5 s \(0 of 120 s so far\)\.$");
        (await database.AppliedAsync()).ShouldBe(["0001"]);
    }

    [Fact]
    public async Task RunAsync_ServerThatNeverComes_IsGivenUpWhenThePatienceIsOver()
    {
        using var folder = new ScriptFolder();
        var lines = 0;
        var migrator = new Migrator("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=hush", folder.Scripts, _ => lines++, new HurriedTime())
        {
            Patience = TimeSpan.FromMinutes(1),
        };

        var error = await Should.ThrowAsync<MigrationException>(() => migrator.RunAsync(Cancel));

        error.Message.ShouldStartWith("Cannot open database \"d\" on 127.0.0.1:1: ");
        lines.ShouldBeInRange(8, 11);
    }

    [Fact]
    public async Task RunAsync_PasswordThatIsRefused_IsNotTriedAgain()
    {
        var database = await TestDatabase.CreateAsync();
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "hush" };
        using var folder = new ScriptFolder();
        var migrator = new Migrator(settings.ConnectionString, folder.Scripts, database.Progress.Enqueue) { Patience = TimeSpan.FromMinutes(2) };

        var error = await Should.ThrowAsync<MigrationException>(() => migrator.RunAsync(Cancel));

        error.Message.ShouldContain("28P01");
        error.Message.ShouldNotContain("hush");
        database.Progress.ShouldBeEmpty();
    }
}
