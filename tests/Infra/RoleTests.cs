using System.Text.RegularExpressions;

namespace Plumbline.Tests.Infra;

/// <summary>Who may do what, and that nobody may do more.</summary>
public sealed partial class RoleTests
{
    private static readonly Dictionary<string, string> Ids = new()
    {
        ["Storage Blob Data Owner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["Storage Blob Data Contributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        ["Storage Queue Data Contributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        ["Storage Table Data Contributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        ["Key Vault Secrets User"] = "4633458b-17de-408a-b874-0445c86b69e6",
        ["Monitoring Metrics Publisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
        ["AcrPull"] = "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    };

    [Fact]
    public void Roles_ByName_HaveTheirIds() =>
        Bicep.File("modules/roles.bicep").ValueOf("roleIds")!.AsObject().ToDictionary(role => role.Key, role => role.Value.Text()).ShouldBe(Ids, ignoreOrder: true);

    [Fact]
    public void Roles_OfTheAppAndTheMigration_AreWhatTheyNeed() => Assigned().ShouldBe(
    [
        ("appPrincipalId", "storage", "Storage Blob Data Owner"),
        ("appPrincipalId", "storage", "Storage Queue Data Contributor"),
        ("appPrincipalId", "storage", "Storage Table Data Contributor"),
        ("appPrincipalId", "archive", "Storage Blob Data Contributor"),
        ("appPrincipalId", "vault", "Key Vault Secrets User"),
        ("appPrincipalId", "insights", "Monitoring Metrics Publisher"),
        ("migrationPrincipalId", "registry", "AcrPull"),
    ], ignoreOrder: true);

    [Fact]
    public void Roles_OfTheModule_AreOnTheResourcesAndPrincipalsOfThatName()
    {
        var given = Bicep.Main.Modules.Single(module => module.Path == "modules/roles.bicep").Given.ToDictionary(one => one.Key, one => one.Value.Text());
        given.ShouldBe(new Dictionary<string, string>
        {
            ["appPrincipalId"] = "identities.outputs.appPrincipalId",
            ["migrationPrincipalId"] = "identities.outputs.migrationPrincipalId",
            ["storageName"] = "storage.outputs.name",
            ["archiveName"] = "archive.outputs.name",
            ["vaultName"] = "vault.outputs.name",
            ["insightsName"] = "monitoring.outputs.insightsName",
            ["registryName"] = "registry.outputs.name",
        }, ignoreOrder: true);
        Bicep.File("modules/roles.bicep").Resources.Where(one => one.Existing).ShouldAllBe(one => one.At("name").Text() == $"{one.Symbol}Name");

        var outputs = Bicep.File("modules/identities.bicep").Outputs.ToDictionary(output => output.Name, output => output.Value.Text());
        outputs["appPrincipalId"].ShouldBe("app.properties.principalId");
        outputs["migrationPrincipalId"].ShouldBe("migration.properties.principalId");
    }

    [Fact]
    public void Identities_OfAppAndJob_AreTheirOwn()
    {
        IdentityOf("modules/function-app.bicep").ShouldBe("identities.outputs.appName");
        IdentityOf("modules/migration-job.bicep").ShouldBe("identities.outputs.migrationName");
        Bicep.Made("Microsoft.Web/sites").Single().Resource.At("identity.type").Text().ShouldBe("UserAssigned");
        Bicep.Made("Microsoft.App/jobs").Single().Resource.At("identity.type").Text().ShouldBe("UserAssigned");
    }

    private static string IdentityOf(string module) => Bicep.Main.Modules.Single(one => one.Path == module).Given["identityName"].Text();

    private static IEnumerable<(string Principal, string Scope, string Role)> Assigned()
    {
        foreach (var (file, assignment) in Bicep.Made("Microsoft.Authorization/roleAssignments"))
        {
            var principal = assignment.At("properties.principalId").Text();
            var scope = assignment.At("scope").Text();
            var definition = assignment.At("properties.roleDefinitionId").Text();
            var id = RoleId().Match(definition);
            id.Success.ShouldBeTrue($"{file.Path}:{assignment.Line} {definition}");
            definition.ShouldStartWith("subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ");
            assignment.At("name").Text().ShouldBe($"guid({scope}.id, {principal}, {id.Value})", "a name that says who may do what where is the same each time, and nobody else's");
            assignment.At("properties.principalType").Text().ShouldBe("ServicePrincipal");

            foreach (var turn in file.Turns(assignment))
            {
                var name = id.Groups["name"].Value;
                yield return (principal, scope, name == assignment.Loop?.Item ? turn.Text() : name);
            }
        }
    }

    [GeneratedRegex(@"roleIds(?:\.|\['|\[)(?<name>[\w ]+)(?:'\]|\])?")]
    private static partial Regex RoleId();
}
