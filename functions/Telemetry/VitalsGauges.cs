using System.Diagnostics.Metrics;

namespace Plumbline.Telemetry;

/// <summary>
/// Shows the vitals as they were read last. Of several instances one runs the timer: another, or one that has not run it for a
/// while, shows nothing rather than what no longer holds.
/// </summary>
public sealed class VitalsGauges
{
    // A little more than two runs of the usual schedule.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private readonly TimeProvider time;
    private volatile Reading? last;

    public VitalsGauges(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(PlumblineMetrics.MeterName);
        Gauge("plumbline.months.overdue", "{month}", "Months that should have been closed a day ago.", vitals => [new(vitals.OverdueMonths)]);
        Gauge("plumbline.quarantine.open", "{delivery}", "Deliveries that wait in quarantine.", vitals => [new(vitals.Quarantined)]);
        Gauge("plumbline.findings.open", "{finding}", "Open findings by severity.", vitals =>
        [
            new(vitals.HighFindings, Severity("high")), new(vitals.MediumFindings, Severity("medium")), new(vitals.LowFindings, Severity("low")),
        ]);
        Gauge(
            "plumbline.queue.poison", "{message}", "Messages that were given up and nobody has looked after.",
            vitals => vitals.PoisonMessages.Select(queue => new Measurement<long>(queue.Value, new KeyValuePair<string, object?>("queue", queue.Key))));
        meter.CreateObservableGauge(
            "plumbline.digest.oldest_unsent", () => Show<double>(vitals => [new(vitals.OldestUnsent.TotalSeconds)]), "s", "How long the oldest digest that is due and not sent has waited.");

        void Gauge(string name, string unit, string description, Func<Vitals, IEnumerable<Measurement<long>>> read) =>
            meter.CreateObservableGauge(name, () => Show(read), unit, description);
    }

    public void Keep(Vitals vitals) => last = new Reading(vitals, time.GetTimestamp());

    private IEnumerable<Measurement<T>> Show<T>(Func<Vitals, IEnumerable<Measurement<T>>> read) where T : struct =>
        last is { } reading && time.GetElapsedTime(reading.ReadAt) <= Life ? read(reading.Vitals) : [];

    private static KeyValuePair<string, object?> Severity(string severity) => new("severity", severity);

    private sealed record Reading(Vitals Vitals, long ReadAt);
}
