namespace Plumbline.Local.Hosting;

internal sealed record TimerRecord(string Schedule, DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset Updated);
