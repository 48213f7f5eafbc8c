using System.Net.Mail;

namespace Plumbline.Manage;

internal static class EmailAddress
{
    /// <summary>Whether it is an address and nothing besides: no name, no second one, no space.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: <= 254 }
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text
        && text.Count(letter => letter == '@') == 1
        && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));
}
