using System.Diagnostics.Metrics;
using Plumbline.Telemetry;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Telemetry;

public sealed class VitalsGaugesTests
{
    private static readonly Vitals Read = new(
        [
            new TenantVitals("a", 2, null, 1, 2, 3, 4, TimeSpan.FromMinutes(5)),
            new TenantVitals("b", 1, null, 10, 20, 30, 40, TimeSpan.FromMinutes(3)),
        ],
        new Dictionary<string, int> { ["digests-poison"] = 6 });

    private readonly ElapsedTime time = new();

    [Fact]
    public void Gauges_BeforeTheFirstReading_ShowNothing()
    {
        using var meters = new Metering.Meters();
        _ = new VitalsGauges(meters, time);

        Collect(meters).ShouldBeEmpty();
    }

    [Fact]
    public void Gauges_AfterAReading_ShowAllTenantsTogether()
    {
        using var meters = new Metering.Meters();
        new VitalsGauges(meters, time).Keep(Read);

        Collect(meters).ShouldBe(
            [
                ("plumbline.months.overdue", "", 3),
                ("plumbline.quarantine.open", "", 44),
                ("plumbline.findings.open", "high", 11),
                ("plumbline.findings.open", "medium", 22),
                ("plumbline.findings.open", "low", 33),
                ("plumbline.queue.poison", "digests-poison", 6),
                ("plumbline.digest.oldest_unsent", "", 300),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Gauges_ReadingOlderThanTwoRuns_ShowNothingUntilTheNext()
    {
        using var meters = new Metering.Meters();
        var gauges = new VitalsGauges(meters, time);
        gauges.Keep(Read);

        time.Elapsed = TimeSpan.FromMinutes(15);
        Collect(meters).ShouldNotBeEmpty();
        time.Elapsed = TimeSpan.FromMinutes(15.1);
        Collect(meters).ShouldBeEmpty();
        gauges.Keep(Read);
        Collect(meters).ShouldNotBeEmpty();
    }

    private static List<(string Metric, string Tag, double Value)> Collect(IMeterFactory meters)
    {
        var seen = new List<(string, string, double)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add((instrument.Name, Tag(tags), value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add((instrument.Name, Tag(tags), value)));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags is [{ Value: string value }] ? value : "";

    private sealed class ElapsedTime : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
