using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Digest;

/// <summary>What stands for an address where the address itself must not: SHA-256 of it in small letters, in hexadecimal.</summary>
internal static class RecipientHash
{
    public const int Length = 64;

    public static string Of(string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant())));

    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
