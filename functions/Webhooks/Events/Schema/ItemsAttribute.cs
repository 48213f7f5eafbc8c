using System.Collections;
using System.Text.Json.Nodes;

namespace Plumbline.Webhooks.Events.Schema;

/// <summary>A list of a certain length, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ItemsAttribute(int least, int most) : RuleAttribute
{
    public int Least => least;

    public int Most => most;

    public override string? Fault(object value) =>
        ((ICollection)value).Count is var count && count >= least && count <= most ? null : $"must be a list of {least} to {most}";

    public override void Describe(JsonObject schema, bool required)
    {
        schema["minItems"] = least;
        schema["maxItems"] = most;
    }
}
