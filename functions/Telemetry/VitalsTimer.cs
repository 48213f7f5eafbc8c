using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Telemetry;

public sealed class VitalsTimer(VitalsWatch watch)
{
    [Function(nameof(VitalsTimer))]
    public Task Run([TimerTrigger("%VitalsSchedule%")] TimerInfo timer, CancellationToken cancel) => watch.LookAsync(cancel);
}
