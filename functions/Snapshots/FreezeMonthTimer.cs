using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Snapshots;

public sealed class FreezeMonthTimer(MonthCloser closer)
{
    [Function(nameof(FreezeMonthTimer))]
    public Task Run([TimerTrigger("%FreezeMonthSchedule%")] TimerInfo timer, CancellationToken cancel) => closer.CloseDueAsync(cancel);
}
