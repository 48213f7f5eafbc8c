using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>The conversion report's own parameter: <c>by</c>.</summary>
public static class FunnelQuery
{
    public const string By = "by";

    public static string? ByOf(ReportQuery query) => query.Own.GetValueOrDefault(By);

    public static (ReportQuery? Query, string? Fault) Refine(ReportQuery query) =>
        ByOf(query) is { } by && !FunnelWords.Dimensions.Any(dimension => dimension.By == by)
            ? (null, $"by is '{Problem.Clip(by)}'; it is one of {string.Join(", ", FunnelWords.Dimensions.Select(dimension => dimension.By))}.")
            : (query, null);
}
