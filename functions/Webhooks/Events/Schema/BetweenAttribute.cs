using System.Globalization;
using System.Text.Json.Nodes;

namespace Plumbline.Webhooks.Events.Schema;

/// <summary>A number of a certain range, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BetweenAttribute(long least, long most = long.MaxValue) : RuleAttribute
{
    public long Least => least;

    public long Most => most;

    public override string? Fault(object value)
    {
        var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return number >= least && (most == long.MaxValue || number <= most) ? null
            : most == long.MaxValue ? $"must be at least {least}"
            : $"must be from {least} to {most}";
    }

    public override void Describe(JsonObject schema, bool required)
    {
        schema["minimum"] = least;
        if (most != long.MaxValue)
        {
            schema["maximum"] = most;
        }
    }
}
