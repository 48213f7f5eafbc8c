using System.Text.Json;
using Plumbline.Local;
using Plumbline.Local.Hosting;
using Plumbline.Tests.Local.Samples;

namespace Plumbline.Tests.Local;

public sealed class TimerFunctionsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_FromSetting_RunsEachOccurrence()
    {
        await using var host = await TestHost.StartAsync(
            [typeof(TimerSamples.EverySecond)], new() { ["Schedules:Sample"] = "* * * * * *" }, cancel: Cancel);
        (await host.Recorder.WaitForAsync(2, Cancel)).ShouldAllBe(entry => entry == "past due False");
    }

    [Fact]
    public async Task Function_Fails_ScheduleGoesOn()
    {
        await using var host = await TestHost.StartAsync([typeof(TimerSamples.FailsEverySecond)], cancel: Cancel);
        (await host.Recorder.WaitForAsync(2, Cancel)).ShouldAllBe(entry => entry == "unmonitored");
    }

    [Fact]
    public async Task Function_SlowerThanItsSchedule_NeverOverlapsItself()
    {
        await using var host = await TestHost.StartAsync([typeof(TimerSamples.SlowerThanItsSchedule)], cancel: Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, "admin/functions/Slow");
        request.Headers.Add("x-functions-key", TestHost.MasterKey);
        (await host.Http.SendAsync(request, Cancel)).Dispose();
        await host.Recorder.WaitForAsync(3, Cancel);
        host.Recorder.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task RunOnStartup_FiveFieldSchedule_RunsAtOnce()
    {
        await using var host = await TestHost.StartAsync([typeof(TimerSamples.AtStart)], cancel: Cancel);
        (await host.Recorder.WaitForAsync(1, Cancel)).ShouldBe(["past due False"]);
    }

    [Fact]
    public async Task Clock_SetJustBeforeAnOccurrence_TicksOnIntoIt()
    {
        var time = new OffsetTimeProvider(DateTimeOffset.Parse("2029-01-01T02:59:59Z", null));
        await using var host = await TestHost.StartAsync([typeof(TimerSamples.Yearly)], time: time, cancel: Cancel);
        (await host.Recorder.WaitForAsync(1, Cancel)).ShouldBe(["past due False, next 2029-01-01 03:00"]);
    }

    [Theory]
    [InlineData("2028-06-01T00:00:00Z", false)]
    [InlineData("2029-01-01T02:59:00Z", false)]
    [InlineData("2029-01-01T03:00:01Z", true)]
    [InlineData("2031-05-05T00:00:00Z", true)]
    public async Task Start_AfterAnOccurrenceWasMissed_MakesUpForIt(string now, bool missed)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("timers.json");
        await using (await TestHost.StartAsync(
            [typeof(TimerSamples.Yearly)], time: new OffsetTimeProvider(DateTimeOffset.Parse("2028-05-01T00:00:00Z", null)), timerFile: file, cancel: Cancel))
        {
            await WaitForFileAsync(file);
        }

        await using var host = await TestHost.StartAsync(
            [typeof(TimerSamples.Yearly)], time: new OffsetTimeProvider(DateTimeOffset.Parse(now, null)), timerFile: file, cancel: Cancel);
        if (missed)
        {
            (await host.Recorder.WaitForAsync(1, Cancel)).ShouldBe(["past due True, next 2029-01-01 03:00"]);
        }
        else
        {
            // Runs fired later come after one that was made up for, so this one alone shows there was none.
            await FireAsync(host);
            (await host.Recorder.WaitForAsync(1, Cancel)).ShouldBe(["past due False, next 2029-01-01 03:00"]);
        }
    }

    private static async Task FireAsync(TestHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "admin/functions/yearly");
        request.Headers.Add("x-functions-key", TestHost.MasterKey);
        using var response = await host.Http.SendAsync(request, Cancel);
        ((int)response.StatusCode).ShouldBe(202);
    }

    private static async Task WaitForFileAsync(string path)
    {
        for (var tries = 0; !File.Exists(path); tries++)
        {
            tries.ShouldBeLessThan(500, "the timer was not remembered");
            await Task.Delay(20, Cancel);
        }

        JsonSerializer.Deserialize<Dictionary<string, TimerRecord>>(await File.ReadAllTextAsync(path, Cancel), LocalJson.Options)!.ShouldContainKey("Yearly");
    }
}
