using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Infra;

/// <summary>The Bicep of infra/, read once for all tests by the grammar of tree-sitter.</summary>
internal static partial class Bicep
{
    // What a deployment copied its stage's parameters to is not in the repository.
    private static readonly Lazy<IReadOnlyList<BicepFile>> Read = new(() => [.. ReadFolder(Folder).Where(file => file.Path != "main.bicepparam")]);

    public static string Root { get; } = RepositoryFolder.Find();

    public static string Folder => Path.Combine(Root, "infra");

    public static IReadOnlyList<BicepFile> Files => Read.Value;

    public static IEnumerable<BicepFile> Templates => Files.Where(file => file.Using is null);

    public static IEnumerable<BicepFile> Stages => Files.Where(file => file.Using is not null && file.PathOf(file.Using) == Main.Path);

    public static BicepFile Main => File("main.bicep");

    public static IEnumerable<(BicepFile File, BicepFile.Resource Resource)> Resources =>
        Templates.SelectMany(file => file.Resources.Select(resource => (file, resource)));

    public static BicepFile File(string path) => Files.Single(file => file.Path == path);

    /// <summary>The resources that are made, not those that are only looked up.</summary>
    public static IReadOnlyList<(BicepFile File, BicepFile.Resource Resource)> Made(string type) =>
        [.. Resources.Where(one => one.Resource.Type == type && !one.Resource.Existing)];

    public static IReadOnlyList<BicepFile> ReadFolder(string folder)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Root, "tests", "Infra", "read-bicep.mjs"), folder]) { RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        var files = JsonSerializer.Deserialize<BicepFile[]>(node.StandardOutput.ReadToEnd(), JsonSerializerOptions.Web)!;
        node.WaitForExit();
        return files;
    }

    /// <summary>A value by its path, such as <c>properties.sku.name</c>; null where there is none.</summary>
    public static JsonNode? At(this BicepFile.Resource resource, string path) =>
        path.Split('.').Aggregate((JsonNode?)resource.Properties, (node, name) => (node as JsonObject)?[name]);

    /// <summary>The text of a literal, and of an expression as it is written.</summary>
    public static string Text(this JsonNode? value) => value switch
    {
        null => "null",
        JsonObject expression when IsExpression(expression) => expression["$"]!.GetValue<string>(),
        _ => value.ToString(),
    };

    public static bool IsExpression(this JsonNode? value) => value is JsonObject expression && expression.ContainsKey("$");

    /// <summary>Every object that a value may be or hold at its top: those written in it, and those of the variables that it names.</summary>
    public static IEnumerable<JsonObject> Objects(this BicepFile file, JsonNode? value) => value switch
    {
        JsonObject written when !IsExpression(written) => [written],
        JsonObject expression => [
            .. expression["holds"]!.AsArray().SelectMany(file.Objects),
            .. Word().Matches(Text(expression)).Select(match => match.Value).Distinct()
                .SelectMany(word => file.Vars.Where(variable => variable.Name == word)).SelectMany(variable => file.Objects(variable.Value)),
        ],
        JsonArray list => list.SelectMany(file.Objects),
        _ => [],
    };

    /// <summary>The values that a resource of a loop over a variable takes in turn, or the one of a resource that stands alone.</summary>
    public static IEnumerable<JsonNode?> Turns(this BicepFile file, BicepFile.Resource resource) =>
        resource.Loop is { } loop ? file.ValueOf(loop.Over)!.AsArray() : [null];

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Word();
}
