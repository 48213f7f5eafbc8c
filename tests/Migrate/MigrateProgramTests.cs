using System.Diagnostics;
using System.Globalization;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

/// <summary>The console program, run as a process.</summary>
[Trait("Category", "Sql")]
public sealed class MigrateProgramTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_FromPendingToUpToDate_ExitCodesTell()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_first.sql", "create schema a;").View("v.sql", "select 1;");
        string[] common = ["--connection", DatabaseUrl.ToUrl(database.ConnectionString), "--scripts", folder.Path];

        var before = await RunAsync(["--status", .. common]);
        var run = await RunAsync(common);
        var after = await RunAsync(["--status", .. common]);
        folder.Migration("0001_first.sql", "create schema b;");
        var editedStatus = await RunAsync(["--status", .. common]);
        var editedRun = await RunAsync(common);

        before.ExitCode.ShouldBe(3);
        before.Output.ShouldMatch(@"0001 +first +pending");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("Applied 1 of 1 migrations and rebuilt 1 view files");
        after.ExitCode.ShouldBe(0);
        after.Output.ShouldMatch(@"0001 +first +applied \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\s+views +rebuilt \d{4}");
        editedStatus.ExitCode.ShouldBe(1);
        editedStatus.Output.ShouldMatch(@"0001 +first +edited");
        editedRun.ExitCode.ShouldBe(1);
        editedRun.Error.ShouldStartWith("sql/migrations/0001_first.sql was edited after it landed");
    }

    [Fact]
    public async Task Migrate_FailingScript_ExitsWith1AndItsFileAndLineOnly()
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0003_x.sql", "create schema undone;\nselect absent;");

        var run = await RunAsync(["--scripts", folder.Path], databaseUrl: database.ConnectionString);

        run.ExitCode.ShouldBe(1);
        run.Error.Trim().ShouldBe("sql/migrations/0003_x.sql:2: column \"absent\" does not exist (42703)");
        (await database.ScalarAsync<bool>("select to_regnamespace('undone') is null")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("--nope")]
    [InlineData("--connection")]
    [InlineData("--scripts", "--status")]
    [InlineData("--member", "postgres://u:hush@h/d")]
    [InlineData("--managed-identity", "--connection", "postgres://u:hush@h/d")]
    [InlineData("postgres://u:hush@h/d")]
    [InlineData("--connection", "postgres://u:hush@h/d?nope=1")]
    [InlineData]
    public async Task Migrate_WrongUsage_ExitsWith2(params string[] args)
    {
        using var folder = new ScriptFolder();

        var run = await RunAsync(args.Length == 2 && args[0] == "--connection" ? [.. args, "--scripts", folder.Path] : args);

        run.ExitCode.ShouldBe(2, run.Output);
        run.Error.ShouldNotBeEmpty();
        run.Error.ShouldNotContain("hush");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Migrate_Help_ExitsWith0AndShowsUsage()
    {
        var run = await RunAsync(["--help"]);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("--status");
    }

    [Fact]
    public async Task Migrate_ServerUnreachable_ExitsWith1WithoutStackOrPassword()
    {
        using var folder = new ScriptFolder();

        var run = await RunAsync(["--connection", "postgres://u:hush@127.0.0.1:1/d", "--scripts", folder.Path]);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("Cannot open database \"d\" on 127.0.0.1:1: ");
        run.Error.ShouldNotContain("hush");
        run.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Migrate_Signalled_StopsAndLeavesNothing(string signal)
    {
        var database = await TestDatabase.CreateAsync();
        using var folder = new ScriptFolder().Migration("0001_slow.sql", "create schema undone; select pg_sleep(120);");

        using var process = Start(["--connection", database.ConnectionString, "--scripts", folder.Path]);
        await database.UntilAsync("select exists (select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')");
        using (var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(Cancel);
        var run = await FinishAsync(process);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("Stopped.");
        (await database.ScalarAsync<bool>("select to_regnamespace('undone') is null")).ShouldBeTrue();
        (await database.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'")).ShouldBe(0);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] args, string? databaseUrl = null)
    {
        using var process = Start(args, databaseUrl);
        return await FinishAsync(process);
    }

    private static Process Start(string[] args, string? databaseUrl = null)
    {
        // Beside the tests it lacks the libraries that ASP.NET brings them, so it runs on their configuration.
        var tests = Path.ChangeExtension(typeof(MigrateProgramTests).Assembly.Location, null);
        var start = new ProcessStartInfo("dotnet",
        [
            "exec", "--runtimeconfig", $"{tests}.runtimeconfig.json", "--depsfile", $"{tests}.deps.json", typeof(Migrator).Assembly.Location, .. args,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DATABASE_URL"] = databaseUrl;
        return Process.Start(start)!;
    }

    private static async Task<(int ExitCode, string Output, string Error)> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var error = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        return (process.ExitCode, await output, await error);
    }
}
