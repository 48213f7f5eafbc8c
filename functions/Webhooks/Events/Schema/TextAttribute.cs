using System.Text.Json.Nodes;

namespace Plumbline.Webhooks.Events.Schema;

/// <summary>Text that is not blank and has no control characters.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextAttribute(int longest) : RuleAttribute
{
    public int Longest => longest;

    public override string? Fault(object value) => EventText.Fault((string)value, longest);

    public override void Describe(JsonObject schema, bool required)
    {
        if (required)
        {
            schema["minLength"] = 1;
        }

        schema["maxLength"] = longest;
    }
}
