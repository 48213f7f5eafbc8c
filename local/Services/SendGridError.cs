namespace Plumbline.Local.Services;

public sealed record SendGridError(string Message, string? Field);
