using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumbline.Quarantines;

/// <summary>
/// Shows how a body is made without what it says of anybody: every value is masked, except what <see cref="BodyValues"/> knows
/// for an id, a code, an amount or a time. Of what people and admins fill in nothing is shown at all.
/// </summary>
internal static class BodyMask
{
    private const int Deepest = 32;
    private const int MostItems = 50;
    private const int MostMembers = 200;

    // Of these the members' names are an admin's or a customer's too.
    private static readonly HashSet<string> Free = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata", "customData", "customFields", "customField", "custom_fields", "custom_field", "triggerData",
    };

    private static readonly HashSet<string> Personal = new(StringComparer.OrdinalIgnoreCase)
    {
        "contact", "contactDetails", "contactSnapshot", "attributionSource", "lastAttributionSource", "attribution", "user", "users", "owner", "customer",
        "billing_details", "customer_details", "customer_address", "customer_shipping", "shipping", "shipping_details", "address", "evidence",
        "payment_method", "payment_method_details", "payment_method_data", "card", "bank_account", "individual", "person", "company", "source",
        "receipt", "attachments", "tags", "notes",
    };

    private enum Place
    {
        Root,
        Inside,
        Personal,
        Free,
    }

    /// <returns>Null when the bytes are no JSON.</returns>
    public static JsonNode? Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Mask("", document.RootElement, Place.Root, 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Mask(string name, JsonElement value, Place place, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object when depth >= Deepest => "object, too deep to show",
        JsonValueKind.Array when depth >= Deepest => "list, too deep to show",
        JsonValueKind.Object => MaskMembers(value, Within(name, place, depth), depth + 1),
        JsonValueKind.Array => MaskItems(name, value, place, depth + 1),
        JsonValueKind.String => MaskText(name, value, place),
        JsonValueKind.Number => IsOpen(place) && BodyValues.IsShownNumber(name, value) ? JsonNode.Parse(value.GetRawText()) : "number",
        JsonValueKind.True or JsonValueKind.False => IsOpen(place) && name is "livemode" ? value.GetBoolean() : "true or false",
        _ => null,
    };

    private static Place Within(string name, Place place, int depth) =>
        place == Place.Free || Free.Contains(name) ? Place.Free
        : place == Place.Personal || Personal.Contains(name) ? Place.Personal
        : depth == 0 ? Place.Root
        : Place.Inside;

    private static bool IsOpen(Place place) => place is Place.Root or Place.Inside;

    private static JsonObject MaskMembers(JsonElement value, Place place, int depth)
    {
        var masked = new JsonObject();
        var copies = new Dictionary<string, int>();
        foreach (var (index, member) in value.EnumerateObject().Take(MostMembers).Index())
        {
            var name = NameOf(member);
            masked[ShownName(name, place, index, copies)] = Mask(name, member.Value, place, depth);
        }

        if (value.GetPropertyCount() - MostMembers is > 0 and var more)
        {
            masked[string.Create(CultureInfo.InvariantCulture, $"and {more} more")] = "members";
        }

        return masked;
    }

    // No name that is shown as it is has a blank, so none is taken.
    private static string ShownName(string name, Place place, int index, Dictionary<string, int> copies)
    {
        if (place == Place.Free || !BodyValues.IsName(name))
        {
            return string.Create(CultureInfo.InvariantCulture, $"member {index + 1}");
        }

        var copy = copies[name] = copies.GetValueOrDefault(name) + 1;
        return copy == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({copy})");
    }

    private static JsonArray MaskItems(string name, JsonElement value, Place place, int depth)
    {
        var masked = new JsonArray([.. value.EnumerateArray().Take(MostItems).Select(item => Mask(name, item, place, depth))]);
        if (value.GetArrayLength() - MostItems is > 0 and var more)
        {
            masked.Add(string.Create(CultureInfo.InvariantCulture, $"and {more} more"));
        }

        return masked;
    }

    private static string MaskText(string name, JsonElement value, Place place)
    {
        try
        {
            var text = value.GetString()!;
            return IsOpen(place) && BodyValues.IsShownText(name, text, atRoot: place == Place.Root)
                ? text : string.Create(CultureInfo.InvariantCulture, $"text of {text.Length} characters");
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
}
