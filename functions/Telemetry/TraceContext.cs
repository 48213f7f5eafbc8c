using System.Diagnostics;

namespace Plumbline.Telemetry;

/// <summary>A place in a trace, as W3C Trace Context writes it.</summary>
/// <param name="Parent">traceparent; null where there is no trace.</param>
/// <param name="State">tracestate.</param>
internal readonly record struct TraceContext(string? Parent, string? State)
{
    public static TraceContext Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } here ? new TraceContext(here.Id, here.TraceStateString) : default;

    public bool TryParse(out ActivityContext context) => ActivityContext.TryParse(Parent, State, isRemote: true, out context);
}
