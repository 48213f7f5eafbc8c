using System.Text.Json.Nodes;

namespace Plumbline.Webhooks.Events.Schema;

/// <summary>What a value must be, declared once: it is checked by it, and the JSON Schema tells it.</summary>
internal abstract class RuleAttribute : Attribute
{
    /// <returns>What the value must be, in words that follow its name; null where it is.</returns>
    public abstract string? Fault(object value);

    /// <summary>Adds the rule to the schema of the value.</summary>
    /// <param name="required">Else empty text is as good as none.</param>
    public abstract void Describe(JsonObject schema, bool required);
}
