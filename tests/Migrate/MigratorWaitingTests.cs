using Npgsql;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

[Trait("Category", "Sql")]
public sealed class MigratorWaitingTests
{
    private const string Asleep = "select exists (select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_TableLockedByAnotherSession_TriesAgainUntilItIsFree()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("create table public.busy (id int)");
        using var folder = new ScriptFolder().Migration("0001_x.sql", "create schema app;\nalter table public.busy add note text;");
        await using var other = await database.OpenAsync();
        await using var holding = await other.BeginTransactionAsync(Cancel);
        await using (var take = new NpgsqlCommand("lock table public.busy in access share mode", other))
            await take.ExecuteNonQueryAsync(Cancel);

        var retried = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var migrator = new Migrator(database.ConnectionString, folder.Scripts, line =>
        {
            if (line.Contains("trying again", StringComparison.Ordinal))
                retried.TrySetResult(line);
        })
        { LockTimeout = TimeSpan.FromMilliseconds(100) };
        var run = migrator.RunAsync(Cancel);
        var message = await retried.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        (await database.ScalarAsync<bool>("select to_regnamespace('app') is null")).ShouldBeTrue();
        await holding.RollbackAsync(Cancel);
        var result = await run;

        message.ShouldStartWith("sql/migrations/0001_x.sql:2: canceling statement due to lock timeout (55P03)");
        result.Applied.ShouldBe(["0001"]);
        (await database.ScalarAsync<bool>("select to_regnamespace('app') is not null")).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_TableNeverReleased_GivesUpAndLeavesNothing()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("create table public.busy (id int)");
        using var folder = new ScriptFolder().Migration("0001_x.sql", "create schema app;\nalter table public.busy add note text;");
        await using var other = await database.OpenAsync();
        await using var holding = await other.BeginTransactionAsync(Cancel);
        await using (var take = new NpgsqlCommand("lock table public.busy in access share mode", other))
            await take.ExecuteNonQueryAsync(Cancel);
        var migrator = new Migrator(database.ConnectionString, folder.Scripts, database.Progress.Enqueue, new HurriedTime())
        {
            LockTimeout = TimeSpan.FromMilliseconds(10),
        };

        var error = await Should.ThrowAsync<MigrationException>(() => migrator.RunAsync(Cancel));

        error.Message.ShouldStartWith("sql/migrations/0001_x.sql:2: canceling statement due to lock timeout (55P03)");
        database.Progress.Count(line => line.Contains("trying again")).ShouldBe(10);
        (await database.AppliedAsync()).ShouldBeEmpty();
        (await database.ScalarAsync<bool>("select to_regnamespace('app') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_DeadlockWithAnotherSession_TriesAgain()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("create table public.a (id int); create table public.b (id int)");
        using var folder = new ScriptFolder().Migration("0001_x.sql", "alter table public.a add note text;\nalter table public.b add note text;");
        await using var other = await database.OpenAsync();
        await using var holding = await other.BeginTransactionAsync(Cancel);
        await using (var take = new NpgsqlCommand("set local deadlock_timeout = '1h'; lock table public.b in access share mode", other))
            await take.ExecuteNonQueryAsync(Cancel);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c deadlock_timeout=2s" };
        var migrator = new Migrator(settings.ConnectionString, folder.Scripts, database.Progress.Enqueue)
        {
            LockTimeout = TimeSpan.FromSeconds(60),
        };

        var run = migrator.RunAsync(Cancel);
        await database.UntilAsync("select exists (select from pg_locks where not granted and relation = 'public.b'::regclass)");
        await using (var cross = new NpgsqlCommand("lock table public.a in access share mode", other))
            await cross.ExecuteNonQueryAsync(Cancel);
        await holding.RollbackAsync(Cancel);
        var result = await run;

        result.Applied.ShouldBe(["0001"]);
        database.Progress.ShouldContain(line => line.StartsWith("sql/migrations/0001_x.sql:2: deadlock detected (40P01)") && line.Contains("trying again"));
    }

    [Fact]
    public async Task RunAsync_CancelledInTheMiddleOfAScript_LeavesNothingAndLetsTheNextOneIn()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder()
            .Migration("0001_done.sql", "create schema done;")
            .Migration("0002_slow.sql", "create schema undone; select pg_sleep(120);");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var run = database.Migrator(folder).RunAsync(stop.Token);
        await database.UntilAsync(Asleep);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => run);
        (await database.AppliedAsync()).ShouldBe(["0001"]);
        (await database.ScalarAsync<bool>("select to_regnamespace('undone') is null")).ShouldBeTrue();
        var next = await database.MigrateAsync(folder.Migration("0002_slow.sql", "create schema quick;"));
        next.Applied.ShouldBe(["0002"]);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileAnotherMigratorWorks_StopsWaiting()
    {
        var database = await TestDatabase.CreateAsync();
        using var slow = new ScriptFolder().Migration("0001_slow.sql", "select pg_sleep(120);");
        using var stopFirst = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var stopSecond = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = database.Migrator(slow).RunAsync(stopFirst.Token);
        await database.UntilAsync(Asleep);

        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = new Migrator(database.ConnectionString, slow.Scripts, _ => waiting.TrySetResult()).RunAsync(stopSecond.Token);
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await stopSecond.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => second);
        first.IsCompleted.ShouldBeFalse();
        await stopFirst.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task RunAsync_SessionKilledByTheServer_FailsWithFileAndLine()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_slow.sql", "create schema undone;\nselect pg_sleep(120);");

        var run = database.MigrateAsync(folder);
        await database.UntilAsync(Asleep);
        await database.ExecuteAsync(
            "do $$ begin perform pg_terminate_backend((select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')); end $$");

        var error = await Should.ThrowAsync<MigrationException>(() => run);
        error.Message.ShouldStartWith("sql/migrations/0001_slow.sql:2: ");
        (await database.ScalarAsync<bool>("select to_regnamespace('undone') is null")).ShouldBeTrue();
    }
}
