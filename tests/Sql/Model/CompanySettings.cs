namespace Plumbline.Tests.Sql.Model;

/// <summary>A tenant's settings; the latest hold, whole.</summary>
internal sealed record CompanySettings(
    IReadOnlyList<string> SalesCalendars, int FunnelWindowDays, IReadOnlyDictionary<string, string> LabelMeanings,
    IReadOnlyDictionary<string, string> StageMeanings, IReadOnlyList<OwnerRole> Roles)
{
    public static readonly CompanySettings None =
        new([], 90, new Dictionary<string, string>(), new Dictionary<string, string>(), []);
}
