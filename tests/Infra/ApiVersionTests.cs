namespace Plumbline.Tests.Infra;

public sealed class ApiVersionTests
{
    private static readonly (string Types, string Version)[] Chosen =
    [
        ("Microsoft.Web/", "2025-03-01"),
        ("Microsoft.Storage/", "2025-06-01"),
        ("Microsoft.DBforPostgreSQL/", "2025-08-01"),
        ("Microsoft.KeyVault/", "2024-11-01"),
        ("Microsoft.Insights/components", "2020-02-02"),
        ("Microsoft.Insights/metricAlerts", "2018-03-01"),
        ("Microsoft.Insights/actionGroups", "2023-01-01"),
        ("Microsoft.OperationalInsights/", "2025-07-01"),
        ("Microsoft.Authorization/roleAssignments", "2022-04-01"),
        ("Microsoft.ManagedIdentity/", "2024-11-30"),
    ];

    [Fact]
    public void Versions_OfEveryResource_AreReleasedOnes() =>
        Bicep.Resources.Where(one => one.Resource.Version is not { Length: 10 }).Select(one => $"{one.File.Path}:{one.Resource.Line} {one.Resource.Version}").ShouldBeEmpty();

    [Fact]
    public void Versions_OfTheMainProviders_AreTheChosenOnes()
    {
        foreach (var (types, version) in Chosen)
        {
            var found = Bicep.Resources.Where(one => one.Resource.Type.StartsWith(types, StringComparison.Ordinal)).Select(one => one.Resource.Version).ToList();
            found.ShouldNotBeEmpty(types);
            found.ShouldAllBe(one => one == version, types);
        }
    }

    [Fact]
    public void Versions_OfOneType_AreTheSameEverywhere() =>
        Bicep.Resources.GroupBy(one => one.Resource.Type).Where(type => type.Select(one => one.Resource.Version).Distinct().Count() > 1)
            .Select(type => type.Key).ShouldBeEmpty();
}
