namespace Plumbline.Tests.Sql.Model;

/// <summary>A tenant's settings; the latest hold, whole.</summary>
internal sealed record CompanySettings(
    IReadOnlyList<string> SalesCalendars, IReadOnlyDictionary<string, string> LabelMeanings,
    IReadOnlyDictionary<string, string> StageMeanings, IReadOnlyList<OwnerRole> Roles)
{
    public static readonly CompanySettings None =
        new([], new Dictionary<string, string>(), new Dictionary<string, string>(), []);
}
