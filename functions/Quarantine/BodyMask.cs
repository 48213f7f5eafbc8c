using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Plumbline.Quarantines;

/// <summary>
/// Shows how a body is made without what it says of anybody: every value is masked, except ids, codes, amounts and times under
/// names that have nothing personal, and those too unless they look as such a value does.
/// </summary>
internal static partial class BodyMask
{
    private const int Deepest = 32;
    private const int MostItems = 50;

    private static readonly HashSet<string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        "object", "type", "event_type", "eventType", "status", "appointmentStatus", "appoinmentStatus", "currency",
        "messageType", "direction", "callStatus", "interval", "billing_scheme",
    };

    // What a business calls its own pipelines and stages, by which workflows name them.
    private static readonly HashSet<string> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        "stage", "pipleline_stage", "pipeline_stage", "pipelineStage", "pipeline_name", "pipelineName",
    };

    private static readonly HashSet<string> References = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "customer", "charge", "payment_intent", "invoice", "subscription", "balance_transaction", "failure_balance_transaction", "price", "product",
    };

    private static readonly HashSet<string> Times = new(StringComparer.OrdinalIgnoreCase)
    {
        "created", "timestamp", "dateAdded", "dateUpdated", "date_created", "date_updated", "createdAt", "updatedAt", "startTime", "endTime",
        "current_period_start", "current_period_end", "period_start", "period_end", "start_date", "canceled_at", "ended_at", "cancel_at", "trial_end", "arrival_date",
    };

    private static readonly HashSet<string> Amounts = new(StringComparer.OrdinalIgnoreCase)
    {
        "monetaryValue", "lead_value", "fee", "net", "quantity", "unit_amount", "interval_count", "callDuration",
    };

    // Ids of a person, by which anybody would know them.
    private static readonly string[] PersonalIds = ["tax", "passport", "national", "government", "social", "licen", "ssn", "personal", "insurance", "vat"];

    /// <returns>Null when the bytes are no JSON.</returns>
    public static JsonNode? Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Mask("", document.RootElement, 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Mask(string name, JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object when depth >= Deepest => "object, too deep to show",
        JsonValueKind.Array when depth >= Deepest => "list, too deep to show",
        JsonValueKind.Object => MaskMembers(value, depth + 1),
        JsonValueKind.Array => MaskItems(name, value, depth + 1),
        JsonValueKind.String => MaskText(name, value),
        JsonValueKind.Number => IsShown(name, value.GetRawText(), isNumber: true) ? JsonNode.Parse(value.GetRawText()) : "number",
        JsonValueKind.True or JsonValueKind.False => name is "livemode" ? value.GetBoolean() : "true or false",
        _ => null,
    };

    private static JsonObject MaskMembers(JsonElement value, int depth)
    {
        var masked = new JsonObject();
        foreach (var member in value.EnumerateObject())
        {
            var name = NameOf(member);
            var shown = IsPlainName(name) ? name : $"name of {name.Length} characters";
            for (var copy = 2; masked.ContainsKey(shown); copy++)
            {
                shown = string.Create(CultureInfo.InvariantCulture, $"{(IsPlainName(name) ? name : $"name of {name.Length} characters")} ({copy})");
            }

            masked[shown] = Mask(name, member.Value, depth);
        }

        return masked;
    }

    private static JsonArray MaskItems(string name, JsonElement value, int depth)
    {
        var masked = new JsonArray([.. value.EnumerateArray().Take(MostItems).Select(item => Mask(name, item, depth))]);
        if (value.GetArrayLength() - MostItems is > 0 and var more)
        {
            masked.Add(string.Create(CultureInfo.InvariantCulture, $"and {more} more"));
        }

        return masked;
    }

    private static string MaskText(string name, JsonElement value)
    {
        try
        {
            var text = value.GetString()!;
            return IsShown(name, text, isNumber: false) ? text : string.Create(CultureInfo.InvariantCulture, $"text of {text.Length} characters");
        }
        catch (InvalidOperationException)
        {
            return "text that is not valid Unicode";
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private static bool IsShown(string name, string value, bool isNumber) =>
        Times.Contains(name) ? (isNumber ? Seconds() : Date()).IsMatch(value)
        : Amounts.Contains(name) || name.StartsWith("amount", StringComparison.OrdinalIgnoreCase) ? isNumber ? value.Length <= 20 : Amount().IsMatch(value)
        : !isNumber && !IsPhone(value) && (
            Codes.Contains(name) ? Code().IsMatch(value)
            : Labels.Contains(name) ? Label().IsMatch(value) && !PhoneWithin().IsMatch(value)
            : name == "api_version" ? Version().IsMatch(value)
            : name == "account" ? value.StartsWith("acct_", StringComparison.Ordinal) && Id().IsMatch(value)
            : IsReference(name) && Id().IsMatch(value));

    private static bool IsReference(string name) =>
        References.Contains(name)
        || ((name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith("Id", StringComparison.Ordinal))
            && !PersonalIds.Any(personal => name.Contains(personal, StringComparison.OrdinalIgnoreCase)));

    // Names are the source's or an admin's, but nothing keeps a form from using what was typed into it.
    private static bool IsPlainName(string name) => name.Length <= 100 && !name.Contains('@') && !IsPhone(name) && !name.Any(char.IsControl);

    private static bool IsPhone(string text) => Phone().IsMatch(text) && text.Count(char.IsAsciiDigit) >= 7;

    [GeneratedRegex(@"^[A-Za-z0-9_:.\-]{1,100}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.:\-]{0,99}\z")]
    private static partial Regex Code();

    [GeneratedRegex(@"^[\p{L}\p{N} _:.&/()\-]{1,60}\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(\.[a-z]{1,20})?\z")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ][0-9:.]{4,20}(Z|[+-]\d{2}:?\d{2})?)?\z")]
    private static partial Regex Date();

    [GeneratedRegex(@"^\d{9,13}\z")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"^-?\d{1,6}(\.\d{1,4})?\z")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^[0-9 ()+./\-]+\z")]
    private static partial Regex Phone();

    [GeneratedRegex(@"(\d[ ()+./\-]*){7}")]
    private static partial Regex PhoneWithin();
}
