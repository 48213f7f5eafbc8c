namespace Plumbline.Webhooks.Events;

/// <summary>The rules for text of our own: not blank, not too long, without control characters.</summary>
internal static class EventText
{
    public static string Required(string? text, string pointer, int longest) =>
        text is null ? throw new RejectedEventException(pointer, $"{NameOf(pointer)} is missing.")
        : string.IsNullOrWhiteSpace(text) || text.Length > longest || text.Any(char.IsControl)
            ? throw new RejectedEventException(pointer, $"{NameOf(pointer)} must be text of 1 to {longest} characters, without control characters.")
        : text;

    /// <returns>Null for empty text too: senders write it for what they do not know.</returns>
    public static string? Optional(string? text, string pointer, int longest) => string.IsNullOrEmpty(text) ? null : Required(text, pointer, longest);

    public static string NameOf(string pointer) => pointer[(pointer.LastIndexOf('/') + 1)..];
}
