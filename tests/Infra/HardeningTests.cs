using System.Text.Json.Nodes;

namespace Plumbline.Tests.Infra;

/// <summary>No key, no password, no public blob; and what must not be lost cannot be purged.</summary>
public sealed class HardeningTests
{
    [Fact]
    public void StorageAccounts_BothOfThem_HaveNoKeysAndNothingPublic()
    {
        var accounts = Bicep.Made("Microsoft.Storage/storageAccounts");
        accounts.Count.ShouldBe(2);
        foreach (var (_, account) in accounts)
        {
            Is(account, "properties.allowSharedKeyAccess", false);
            Is(account, "properties.allowBlobPublicAccess", false);
            Is(account, "properties.supportsHttpsTrafficOnly", true);
            Is(account, "properties.minimumTlsVersion", "TLS1_2");
            ClosedWithANetwork(account);
        }
    }

    [Fact]
    public void Containers_AllOfThem_AreNotPublic() =>
        Bicep.Made("Microsoft.Storage/storageAccounts/blobServices/containers").ShouldAllBe(one => one.Resource.At("properties.publicAccess") == null);

    [Fact]
    public void Vault_OfSecrets_IsOpenedByRolesAndCannotBePurged()
    {
        var vault = Bicep.Made("Microsoft.KeyVault/vaults").ShouldHaveSingleItem().Resource;
        Is(vault, "properties.enableRbacAuthorization", true);
        Is(vault, "properties.enablePurgeProtection", true);
        Is(vault, "properties.enableSoftDelete", true);
        (vault.At("properties.accessPolicies")?.AsArray() ?? []).ShouldBeEmpty();
        ClosedWithANetwork(vault);
    }

    [Fact]
    public void Database_OfTheLedger_TakesEntraTokensOnly()
    {
        var server = Bicep.Made("Microsoft.DBforPostgreSQL/flexibleServers").ShouldHaveSingleItem().Resource;
        Is(server, "properties.authConfig.activeDirectoryAuth", "Enabled");
        Is(server, "properties.authConfig.passwordAuth", "Disabled");
        server.At("properties.administratorLogin").ShouldBeNull();
        server.At("properties.administratorLoginPassword").ShouldBeNull();
        server.At("properties.network.publicNetworkAccess").Text().ShouldBe("isPublic ? 'Enabled' : 'Disabled'");

        var (file, rule) = Bicep.Made("Microsoft.DBforPostgreSQL/flexibleServers/firewallRules").ShouldHaveSingleItem();
        rule.Condition.ShouldBe("(isPublic)", $"{file.Path} lets Azure's addresses in only where there is no network");
    }

    [Fact]
    public void Database_OfProduction_IsReachedThroughItsPooler()
    {
        var database = Bicep.File("modules/database.bicep");
        var pooler = database.Resources.Single(one => one.At("name").Text() == "pgbouncer.enabled");
        Is(pooler, "properties.value", "true");
        pooler.Condition.ShouldBe("(hasPooler)");
        database.ValueOf("hasPooler").Text().ShouldBe("settings.tier != 'Burstable'");
        Bicep.Main.ValueOf("databasePort").Text().ShouldBe("database.tier == 'Burstable' ? 5432 : 6432");
        AppSettings.Given["Database__ConnectionString"].Text().ShouldContain("Port=${databasePort}");
        Bicep.File("modules/migration-job.bicep").ValueOf("databaseUrl").Text().ShouldContain(":5432/", customMessage: "the migrator goes past the pooler");
    }

    [Fact]
    public void Insights_OfTheApp_TakesTokensOnly() =>
        Is(Bicep.Made("Microsoft.Insights/components").ShouldHaveSingleItem().Resource, "properties.DisableLocalAuth", true);

