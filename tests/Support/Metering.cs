using System.Diagnostics.Metrics;
using Plumbline.Telemetry;

namespace Plumbline.Tests.Support;

/// <summary>The app's instruments in a test: nobody listens, unless the test does.</summary>
internal static class Metering
{
    public static readonly PlumblineMetrics Off = new(new Meters());

    internal sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> made = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            var meter = new Meter(options);
            made.Add(meter);
            return meter;
        }

        public void Dispose() => made.ForEach(meter => meter.Dispose());
    }
}
