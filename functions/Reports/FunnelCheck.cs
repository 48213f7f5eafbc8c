namespace Plumbline.Reports;

/// <summary>What the funnel says about itself. A violated check is shown; it fails no report.</summary>
/// <param name="Meaning">What was looked for, in words.</param>
/// <param name="Found">How many of it were found.</param>
/// <param name="Of">Among how many.</param>
/// <param name="Status">ok, implied or violated.</param>
public sealed record FunnelCheck(string Check, string Meaning, long Found, long Of, string Status);
