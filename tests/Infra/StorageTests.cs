using Plumbline.Digest;
using Plumbline.Reconciliation;
using Plumbline.Snapshots.Seals;

namespace Plumbline.Tests.Infra;

/// <summary>The queues and containers that the code names, in the account where it looks for them.</summary>
public sealed class StorageTests
{
    private const string Containers = "Microsoft.Storage/storageAccounts/blobServices/containers";

    [Fact]
    public void Queues_OfEveryTrigger_Exist()
    {
        var read = AppSettings.Functions.Queues.Select(function => function.Queue).ToList();
        read.ShouldContain(DigestOutbox.Queue);
        read.ShouldContain(ReconciliationOutbox.Queue);

        var poison = read.Where(queue => !queue.EndsWith("-poison", StringComparison.Ordinal)).Select(queue => $"{queue}-poison");
        NamesOf("Microsoft.Storage/storageAccounts/queueServices/queues", "modules/storage.bicep").ShouldBe(read.Union(poison), ignoreOrder: true);
    }

    [Fact]
    public void Containers_ThatTheCodeNames_LieInTheArchive() =>
        NamesOf(Containers, "modules/archive.bicep").ShouldBe([DigestArchive.ContainerName, SealCopies.ContainerName], ignoreOrder: true);

    [Fact]
    public void Containers_OfTheSources_AreThoseTwo() =>
        AppSettings.Sources().Count(file => file.Text.Contains("const string ContainerName")).ShouldBe(2);

    [Fact]
    public void Seals_Written_CannotBeChangedFor10YearsInProduction()
    {
        var archive = Bicep.File("modules/archive.bicep");
        var seals = archive.Resources.Single(one => one.Type == Containers && one.At("name").Text() == SealCopies.ContainerName);
        var policy = archive.Resources.Single(one => one.Type == $"{Containers}/immutabilityPolicies");
        policy.Parent.ShouldBe(seals.Symbol);
        policy.At("properties.immutabilityPeriodSinceCreationInDays").Text().ShouldBe("sealRetentionDays");
        Bicep.Main.Modules.Single(module => module.Path == "modules/archive.bicep").Given["sealRetentionDays"].Text().ShouldBe("sealRetentionDays");
        Bicep.File("main.prod.bicepparam").ValueOf("sealRetentionDays")!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(3650);
    }

    [Fact]
    public void Package_OfADeployment_HasAContainerInTheAppsAccount()
    {
        var app = Bicep.Made("Microsoft.Web/sites").ShouldHaveSingleItem().Resource;
        var container = NamesOf(Containers, "modules/storage.bicep").ShouldHaveSingleItem();
        app.At("properties.functionAppConfig.deployment.storage.value").Text().ShouldBe($"'${{storage.properties.primaryEndpoints.blob}}{container}'");
    }

    [Fact]
    public void Accounts_OfTheApp_AreTheOnesThatWereMade()
    {
        var given = Bicep.Main.Modules.Single(module => module.Path == "modules/function-app.bicep").Given;
        given["storageName"].Text().ShouldBe("storage.outputs.name");
        given["archiveName"].Text().ShouldBe("archive.outputs.name");
        AppSettings.Given["AzureWebJobsStorage__accountName"].Text().ShouldBe("storage.name");
        AppSettings.Given["Archive__BlobServiceUri"].Text().ShouldBe("archive.properties.primaryEndpoints.blob");
        Module("storage").ShouldBe("modules/storage.bicep");
        Module("archive").ShouldBe("modules/archive.bicep");
    }

    private static string Module(string symbol) => Bicep.Main.Modules.Single(module => module.Symbol == symbol).Path;

    private static IEnumerable<string> NamesOf(string type, string path) =>
        from one in Bicep.Made(type)
        where one.File.Path == path
        let name = one.Resource.At("name").Text()
        from turn in one.File.Turns(one.Resource)
        select name == one.Resource.Loop?.Item ? turn.Text() : name;
}
