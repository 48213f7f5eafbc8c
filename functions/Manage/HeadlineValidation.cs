using static Plumbline.Manage.Faults;

namespace Plumbline.Manage;

internal static class HeadlineValidation
{
    private const int Fewest = 8;
    private const int Most = 12;

    public static string? Fault(IReadOnlyList<string>? kpis) =>
        kpis?.Count is > 0 and (< Fewest or > Most) ? $"headlineKpis must be {Fewest} to {Most} KPIs, or none for the usual ones."
        : Each(kpis, "headlineKpis", Most, (kpi, path) => Text(kpi, path, 100)) ?? Repeated(kpis, "headlineKpis", "", kpi => kpi.Trim());

    /// <param name="known">The keys of the KPIs there are.</param>
    public static string? Fault(IReadOnlyList<string>? kpis, IReadOnlyCollection<string> known) =>
        Each(kpis, "headlineKpis", Most, (kpi, path) => known.Contains(kpi.Trim()) ? null : $"{path} must be the key of a KPI, such as cash_collected.");
}
