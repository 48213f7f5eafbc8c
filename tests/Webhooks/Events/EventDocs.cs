using System.Text.RegularExpressions;
using Plumbline.Local.Services;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.Webhooks.Events;

/// <summary>docs/events, as it lies in the source tree.</summary>
internal static partial class EventDocs
{
    public static string Folder => Path.Combine(RepositoryFolder.Find(), "docs", "events");

    public static string Readme => File.ReadAllText(Path.Combine(Folder, "README.md"));

    /// <summary>By type, the example that the page shows.</summary>
    public static IReadOnlyDictionary<string, string> Examples { get; } = Blocks().Matches(Readme).ToDictionary(block => block.Groups[1].Value, block => block.Groups[2].Value);

    public static TheoryData<string> Types => [.. EventTypes.All.Select(type => type.Name)];

    public static string SchemaFile(string type) => Path.Combine(Folder, $"{type}.schema.json");

    [GeneratedRegex(@"^### (\S+)\n[\s\S]*?^```json\n([\s\S]*?)^```$", RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
