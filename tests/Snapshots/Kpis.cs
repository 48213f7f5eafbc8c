using Plumbline.Snapshots;

namespace Plumbline.Tests.Snapshots;

/// <summary>Figures of a month that is being closed.</summary>
internal static class Kpis
{
    public static ComputedKpi Cash(decimal? value, decimal? previous, bool hasPrevious = true) =>
        new("cash_collected", "Cash collected", "USD", "money", value, null, null, 1, hasPrevious, previous);

    public static ComputedKpi Leads(decimal? value, decimal? previous, bool hasPrevious = true) =>
        new("leads", "Leads", null, "count", value, null, null, 2, hasPrevious, previous);

    public static ComputedKpi ShowRate(decimal? value, decimal? previous, bool hasPrevious = true) =>
        new("show_rate", "Show rate", null, "ratio", value, null, null, 3, hasPrevious, previous);
}
