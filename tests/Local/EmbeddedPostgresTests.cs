using Npgsql;
using Plumbline.Local;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Local;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private const string Postgres15 = "/usr/lib/postgresql/15/bin";

    private readonly TemporaryFolder folder = new();
    private readonly List<string> progress = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EmbeddedPostgresOptions Options => new() { DataDirectory = folder.Combine("postgres") };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Start_EmptyFolder_Is18OnLoopbackWithPassword()
    {
        await using var server = await StartAsync(Options);
        (await ScalarAsync(server, "show server_version_num")).ShouldStartWith("18");
        (await ScalarAsync(server, "show listen_addresses")).ShouldBe("127.0.0.1");
        (await ScalarAsync(server, "show server_encoding")).ShouldBe("UTF8");
        (await ScalarAsync(server, "show max_connections")).ShouldBe("200");
        (await ScalarAsync(server, "select current_user")).ShouldBe("postgres");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(folder.Combine("postgres-password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" };
        await using var source = NpgsqlDataSource.Create(wrong.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => source.OpenConnectionAsync(Cancel).AsTask())).SqlState.ShouldBe("28P01");
    }

    [Fact]
    public async Task Start_AfterStop_SamePortAndDataAreThere()
    {
        await using var first = await StartAsync(Options);
        await ScalarAsync(first, "create table kept as select 7 as number");
        await first.StopAsync();
        await Should.ThrowAsync<NpgsqlException>(() => ScalarAsync(first, "select 1"));

        await using var second = await StartAsync(Options with { Port = first.Port });
        second.Port.ShouldBe(first.Port);
        second.ConnectionString.ShouldBe(first.ConnectionString);
        (await ScalarAsync(second, "select number::text from kept")).ShouldBe("7");
        progress.Count(line => line.StartsWith("Creating", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Start_ServerLeftRunning_IsStoppedFirst()
    {
        await using var leftover = await StartAsync(Options);
        var pid = await ScalarAsync(leftover, "select pid::text from pg_stat_activity where backend_type = 'checkpointer'");
        await using var server = await StartAsync(Options);
        server.Port.ShouldNotBe(leftover.Port);
        (await ScalarAsync(server, "select 1::text")).ShouldBe("1");
        ProcessInspector.CommandLine(int.Parse(pid, null)).ShouldBeNull();
    }

    [Fact]
    public async Task Start_FolderWasDeleted_IsANewDatabase()
    {
        await using (var first = await StartAsync(Options)) await ScalarAsync(first, "create table old as select 1");
        Directory.Delete(folder.Path, recursive: true);

        await using var second = await StartAsync(Options);
        (await ScalarAsync(second, "select to_regclass('old') is null")).ShouldBe("True");
    }

    [Fact]
    public async Task Start_Settings_AreUsed()
    {
        await using var server = await StartAsync(Options with { Settings = new Dictionary<string, string> { ["application_name"] = "it's set" } });
        (await ScalarAsync(server, "select reset_val from pg_settings where name = 'application_name'")).ShouldBe("it's set");
    }

    [Fact]
    public async Task Start_ServerDies_ErrorShowsTheEndOfItsLog()
    {
        var failed = await Should.ThrowAsync<LocalStartException>(
            () => StartAsync(Options with { Settings = new Dictionary<string, string> { ["max_connections"] = "many" } }));
        failed.Message.ShouldContain("invalid value for parameter \"max_connections\": \"many\"");
        failed.Message.ShouldContain(folder.Combine("postgres.log"));
    }

    [Fact]
    public async Task Start_TwoAtOnce_BothRun()
    {
        using var other = new TemporaryFolder();
        var both = await Task.WhenAll(StartAsync(Options), StartAsync(new() { DataDirectory = other.Combine("postgres") }));
        foreach (var server in both)
        {
            (await ScalarAsync(server, "select 1::text")).ShouldBe("1");
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Start_BinariesOfPostgres15_Run()
    {
        Assert.SkipUnless(Directory.Exists(Postgres15), "PostgreSQL 15 is not installed");
        await using var server = await StartAsync(Options with { BinDirectory = Postgres15 });
        (await ScalarAsync(server, "show server_version_num")).ShouldStartWith("15");
    }

    [Fact]
    public async Task Start_NoBinaries_SaysWhatToDo()
    {
        var failed = await Should.ThrowAsync<LocalStartException>(() => StartAsync(Options with { BinDirectory = folder.Path }));
        failed.Message.ShouldContain("npm ci");
    }

    private Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options) => EmbeddedPostgres.StartAsync(options, progress.Add, Cancel);

    private static async Task<string> ScalarAsync(EmbeddedPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (await command.ExecuteScalarAsync(Cancel))?.ToString() ?? "";
    }
}
