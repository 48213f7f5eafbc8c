using System.Text.Json.Nodes;

namespace Plumbline.Tests.Infra;

/// <summary>What one file of Bicep declares and uses, as read-bicep.mjs tells it; its path is relative to infra/.</summary>
internal sealed record BicepFile(
    string Path, string? Using, string TargetScope, BicepFile.Fault[] Faults, BicepFile.Param[] Params, BicepFile.Var[] Vars, BicepFile.Import[] Imports,
    BicepFile.TypeDeclaration[] Types, BicepFile.Resource[] Resources, BicepFile.Module[] Modules, BicepFile.Output[] Outputs, BicepFile.Name[] Undeclared,
    BicepFile.Name[] Unused, BicepFile.Name[] Calls, BicepFile.Member[] Members, BicepFile.ModuleOutput[] ModuleOutputs)
{
    /// <summary>How one of its values stands in another file's terms: the path that a module or an import names, relative to infra/.</summary>
    public string PathOf(string relative)
    {
        var folder = System.IO.Path.GetDirectoryName(Path) ?? "";
        var root = System.IO.Path.GetFullPath("/");
        return System.IO.Path.GetRelativePath(root, System.IO.Path.GetFullPath(System.IO.Path.Combine(root, folder, relative))).Replace('\\', '/');
    }

    public JsonNode? ValueOf(string variable) => Vars.Single(one => one.Name == variable).Value;

    public override string ToString() => Path;

    internal sealed record Fault(int Line, string Text);

    internal sealed record Param(string Name, string Type, bool Required, JsonNode? Default, string[] Decorators, int Line);

    internal sealed record Var(string Name, JsonNode? Value, int Line);

    internal sealed record Import(string From, string[] Names, int Line);

    internal sealed record TypeDeclaration(string Name, bool Exported, string[]? Members);

    internal sealed record Loop(string Item, string Over);

    internal sealed record Resource(
        string Symbol, string Type, string? Version, bool Existing, Loop? Loop, string? Condition, JsonObject Properties, string? Parent, int Line);

    internal sealed record Module(string Symbol, string Path, Loop? Loop, string? Condition, JsonObject Properties, int Line)
    {
        public JsonObject Given => Properties["params"]?.AsObject() ?? [];
    }

    internal sealed record Output(string Name, string Type, JsonNode? Value, int Line);

    internal sealed record Name([property: System.Text.Json.Serialization.JsonPropertyName("name")] string Text, int Line);

    /// <param name="Over">What it is one of, when it is the variable of a loop.</param>
    internal sealed record Member(
        string Object, string? Over, [property: System.Text.Json.Serialization.JsonPropertyName("member")] string Property, int Line);

    internal sealed record ModuleOutput(string Module, string Output, int Line);
}
