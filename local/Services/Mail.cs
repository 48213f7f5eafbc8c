namespace Plumbline.Local.Services;

/// <summary>One e-mail as it was sent.</summary>
public sealed record Mail(
    string Id, DateTimeOffset ReceivedAt, MailAddress From, IReadOnlyList<MailAddress> To, string Subject,
    IReadOnlyDictionary<string, string> Headers, string? Html, string? Text);
