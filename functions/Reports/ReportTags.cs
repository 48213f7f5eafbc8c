namespace Plumbline.Reports;

/// <summary>The tags of facts: by each of them a report can be narrowed, as a parameter of its name.</summary>
public static class ReportTags
{
    public static readonly IReadOnlyList<string> All =
    [
        "department", "team", "owner_id", "client_id", "branch", "source_funnel",
        "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
    ];
}
