namespace Plumbline.Local.Services;

/// <summary><paramref name="RetryAfter"/> is in seconds.</summary>
public sealed record MailboxAnswer(int Status, string? MessageId = null, int? RetryAfter = null, IReadOnlyList<SendGridError>? Errors = null);
