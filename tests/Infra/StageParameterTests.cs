using System.Text.Json.Nodes;

namespace Plumbline.Tests.Infra;

public sealed class StageParameterTests
{
    [Fact]
    public void Stages_Known_AreDevelopmentAndProduction() =>
        Bicep.Stages.Select(file => file.Path).ShouldBe(["main.dev.bicepparam", "main.prod.bicepparam"], ignoreOrder: true);

    [Fact]
    public void Parameters_OfEveryFile_AreThoseOfItsTemplate()
    {
        var faults =
            from stage in Bicep.Files.Where(file => file.Using is not null)
            let asked = Bicep.File(stage.PathOf(stage.Using!)).Params
            let given = stage.Vars.Select(param => param.Name).ToHashSet()
            from fault in (string[])
            [
                .. asked.Where(param => param.Required && !given.Contains(param.Name)).Select(param => $"lacks {param.Name}"),
                .. given.Except(asked.Select(param => param.Name)).Select(name => $"does not know {name}"),
            ]
            select $"{stage.Path} {fault}";

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Settings_OfEveryStage_AreOfTheirTypes()
    {
        var types = Bicep.File("modules/types.bicep").Types.ToDictionary(type => type.Name, type => type.Members!);
        var held =
            from stage in Bicep.Stages
            from param in Bicep.File(stage.PathOf(stage.Using!)).Params
            where types.ContainsKey(param.Type)
            select (Members: types[param.Type], Given: stage.ValueOf(param.Name)!.AsObject().Select(one => one.Key));

        held.Count().ShouldBe(4, "two stages, each with the settings of its database and of its app");
        held.ShouldAllBe(one => !one.Members.Except(one.Given).Any() && !one.Given.Except(one.Members).Any());
    }

    [Fact]
    public void Stages_BothOfThem_DecideTheSame() =>
        Names("main.dev.bicepparam").ShouldBe(Names("main.prod.bicepparam"), "what one stage decides the other decides too");

    [Fact]
    public void Production_ItsParameters_SurviveALostZone()
    {
        var production = Bicep.File("main.prod.bicepparam");
        production.ValueOf("privateNetwork").ShouldBeTrue();
        production.ValueOf("protectData").ShouldBeTrue();
        production.ValueOf("storageSku").Text().ShouldBe("Standard_ZRS");
        production.ValueOf("archiveSku").Text().ShouldEndWith("ZRS");
        var database = production.ValueOf("database")!.AsObject();
        database["zoneRedundant"].ShouldBeTrue();
        database["geoRedundantBackup"].ShouldBeTrue();
        database["backupRetentionDays"]!.GetValue<int>().ShouldBe(35);
        production.ValueOf("compute")!["alwaysReady"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    private static IEnumerable<string> Names(string stage) => Bicep.File(stage).Vars.Select(param => param.Name);
}

file static class JsonBoolean
{
    public static void ShouldBeTrue(this JsonNode? value) => value!.GetValue<bool>().ShouldBe(true);
}
