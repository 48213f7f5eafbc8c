using System.Net;
using System.Net.Sockets;
using Plumbline.Local;
using Plumbline.Local.Hosting;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Local;

public sealed class LocalStartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lock_HeldByAnother_SaysWhichAndExits2()
    {
        using var first = LocalLock.Take(folder.Path);
        first.Tell("http://127.0.0.1:7071");
        var refused = Should.Throw<LocalStartException>(() => LocalLock.Take(folder.Path));
        refused.Message.ShouldEndWith($"(pid {Environment.ProcessId}, url http://127.0.0.1:7071)");
        refused.Message.ShouldContain("already running");
        refused.ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Lock_Released_CanBeTakenAgain()
    {
        LocalLock.Take(folder.Path).Dispose();
        using var second = LocalLock.Take(folder.Path);
        Directory.EnumerateFiles(folder.Path).ShouldContain(folder.Combine("owner.json"));
    }

    [Fact]
    public void Port_Taken_SaysSoAndExits2()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var refused = Should.Throw<LocalStartException>(() => PortReservation.Take(port));
        refused.Message.ShouldBe($"Port {port} is taken; set PORT to another");
        refused.ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Keys_Loaded_AreMadeOnceAndTheirOwnersAlone()
    {
        var path = folder.Combine("keys.json");
        var first = LocalKeys.Load(path);
        LocalKeys.Load(path).ShouldBe(first);
        first.FunctionKey.ShouldNotBe(first.MasterKey);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("DATABASE_URL", "mysql://x")]
    [InlineData("DATABASE_URL", "Username=nobody")]
    [InlineData("PORT", "http")]
    [InlineData("PORT", "70000")]
    [InlineData("LOCAL_NOW", "yesterday")]
    public void Options_SettingMakesNoSense_NamesItAndExits2(string name, string value)
    {
        var refused = Should.Throw<LocalStartException>(() => LocalOptions.Read([], new Dictionary<string, string> { [name] = value }));
        refused.Message.ShouldStartWith(name);
        refused.ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Options_NothingGiven_AreTheDefaults()
    {
        var options = LocalOptions.Read([], new Dictionary<string, string>());
        (options.Command, options.Port, options.Now, options.Database, options.Storage).ShouldBe((LocalCommand.Serve, 7071, null, null, null));
        options.Directory.ShouldBe(Path.Combine(RepositoryFolder.Find(), ".local"));
    }

    [Theory]
    [InlineData("demo", LocalCommand.Demo)]
    [InlineData("demo --exit", LocalCommand.DemoAndExit)]
    [InlineData("verify", LocalCommand.Verify)]
    [InlineData("verify --tenant acme", LocalCommand.Verify)]
    [InlineData("--help", LocalCommand.Help)]
    public void Options_Command_IsRead(string arguments, object command) =>
        LocalOptions.Read(arguments.Split(' '), new Dictionary<string, string>()).Command.ShouldBe(command);

    [Theory]
    [InlineData("serve")]
    [InlineData("demo --now")]
    [InlineData("--exit")]
    public void Options_UnknownCommand_ShowsUsageAndExits2(string arguments)
    {
        var refused = Should.Throw<LocalStartException>(() => LocalOptions.Read(arguments.Split(' '), new Dictionary<string, string>()));
        refused.Message.ShouldContain("Usage: ./run");
        refused.ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Clock_SetToAnInstant_TicksOnFromIt()
    {
        var start = DateTimeOffset.Parse("2031-01-01T00:00:00Z", null);
        var clock = new OffsetTimeProvider(start);
        var first = clock.GetUtcNow();
        first.ShouldBeInRange(start, start.AddSeconds(10));
        SpinWait.SpinUntil(() => clock.GetUtcNow() > first, TimeSpan.FromSeconds(5)).ShouldBeTrue();
    }

    [Fact]
    public void Settings_SampleOfTheRepository_IsReadWithColons()
    {
        var values = LocalSettings.ReadFile(RepositoryFolder.Find());
        values.ShouldContainKey("Secrets:stripe-webhook--demo");
        values.Keys.ShouldAllBe(key => !key.Contains("__", StringComparison.Ordinal));
    }

    [Fact]
    public void HostSettings_HostJsonOfTheRepository_IsRead()
    {
        var settings = HostSettings.FromFile(Path.Combine(RepositoryFolder.Find(), "host.json"));
        settings.RoutePrefix.ShouldBe("api");
        settings.Queues.MaxDequeueCount.ShouldBe(5);
        settings.Queues.MaxPollingInterval.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }
}
