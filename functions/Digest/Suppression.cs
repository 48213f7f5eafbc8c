namespace Plumbline.Digest;

/// <summary>A recipient who is sent no digest.</summary>
/// <param name="Recipient">SHA-256 of the address in small letters, in hexadecimal: by it, too, the suppression is lifted.</param>
/// <param name="SuppressedBy">Who did it: the recipient, by the link in the e-mail.</param>
public sealed record Suppression(string Email, string Recipient, DateTimeOffset SuppressedAt, string SuppressedBy);
