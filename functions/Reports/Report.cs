namespace Plumbline.Reports;

/// <summary>One report over HTTP: what it may be asked, and how it is computed.</summary>
/// <param name="Name">Tells its answers from those of other reports; with what its route says beside the tenant.</param>
/// <param name="Parameters">Its own query parameters, beside the period, the tags, <c>asOf</c> and <c>format</c>.</param>
/// <param name="ComputeAsync">In the session's transaction.</param>
public sealed record Report(
    string Name, IReadOnlyCollection<string> Parameters, Func<ReportSession, ReportQuery, CancellationToken, Task<ReportAnswer>> ComputeAsync)
{
    /// <summary>Reads its own parameters before anything is opened; a sentence that names the fault refuses the request.</summary>
    public Func<ReportQuery, (ReportQuery? Query, string? Fault)> Refine { get; init; } = query => (query, null);

    /// <summary>Whether its figures still change with the tenant's date when the period is over.</summary>
    public bool DependsOnToday { get; init; }
}
