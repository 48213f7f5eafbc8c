using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Plumbline.OpenApi;

/// <summary>The documentation comments, which the compiler writes beside the assembly: what a record means is said there, and nowhere again.</summary>
internal static partial class XmlDocs
{
    private static readonly Lazy<Dictionary<string, XElement>> Summaries = new(Load);

    /// <returns>The summary of a type or property; null where its name says it all.</returns>
    public static string? Of(MemberInfo member)
    {
        var name = member is Type type ? $"T:{type.FullName}" : $"P:{member.DeclaringType!.FullName}.{member.Name}";
        return Summaries.Value.TryGetValue(name, out var summary)
            ? Spaces().Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim()
            : null;
    }

    private static Dictionary<string, XElement> Load() =>
        XDocument.Load(Path.ChangeExtension(typeof(XmlDocs).Assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    // Members are told by the names they have in JSON.
    private static string TextOf(XNode node) => node switch
    {
        XElement element when element.Attribute("cref")?.Value is { } cref => Camel(cref[(cref.LastIndexOf('.') + 1)..]),
        XElement element => element.Value,
        XText text => text.Value,
        _ => "",
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
