namespace Plumbline.Digest;

public sealed record Recipient(string Email, string? Name);
