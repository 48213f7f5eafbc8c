using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Local;

public sealed class AzuriteTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Pid => int.Parse(File.ReadAllText(folder.Combine("azurite.pid")), null);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Start_AfterStop_BlobsAndMessagesAreThere()
    {
        await using (var first = await StartAsync())
        {
            var container = new BlobContainerClient(first.ConnectionString, "kept");
            await container.CreateAsync(cancellationToken: Cancel);
            await container.UploadBlobAsync("a.txt", BinaryData.FromString("hello"), Cancel);
            var queue = new QueueClient(first.ConnectionString, "kept");
            await queue.CreateAsync(cancellationToken: Cancel);
            await queue.SendMessageAsync("hello", Cancel);
        }

        await using var second = await StartAsync();
        var blob = await new BlobClient(second.ConnectionString, "kept", "a.txt").DownloadContentAsync(Cancel);
        blob.Value.Content.ToString().ShouldBe("hello");
        (await new QueueClient(second.ConnectionString, "kept").PeekMessageAsync(Cancel)).Value.Body.ToString().ShouldBe("hello");
    }

    [Fact]
    public async Task Start_OneLeftRunning_IsStoppedFirst()
    {
        await using var leftover = await StartAsync();
        var pid = Pid;
        await using var azurite = await StartAsync();
        Pid.ShouldNotBe(pid);
        ProcessInspector.CommandLine(pid).ShouldBeNull();
        ProcessInspector.CommandLine(Pid).ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_PidFileOfAnotherProgram_LeavesItAlone()
    {
        using var stranger = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sleep", "60"))!;
        await File.WriteAllTextAsync(folder.Combine("azurite.pid"), $"{stranger.Id}", Cancel);
        await using var azurite = await StartAsync();
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
    }

    [Fact]
    public async Task Dispose_Running_ProcessIsGone()
    {
        var azurite = await StartAsync();
        var pid = Pid;
        await azurite.DisposeAsync();
        ProcessInspector.CommandLine(pid).ShouldBeNull();
    }

    private Task<Azurite> StartAsync() => Azurite.StartAsync(folder.Path, _ => { }, Cancel);
}
