using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Tests.Local.Samples;

public static class TimerSamples
{
    public sealed class EverySecond(Recorder recorder)
    {
        [Function("EverySecond")]
        public void Run([TimerTrigger("%Schedules__Sample%")] TimerInfo timer) => recorder.Add($"past due {timer?.IsPastDue}");
    }

    public sealed class FailsEverySecond(Recorder recorder)
    {
        [Function("FailsEverySecond")]
        public void Run([TimerTrigger("* * * * * *", UseMonitor = false)] TimerInfo timer)
        {
            recorder.Add(timer?.ScheduleStatus is null ? "unmonitored" : "monitored");
            throw new InvalidOperationException("on purpose");
        }
    }

    public sealed class SlowerThanItsSchedule(Recorder recorder)
    {
        [Function("Slow")]
        public async Task Run([TimerTrigger("* * * * * *")] TimerInfo timer, CancellationToken cancel)
        {
            recorder.Enter();
            await Task.Delay(TimeSpan.FromSeconds(1.4), cancel);
            recorder.Leave();
            recorder.Add($"{timer?.IsPastDue}");
        }
    }

    public sealed class Yearly(Recorder recorder)
    {
        [Function("Yearly")]
        public void Run([TimerTrigger("0 0 3 1 1 *")] TimerInfo timer) =>
            recorder.Add($"past due {timer?.IsPastDue}, next {timer?.ScheduleStatus?.Next:yyyy-MM-dd HH:mm}");
    }

    public sealed class AtStart(Recorder recorder)
    {
        [Function("AtStart")]
        public void Run([TimerTrigger("0 3 1 1 *", RunOnStartup = true)] TimerInfo timer) => recorder.Add($"past due {timer?.IsPastDue}");
    }
}
