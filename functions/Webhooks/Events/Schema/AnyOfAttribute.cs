using System.Text.Json.Nodes;

namespace Plumbline.Webhooks.Events.Schema;

/// <summary>A record that says at least one of these members.</summary>
/// <param name="members">Their names in JSON.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AnyOfAttribute(params string[] members) : RuleAttribute
{
    public string[] Members => members;

    public override string? Fault(object value) =>
        EventContract.Of(value.GetType()).Members.Any(member =>
            members.Contains(member.Name) && member.Get(value) is not (null or IReadOnlyDictionary<string, decimal> { Count: 0 }))
            ? null
            : $"must have one of {string.Join(", ", members)}";

    public override void Describe(JsonObject schema, bool required) =>
        schema["anyOf"] = new JsonArray([.. members.Select(member => new JsonObject { ["required"] = new JsonArray(member) })]);
}
