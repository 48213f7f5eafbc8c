namespace Plumbline.Webhooks.Events;

/// <summary>The rules for text of our own: not blank, not too long, without control characters.</summary>
internal static class EventText
{
    /// <returns>What it must be, in words that follow its name; null where it is.</returns>
    public static string? Fault(string text, int longest) =>
        string.IsNullOrWhiteSpace(text) || text.Length > longest || text.Any(char.IsControl)
            ? $"must be text of 1 to {longest} characters, without control characters"
            : null;

    public static string Required(string? text, string pointer, int longest) =>
        text is null ? throw new RejectedEventException(pointer, $"{NameOf(pointer)} is missing.")
        : Fault(text, longest) is { } fault ? throw new RejectedEventException(pointer, $"{NameOf(pointer)} {fault}.")
        : text;

    /// <returns>Null for empty text too: senders write it for what they do not know.</returns>
    public static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <returns>The last member's name; of a list's item, the list's with its place, such as shares[2].</returns>
    public static string NameOf(string pointer)
    {
        var at = pointer.LastIndexOf('/');
        var name = pointer[(at + 1)..];
        return at > 0 && name.Length > 0 && name.All(char.IsAsciiDigit) ? $"{NameOf(pointer[..at])}[{name}]" : name;
    }
}