    [Fact]
    public void App_FromOutside_IsReachedOverTlsAndDeployedWithATokenOnly()
    {
        var app = Bicep.Made("Microsoft.Web/sites").ShouldHaveSingleItem().Resource;
        Is(app, "properties.httpsOnly", true);
        Is(app, "properties.siteConfig.minTlsVersion", "1.2");
        app.At("properties.siteConfig.ftpsState").ShouldBeNull("Flex Consumption has no FTP, and refuses the word");
        Is(app, "properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity");
        Is(app, "properties.functionAppConfig.runtime.name", "dotnet-isolated");
        Is(app, "properties.functionAppConfig.runtime.version", "10.0");
        Is(Bicep.Made("Microsoft.Web/serverfarms").ShouldHaveSingleItem().Resource, "sku.name", "FC1");
        var policies = Bicep.Made("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        policies.ShouldNotBeEmpty();
        policies.ShouldAllBe(one => !one.Resource.At("properties.allow")!.GetValue<bool>());
    }

    [Fact]
    public void Registry_OfTheMigrator_HasNoAdminUser() =>
        Is(Bicep.Made("Microsoft.ContainerRegistry/registries").ShouldHaveSingleItem().Resource, "properties.adminUserEnabled", false);

    [Fact]
    public void Parameters_ThatHoldASecret_AreSecure()
    {
        string[] suspicious = ["password", "secretValue", "apiKey", "connectionString"];
        var found = Bicep.Templates.SelectMany(file => file.Params).Where(param => suspicious.Any(word => param.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));
        found.ShouldAllBe(param => param.Decorators.Contains("secure()"));
    }

    [Fact]
    public void Locks_OfProduction_KeepLedgerArchiveAndVault()
    {
        Bicep.Made("Microsoft.Authorization/locks").Select(one => (one.File.Path, one.Resource.Condition, one.Resource.At("properties.level").Text())).ShouldBe(
        [
            ("modules/archive.bicep", "(protect)", "CanNotDelete"),
            ("modules/database.bicep", "(protect)", "CanNotDelete"),
            ("modules/vault.bicep", "(protect)", "CanNotDelete"),
        ], ignoreOrder: true);
    }

    [Fact]
    public void PrivateEndpoints_OfANetwork_LeadToEverythingThatIsKept()
    {
        var file = Bicep.File("modules/private-endpoints.bicep");
        var (_, endpoint) = Bicep.Made("Microsoft.Network/privateEndpoints").ShouldHaveSingleItem();
        file.Turns(endpoint).Select(turn => (turn!["target"].Text(), turn["group"].Text())).ShouldBe(
        [
            ("storageId", "blob"), ("storageId", "queue"), ("storageId", "table"), ("archiveId", "blob"), ("vaultId", "vault"), ("serverId", "postgresqlServer"),
        ], ignoreOrder: true);

        var zones = Bicep.File("modules/network.bicep").ValueOf("zones")!.AsArray().Select(zone => Service(zone.Text())).ToList();
        file.Turns(endpoint).Select(turn => Service(turn!["zone"].Text())).Distinct().ShouldBe(zones, ignoreOrder: true);
    }

    [Fact]
    public void Network_OfProduction_HoldsTheAppAndTheMigration()
    {
        var given = Bicep.Main.Modules.ToDictionary(module => module.Path, module => module.Given);
        given["modules/function-app.bicep"]["subnetId"].Text().ShouldContain("network!.outputs.appSubnetId");
        given["modules/migration-job.bicep"]["subnetId"].Text().ShouldContain("network!.outputs.jobSubnetId");
        string[] closed = ["modules/storage.bicep", "modules/archive.bicep", "modules/vault.bicep", "modules/database.bicep"];
        closed.ShouldAllBe(module => given[module]["isPublic"].Text() == "!privateNetwork");
    }

    // The two files write the suffix of storage's names differently.
    private static string Service(string zone) => zone.Trim('\'').Split("${")[0];

    private static void ClosedWithANetwork(BicepFile.Resource resource)
    {
        resource.At("properties.publicNetworkAccess").Text().ShouldBe("isPublic ? 'Enabled' : 'Disabled'");
        resource.At("properties.networkAcls.defaultAction").Text().ShouldBe("isPublic ? 'Allow' : 'Deny'");
    }

    private static void Is<T>(BicepFile.Resource resource, string path, T value)
        where T : notnull =>
        ((JsonNode?)resource.At(path)).Text().ShouldBe(value is bool ? value.ToString()!.ToLowerInvariant() : value.ToString(), $"{resource.Symbol} {path}");
}
