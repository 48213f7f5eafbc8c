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

    /// <summary>The stage inside a sentence: from lead to booked call.</summary>
    public static string InSentence(string stage) => stage switch
    {
        "booked" => "booked call",
        "completed" => "completed call",
        _ => stage,
    };

    public static string StepOf(FunnelRate rate) => $"{StageOf(rate.FromStage)} → {StageOf(rate.ToStage).ToLowerInvariant()}";

    public static string ExclusionOf(string bucket) => bucket switch
    {
        "test" => "Test: marked as a test",
        "internal" => "Internal: the company's own people",
        "spam" => "Spam: marked as spam",
        "deleted" => "Deleted in the CRM",
        "partial" => "Partial: neither an e-mail address nor a phone number",
        _ => bucket,
    };

    /// <summary>What a finding of the self-check means for the figures; null where there is nothing to know.</summary>
    public static string? MeaningOf(string status) => status switch
    {
        "implied" => "Implied: nobody saw the earlier stage, and the later one proves it, so it is counted.",
        "violated" => "Violated: these stand outside the funnel above and are missing from it. The figures are those of everybody else.",
        _ => null,
    };
}
