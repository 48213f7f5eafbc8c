using System.Text.Json;

namespace Plumbline.Local.Services;

/// <summary>Reads SendGrid's v3 mail/send body into one mail per personalization, or the errors SendGrid would list.</summary>
internal static class SendGridMail
{
    public static (IReadOnlyList<Mail> Mails, IReadOnlyList<SendGridError> Errors) Read(JsonElement body, Func<string> newId, DateTimeOffset now)
    {
        if (body.ValueKind != JsonValueKind.Object) return ([], [new("Bad Request", null)]);
        var errors = new List<SendGridError>();

        var from = Address(Property(body, "from"), "from", errors);
        var content = Contents(body, errors);
        var mails = new List<Mail>();
        var index = 0;
        foreach (var personalization in Items(body, "personalizations"))
        {
            var field = $"personalizations.{index++}";
            var to = Items(personalization, "to").Select((item, i) => Address(item, $"{field}.to.{i}", errors)).OfType<MailAddress>().ToList();
            if (to.Count == 0) errors.Add(new("The to array is required for all personalization objects, and must have at least one email object with a valid email address.", $"{field}.to"));
            var subject = Text(personalization, "subject") ?? Text(body, "subject");
            if (string.IsNullOrEmpty(subject)) errors.Add(new("The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.", "subject"));
            if (from is not null) mails.Add(new Mail(newId(), now, from, to, subject ?? "", Headers(body, personalization), content.GetValueOrDefault("text/html"), content.GetValueOrDefault("text/plain")));
        }

        if (index == 0) errors.Add(new("The personalizations field is required and must have at least one personalization.", "personalizations"));
        return errors.Count == 0 ? (mails, []) : ([], errors);
    }

    private static Dictionary<string, string> Contents(JsonElement body, List<SendGridError> errors)
    {
        var contents = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var index = 0;
        foreach (var item in Items(body, "content"))
        {
            var field = $"content.{index++}";
            var type = Text(item, "type");
            var value = Text(item, "value");
            if (string.IsNullOrEmpty(type)) errors.Add(new("The content type is required.", $"{field}.type"));
            else if (string.IsNullOrEmpty(value)) errors.Add(new("The content value must be a string at least one character in length.", $"{field}.value"));
            else if (type == "text/plain" && index > 1) errors.Add(new("If present, text/plain must be the first content, followed by text/html.", field));
            else contents[type] = value;
        }

        if (index == 0) errors.Add(new("Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block.", "content"));
        return contents;
    }

    private static MailAddress? Address(JsonElement? element, string field, List<SendGridError> errors)
    {
        var email = element is { ValueKind: JsonValueKind.Object } found ? Text(found, "email") : null;
        if (email is not null && email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < email.Length - 1 && !email.Any(char.IsWhiteSpace))
            return new MailAddress(email, Text(element!.Value, "name"));
        errors.Add(email is null
            ? new("The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.", $"{field}.email")
            : new("Does not contain a valid address.", $"{field}.email"));
        return null;
    }

    private static Dictionary<string, string> Headers(params JsonElement[] sources)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
            if (Property(source, "headers") is { ValueKind: JsonValueKind.Object } found)
                foreach (var header in found.EnumerateObject())
                    headers[header.Name] = header.Value.ToString();
        return headers;
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : null;

    private static JsonElement[] Items(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    private static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;
}
