using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Plumbline.Local.Services;
using Plumbline.Migrate;

namespace Plumbline.Tests.Local;

/// <summary>The program itself, as <c>./run</c> starts it.</summary>
public sealed class LocalProcessTests : IDisposable
{
    private const int Terminate = 15;
    private const int Interrupt = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_KilledAndStartedAgain_CleansUpAndStopsOnSignal()
    {
        var (first, _) = Start();
        var state = await ReadyAsync(first);
        await ExecuteAsync(state, "create table kept as select 1 as one");

        var (second, secondOutput) = Start();
        await second.WaitForExitAsync(Cancel);
        second.ExitCode.ShouldBe(2);
        string.Join('\n', secondOutput).ShouldContain($"already running on {folder.Path} (pid {first.Id}, url {state.GetProperty("url").GetString()})");

        first.Kill();
        await first.WaitForExitAsync(Cancel);
        var leftover = AzuritePid();
        ProcessInspector.CommandLine(leftover).ShouldNotBeNull();

        var (third, _) = Start();
        var again = await ReadyAsync(third);
        ProcessInspector.CommandLine(leftover).ShouldBeNull();
        (await ExecuteAsync(again, "select one::text from kept")).ShouldBe("1");
        again.GetProperty("functionKey").GetString().ShouldBe(state.GetProperty("functionKey").GetString());

        var azurite = AzuritePid();
        ProcessInspector.Signal(third.Id, Terminate).ShouldBe(0);
        await third.WaitForExitAsync(Cancel);
        third.ExitCode.ShouldBe(0);
        ProcessInspector.CommandLine(azurite).ShouldBeNull();
        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync(again, "select 1"));
        File.Exists(folder.Combine("state.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_InterruptedWhileStarting_StopsWhatItStarted()
    {
        var (process, output) = Start();
        await UntilAsync(() => output.Any(line => line.StartsWith("Starting Azurite", StringComparison.Ordinal)), process, output);
        ProcessInspector.Signal(process.Id, Interrupt).ShouldBe(0);
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldBe(0);
        File.Exists(folder.Combine("state.json")).ShouldBeFalse();
        // Both are gone, or a new start on the same folder would find and stop them.
        File.Exists(folder.Combine("azurite/azurite.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_UnknownCommand_UsageAndExit2()
    {
        var (process, output) = Start("frobnicate");
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldBe(2);
        string.Join('\n', output).ShouldContain("Usage: ./run");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    private (Process Process, ConcurrentQueue<string> Output) Start(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Plumbline.Functions.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LOCAL_DIR"] = folder.Path;
        start.Environment["PORT"] = "0";
        foreach (var name in (string[])["DATABASE_URL", "AzureWebJobsStorage", "LOCAL_NOW"]) start.Environment.Remove(name);
        var output = new ConcurrentQueue<string>();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Cancel.Register(() => { if (!process.HasExited) process.Kill(); });
        return (process, output);
    }

    private async Task<JsonElement> ReadyAsync(Process process)
    {
        var path = folder.Combine("state.json");
        await UntilAsync(() => File.Exists(path) && State(path).GetProperty("pid").GetInt32() == process.Id, process, []);
        return State(path);
    }

    private static async Task UntilAsync(Func<bool> condition, Process process, IEnumerable<string> output)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20, Cancel))
        {
            process.HasExited.ShouldBeFalse(string.Join('\n', output));
            waited.Elapsed.ShouldBeLessThan(Patience);
        }
    }

    private static JsonElement State(string path) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path));

    private int AzuritePid() => int.Parse(File.ReadAllText(folder.Combine("azurite/azurite.pid")), null);

    private static async Task<string?> ExecuteAsync(JsonElement state, string sql)
    {
        var connection = DatabaseUrl.ToConnectionString(state.GetProperty("databaseUrl").GetString()!);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (await command.ExecuteScalarAsync(Cancel))?.ToString();
    }
}
