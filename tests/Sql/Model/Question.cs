namespace Plumbline.Tests.Sql.Model;

/// <summary>The KPIs of a period and filter.</summary>
/// <param name="Part">As of the snapshot after this part; the last part: live.</param>
/// <param name="Tag">Null for the company as a whole.</param>
internal sealed record Question(int Part, DateOnly From, DateOnly To, string? Tag, string? Value)
{
    public string Filter => Tag is null ? "{}" : $$"""{"{{Tag}}": "{{Value}}"}""";

    public override string ToString() =>
        $"{From:yyyy-MM-dd} to {To:yyyy-MM-dd}{(Tag is null ? "" : $", {Tag} = {Value}")}, {(Part == ModelCase.Parts - 1 ? "live" : $"as of the snapshot after part {Part}")}";
}
