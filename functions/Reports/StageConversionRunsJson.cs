namespace Plumbline.Reports;

/// <summary>A page of kept runs as the API answers it, newest first.</summary>
/// <param name="Next">Where the next page is, as a query string; none after the last.</param>
public sealed record StageConversionRunsJson(IReadOnlyList<StageConversionRun> Runs, string? Next);
