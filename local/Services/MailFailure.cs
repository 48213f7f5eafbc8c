namespace Plumbline.Local.Services;

/// <summary>Makes the next <paramref name="Count"/> sends fail; <paramref name="RetryAfter"/> is in seconds.</summary>
public sealed record MailFailure(int Status = 503, int Count = 1, int? RetryAfter = null);
