using System.Text;
using Azure.Storage.Queues;
using Plumbline.Local.Hosting;
using Plumbline.Tests.Local.Samples;

namespace Plumbline.Tests.Local;

public sealed class QueueFunctionsTests(SharedAzurite storage)
{
    private static readonly HostSettings Quick = new()
    {
        Queues = new QueueSettings { MaxPollingInterval = TimeSpan.FromMilliseconds(200), Lease = TimeSpan.FromSeconds(20) },
    };

    private readonly string name = $"q{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_FunctionSucceeds_IsHandledOnceAndDeleted()
    {
        await using var host = await StartAsync(typeof(QueueSamples.Text));
        var queue = await QueueAsync(name);
        foreach (var text in (string[])["one", "two – ü", "three"]) await queue.SendMessageAsync(text, Cancel);

        (await host.Recorder.WaitForAsync(3, Cancel)).ShouldBe(["one", "two – ü", "three"], ignoreOrder: true);
        await EmptyAsync(queue);
        host.Recorder.Entries.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Message_OfJson_IsReadWithWebDefaults()
    {
        await using var host = await StartAsync(typeof(QueueSamples.Json));
        await (await QueueAsync(name)).SendMessageAsync("""{"tenant":"demo","Count":3}""", Cancel);
        (await host.Recorder.WaitForAsync(1, Cancel)).ShouldBe(["demo 3"]);
    }

    [Fact]
    public async Task Message_FailsFiveTimes_IsMovedToThePoisonQueue()
    {
        await using var host = await StartAsync(typeof(QueueSamples.AlwaysFails));
        var queue = await QueueAsync(name);
        await queue.SendMessageAsync("bad", Cancel);

        (await PoisonedAsync()).ShouldBe("bad");
        await EmptyAsync(queue);
        host.Recorder.Entries.ShouldBe(["bad", "bad", "bad", "bad", "bad"]);
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("null")]
    public async Task Message_NotReadable_IsMovedToThePoisonQueue(string text)
    {
        await using var host = await StartAsync(typeof(QueueSamples.Json));
        await (await QueueAsync(name)).SendMessageAsync(text, Cancel);
        (await PoisonedAsync()).ShouldBe(text);
        host.Recorder.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_NotBase64_IsMovedToThePoisonQueueAndOthersAreHandled()
    {
        await using var host = await StartAsync(typeof(QueueSamples.Text));
        var queue = await QueueAsync(name);
        var raw = new QueueClient(await storage.ConnectionStringAsync(), name);
        await raw.SendMessageAsync("not base64!", Cancel);
        await queue.SendMessageAsync("good", Cancel);

        (await host.Recorder.WaitForAsync(1, Cancel)).ShouldBe(["good"]);
        await EmptyAsync(queue);
        var poison = await new QueueClient(await storage.ConnectionStringAsync(), $"{name}-poison").PeekMessageAsync(Cancel);
        poison.Value.Body.ToString().ShouldBe("not base64!");
    }

    [Fact]
    public async Task Message_FunctionRunsLongerThanTheLease_StaysInvisible()
    {
        var settings = Quick with { Queues = Quick.Queues with { Lease = TimeSpan.FromSeconds(2) } };
        await using var host = await StartAsync(typeof(QueueSamples.LongerThanTheLease), settings);
        var queue = await QueueAsync(name);
        await queue.SendMessageAsync("x", Cancel);

        await host.Recorder.WaitForAsync(2, Cancel);
        await EmptyAsync(queue);
        host.Recorder.Entries.ShouldBe(["begin x", "end x"]);
    }

    [Fact]
    public async Task Stop_FunctionRuns_IsFinishedAndItsMessageDeleted()
    {
        await using var host = await StartAsync(typeof(QueueSamples.LongerThanTheLease));
        var queue = await QueueAsync(name);
        await queue.SendMessageAsync("x", Cancel);
        await host.Recorder.WaitForAsync(1, Cancel);

        await host.StopAsync();
        host.Recorder.Entries.ShouldBe(["begin x", "end x"]);
        (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_FunctionOutlivesTheGrace_ItsMessageComesBackAtOnce()
    {
        var host = await StartAsync(typeof(QueueSamples.LongerThanTheLease), Quick with { StopGrace = TimeSpan.FromMilliseconds(300) });
        var queue = await QueueAsync(name);
        await queue.SendMessageAsync("x", Cancel);
        await host.Recorder.WaitForAsync(1, Cancel);
        var recorder = host.Recorder;
        await host.DisposeAsync();

        recorder.Entries.ShouldBe(["begin x"]);
        (await queue.ReceiveMessageAsync(cancellationToken: Cancel)).Value.Body.ToString().ShouldBe("x");
    }

    private async Task<TestHost> StartAsync(Type function, HostSettings? settings = null) => await TestHost.StartAsync(
        [function],
        new() { ["Queues:Sample"] = name, ["AzureWebJobsStorage"] = await storage.ConnectionStringAsync() },
        settings ?? Quick,
        cancel: Cancel);

    private async Task<QueueClient> QueueAsync(string queueName)
    {
        var queue = new QueueClient(
            await storage.ConnectionStringAsync(), queueName, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancel);
        return queue;
    }

    private static async Task EmptyAsync(QueueClient queue)
    {
        for (var tries = 0; (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount > 0; tries++)
        {
            tries.ShouldBeLessThan(200, "the queue did not become empty");
            await Task.Delay(50, Cancel);
        }
    }

    private async Task<string> PoisonedAsync()
    {
        var poison = new QueueClient(await storage.ConnectionStringAsync(), $"{name}-poison");
        for (var tries = 0; ; tries++)
        {
            if (await poison.ExistsAsync(Cancel) && (await poison.PeekMessageAsync(Cancel)).Value is { } message)
                return Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString()));
            tries.ShouldBeLessThan(200, "no message reached the poison queue");
            await Task.Delay(50, Cancel);
        }
    }
}
