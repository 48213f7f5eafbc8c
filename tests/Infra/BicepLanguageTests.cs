using System.Text.Json.Nodes;

namespace Plumbline.Tests.Infra;

/// <summary>What the Bicep compiler would say, as far as names and calls go; the compiler itself runs in .github/workflows/ci.yml.</summary>
public sealed class BicepLanguageTests
{
    [Fact]
    public void Read_EveryFile_HasNoFault() =>
        Bicep.Files.SelectMany(file => file.Faults.Select(fault => $"{file.Path}:{fault.Line} {fault.Text}")).ShouldBeEmpty();

    [Fact]
    public void Read_ABrokenFile_TellsWhatIsWrong()
    {
        var folder = Directory.CreateTempSubdirectory("plumbline-bicep-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "broken.bicep"), """
                param name string
                param size int
                var tags = { a: missing
                  a: 'twice'
                  b: 'x' c: 'y' }
                resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
                  name: name
                  tags: tags[
                }
                output token string = nothing.outputs.token
                """);
            var file = Bicep.ReadFolder(folder.FullName).ShouldHaveSingleItem();

            file.Faults.Select(fault => fault.Text).ShouldContain("a is given twice");
            file.Faults.ShouldContain(fault => fault.Line == 5 && fault.Text.StartsWith("nothing separates"));
            file.Faults.ShouldContain(fault => fault.Line >= 6 && (fault.Text.StartsWith("cannot read") || fault.Text.EndsWith("is missing")));
            file.Undeclared.Select(name => name.Text).ShouldContain("missing");
            file.Unused.Select(name => name.Text).ShouldContain("size");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Names_OfEveryExpression_AreDeclared() =>
        Bicep.Files.SelectMany(file => file.Undeclared.Select(name => $"{file.Path}:{name.Line} {name.Text}")).ShouldBeEmpty();

    [Fact]
    public void Names_ThatAreDeclared_AreUsed() =>
        Bicep.Files.SelectMany(file => file.Unused.Select(name => $"{file.Path}:{name.Line} {name.Text}")).ShouldBeEmpty();

    [Fact]
    public void Calls_Everywhere_AreOfBicepsFunctions() =>
        Bicep.Files.SelectMany(file => file.Calls
                .Where(call => !BicepLanguage.Functions.Contains(call.Text) && !BicepLanguage.Decorators.Contains(call.Text))
                .Select(call => $"{file.Path}:{call.Line} {call.Text}"))
            .ShouldBeEmpty();

    [Fact]
    public void Imports_OfEveryFile_AreExportedWhereTheyComeFrom() =>
        Bicep.Files.SelectMany(file => file.Imports.SelectMany(import => import.Names
                .Where(name => !Bicep.File(file.PathOf(import.From)).Types.Any(type => type.Name == name && type.Exported))
                .Select(name => $"{file.Path}:{import.Line} {name}")))
            .ShouldBeEmpty();

    [Fact]
    public void Modules_OfEveryFile_AreGivenWhatTheyAskForAndNothingElse()
    {
        var faults =
            from file in Bicep.Templates
            from module in file.Modules
            let asked = Bicep.File(file.PathOf(module.Path)).Params
            from fault in (string[])
            [
                .. asked.Where(param => param.Required && !module.Given.ContainsKey(param.Name)).Select(param => $"lacks {param.Name}"),
                .. module.Given.Select(given => given.Key).Except(asked.Select(param => param.Name)).Select(name => $"does not know {name}"),
            ]
            select $"{file.Path}:{module.Line} {module.Symbol} {fault}";

        faults.ShouldBeEmpty();
        Bicep.Templates.SelectMany(file => file.Modules).Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Modules_OfInfra_AreAllUsedAndTheirOwn()
    {
        var used = Bicep.Templates.SelectMany(file => file.Modules.Select(module => file.PathOf(module.Path))).ToHashSet();
        used.ShouldAllBe(path => File.Exists(Path.Combine(Bicep.Folder, path)), "a module is a file here, and never fetched from a registry");
        Bicep.Templates.Where(file => file.Path.StartsWith("modules/", StringComparison.Ordinal) && file.Resources.Length + file.Modules.Length > 0)
            .Select(file => file.Path).ShouldBe(used, ignoreOrder: true);
    }

    [Fact]
    public void ModuleOutputs_ThatAreUsed_Exist()
    {
        var faults =
            from file in Bicep.Templates
            from used in file.ModuleOutputs
            let module = file.Modules.SingleOrDefault(module => module.Symbol == used.Module)
            where module is null || Bicep.File(file.PathOf(module.Path)).Outputs.All(output => output.Name != used.Output)
            select $"{file.Path}:{used.Line} {used.Module}.outputs.{used.Output}";

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Members_OfSettingsAndLists_Exist()
    {
        var faults =
            from file in Bicep.Templates
            from member in file.Members
            from known in Known(file, member)
            where !known.Contains(member.Property)
            select $"{file.Path}:{member.Line} {member.Object}.{member.Property}";

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Abbreviations_OfTheFile_AreAllUsed()
    {
        var names = JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Folder, "abbreviations.json")))!.AsObject().Select(one => one.Key);
        names.ShouldBe(Bicep.Main.Members.Where(member => member.Object == "abbreviations").Select(member => member.Property).Distinct(), ignoreOrder: true);
    }

    /// <summary>The members that an object has, where that can be told: a parameter of a type of our own, a variable, or one of a variable's list.</summary>
    private static IEnumerable<string[]> Known(BicepFile file, BicepFile.Member member)
    {
        if (member.Over is { } over)
        {
            return file.Vars.Where(variable => variable.Name == over && variable.Value is JsonArray)
                .SelectMany(variable => variable.Value!.AsArray().OfType<JsonObject>()).Where(item => !item.IsExpression()).Select(Keys);
        }

        return
        [
            .. file.Params.Where(param => param.Name == member.Object)
                .SelectMany(param => file.Imports.Where(import => import.Names.Contains(param.Type))
                    .SelectMany(import => Bicep.File(file.PathOf(import.From)).Types.Where(type => type.Name == param.Type)))
                .Select(type => type.Members!),
            .. file.Vars.Where(variable => variable.Name == member.Object && variable.Value is JsonObject && !variable.Value.IsExpression())
                .Select(variable => Keys(variable.Value!.AsObject())),
        ];
    }

    private static string[] Keys(JsonObject value) => [.. value.Select(one => one.Key)];
}
