using System.Diagnostics;
using Plumbline.Platform;

namespace Plumbline.Tests.Platform;

public sealed class PacedReadingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ByManyAtOnce_ReadsOnceForAllOfThem()
    {
        var readings = 0;
        var begun = new TaskCompletionSource();
        var first = new TaskCompletionSource();
        var reading = new PacedReading<int>(
            async () =>
            {
                var mine = Interlocked.Increment(ref readings);
                begun.TrySetResult();
                await first.Task;
                return mine;
            },
            TimeSpan.FromMilliseconds(1),
            TimeProvider.System);
        var before = reading.ReadAsync(Cancel);
        await begun.Task;

        var answers = Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => reading.ReadAsync(Cancel)));
        first.SetResult();

        (await before).ShouldBe(1);
        (await answers).ShouldAllBe(answer => answer == 2);
        readings.ShouldBe(2);
    }

    [Fact]
    public async Task Read_WhileOneIsUnderWay_IsOfTheNextOneAndNeverTheSameTime()
    {
        var readings = 0;
        var now = 0;
        var first = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var reading = new PacedReading<int>(
            async () =>
            {
                Interlocked.Increment(ref now).ShouldBe(1);
                var mine = Interlocked.Increment(ref readings);
                begun.TrySetResult();
                await first.Task;
                Interlocked.Decrement(ref now);
                return mine;
            },
            TimeSpan.FromMilliseconds(1),
            TimeProvider.System);

        var before = reading.ReadAsync(Cancel);
        await begun.Task;
        var after = reading.ReadAsync(Cancel);
        first.SetResult();

        (await before).ShouldBe(1);
        (await after).ShouldBe(2);
    }

    [Fact]
    public async Task Read_Again_KeepsTheDistance()
    {
        var reading = new PacedReading<int>(() => Task.FromResult(0), TimeSpan.FromMilliseconds(200), TimeProvider.System);
        var watch = Stopwatch.StartNew();

        for (var time = 0; time < 3; time++)
        {
            await reading.ReadAsync(Cancel);
        }

        watch.ElapsedMilliseconds.ShouldBeGreaterThan(350);
    }

    [Fact]
    public async Task Read_ThatFails_FailsForWhoAskedAndIsTriedAgainForTheNext()
    {
        var readings = 0;
        var reading = new PacedReading<int>(
            () => Interlocked.Increment(ref readings) == 1 ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(7), TimeSpan.Zero, TimeProvider.System);

        await Should.ThrowAsync<TimeoutException>(() => reading.ReadAsync(Cancel));

        (await reading.ReadAsync(Cancel)).ShouldBe(7);
    }
}
