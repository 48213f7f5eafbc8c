using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Plumbline.Webhooks.Events.Schema;

/// <summary>Text of a certain form.</summary>
/// <param name="pattern">A regular expression for the whole text, in what .NET and JSON Schema have in common.</param>
/// <param name="words">The same in words that follow the member's name.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PatternAttribute(string pattern, string words) : RuleAttribute
{
    private readonly Regex regex = new($@"^(?:{pattern})\z", RegexOptions.CultureInvariant);

    public string Pattern => pattern;

    public string Words => words;

    public override string? Fault(object value) => regex.IsMatch((string)value) ? null : words;

    public override void Describe(JsonObject schema, bool required) => schema["pattern"] = required ? $"^({pattern})$" : $"^({pattern})?$";
}
