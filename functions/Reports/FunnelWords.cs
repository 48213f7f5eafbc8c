namespace Plumbline.Reports;

/// <summary>What the funnel's parts are called where people read them.</summary>
public static class FunnelWords
{
    /// <summary>What the report can be split by, with what a reader calls it.</summary>
    public static readonly IReadOnlyList<(string By, string Name)> Dimensions =
        [("month", "month"), ("source_funnel", "source"), ("owner_id", "owner"), ("branch", "branch")];

    public static string DimensionOf(string by) => Dimensions.FirstOrDefault(dimension => dimension.By == by).Name ?? by;

    public static string StageOf(string stage) => stage switch
    {
        "visitor" => "Visitors",
        "lead" => "Leads",
        "qualified" => "Qualified",
        "booked" => "Call booked",
        "completed" => "Call completed",
        "won" => "Won",
        _ => stage,
    };

    /// <summary>The stage inside a sentence: from leads to qualified.</summary>
    public static string InSentence(string stage) => StageOf(stage).ToLowerInvariant();

    public static string StepOf(FunnelRate rate) => $"{StageOf(rate.FromStage)} → {InSentence(rate.ToStage)}";

    public static string ExclusionOf(string bucket) => bucket switch
    {
        "test" => "Test: marked as one",
        "internal" => "Internal: the company's own people",
        "spam" => "Spam: marked as such",
        "deleted" => "Deleted in the CRM",
        "partial" => "Partial: neither an e-mail address nor a phone number",
        _ => bucket,
    };

    public static string CheckOf(string status) => status switch
    {
        "ok" => "holds",
        "implied" => "holds, implied",
        _ => status,
    };
}
