namespace Plumbline.Tests.Sql.Model;

/// <summary>What is asked about a period and filter.</summary>
/// <param name="Part">As of the snapshot after this part; the last part: live.</param>
/// <param name="Tag">Null for the company as a whole.</param>
/// <param name="By">The tag by whose values figures are told apart.</param>
/// <param name="FunnelBy">The same for the conversion model; null for all together.</param>
/// <param name="Kpi">The KPI whose rows are looked at.</param>
internal sealed record Question(int Part, DateOnly From, DateOnly To, string? Tag, string? Value, string By, string Kpi, string? FunnelBy)
{
    public string Filter => Tag is null ? "{}" : $$"""{"{{Tag}}": "{{Value}}"}""";

    public override string ToString() =>
        $"{From:yyyy-MM-dd} to {To:yyyy-MM-dd}{(Tag is null ? "" : $", {Tag} = {Value}")}, by {By}, cohorts by {FunnelBy ?? "nothing"}, {(Part == ModelCase.Parts - 1 ? "live" : $"as of the snapshot after part {Part}")}";
}
