using Plumbline.Reconciliation;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

public sealed class GoHighLevelRestartTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Feb(int day) => new(2026, 2, day, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_TimeIsUpAfterEachPage_GoesOnWithTheNextMessage()
    {
        await using var whole = await MixedAsync();
        var items = await whole.ItemsAsync(await whole.RunAsync());
        await using var source = await MixedAsync();
        var run = await source.BeginAsync();

        var messages = 0;
        while (await source.Part().RunAsync(source.Resume(run.Id, until: DateTimeOffset.MinValue), Cancel) is PartResult.Unfinished)
        {
            messages++;
        }

        messages.ShouldBeGreaterThan(10);
        (await source.ItemsAsync(run.Id)).ShouldBe(items);
        (await source.CountRowsAsync()).ShouldBe(await whole.CountRowsAsync());
    }

    [Fact]
    public Task Run_StoppedAtAnyRequest_GoesOnToTheSame() => StopAsync(stride: 1, idle: 0, (source, count) => source.Api.Interfere = _ =>
    {
        count();
        return Task.FromResult(false);
    });

    // Every session looks at the clock: before it is noted, before the cursor is saved.
    [Fact]
    public Task Run_StoppedBetweenRequests_GoesOnToTheSame() => StopAsync(stride: 13, idle: 1, (source, count) => source.Time.Looked = count);

    /// <param name="idle">How many moments come when everything is done.</param>
    private async Task StopAsync(int stride, int idle, Action<GoHighLevelSource, Action> watch)
    {
        await using var whole = await MixedAsync();
        var moments = 0;
        watch(whole, () => moments++);
        var run = await whole.RunAsync();
        var (items, findings, rows, end) = (await whole.ItemsAsync(run), await whole.FindingsAsync(), await whole.CountRowsAsync(), moments);
        items.Count.ShouldBeGreaterThan(100);
        findings.ShouldBe(["appointment_differs a2 open", "appointment_extra a3 open", "deal_differs d103 open", "deal_extra d104 open"]);

        for (var k = 1; k <= end - idle; k += stride)
        {
            await using var source = await MixedAsync();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var begun = await source.BeginAsync();
            var passed = 0;
            watch(source, () =>
            {
                if (++passed == k)
                {
                    stop.Cancel();
                }
            });
            await Should.ThrowAsync<OperationCanceledException>(() => source.Part().RunAsync(begun, stop.Token));

            await source.RunAsync(source.Resume(begun.Id));

            (await source.ItemsAsync(begun.Id)).ShouldBe(items, $"stopped at {k}");
            (await source.FindingsAsync()).ShouldBe(findings);
            (await source.CountRowsAsync()).ShouldBe(rows);
        }
    }

    // One of each, on two pages.
    private async Task<GoHighLevelSource> MixedAsync()
    {
        var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync([.. Enumerable.Range(201, 100).Select(n => new DealStory($"d{n}").Created(Feb(1)))]);
        var lost = new DealStory("d1").Created(Feb(1)).Stage(Feb(4), "s2").Status(Feb(8), "won");
        source.Location.Deals["d1"] = lost.AtSource();
        source.Location.Deals["d103"] = new DealStory("d103").Created(Feb(2), 70).AtSource();
        await source.DeliverAsync(
            lost.Webhooks()[0],
            new DealStory("d103").Created(Feb(2), 80).Webhooks()[0],
            new DealStory("d104").Created(Feb(2)).Webhooks()[0],
            GoHighLevelSource.WebhookOf(GoHighLevelSource.Appointment("a2", Feb(20), "noshow"), "w2"),
            GoHighLevelSource.WebhookOf(GoHighLevelSource.Appointment("a3", Feb(20)), "w3"));
        source.Location.Appointments["a1"] = GoHighLevelSource.Appointment("a1", Feb(20));
        source.Location.Appointments["a2"] = GoHighLevelSource.Appointment("a2", Feb(20), "showed");
        return source;
    }
}
