using System.Security.Cryptography;
using System.Text;
using Plumbline.Platform;

namespace Plumbline.Ledger;

/// <summary>
/// Keyed hashes of addresses and phone numbers: the same person is recognised across sources without anybody being readable.
/// The key (secret <c>contact-hash</c>) must stay the same for as long as the ledger lives.
/// </summary>
public sealed class ContactHash(byte[] key, Guid tenantId)
{
    public const string SecretName = "contact-hash";

    /// <returns>Null when the secret does not exist yet.</returns>
    public static async Task<ContactHash?> FindAsync(Secrets secrets, Guid tenantId, CancellationToken cancel) =>
        await secrets.FindAsync(SecretName, cancel) is { } key ? new ContactHash(Encoding.UTF8.GetBytes(key), tenantId) : null;

    /// <returns>Null when there is no address in it.</returns>
    public byte[]? OfEmail(string? email) =>
        email?.Trim().ToLowerInvariant() is { Length: > 2 } address && address.Contains('@') ? Hash("email", address) : null;

    /// <summary>Of the digits alone: the same number is written in many ways.</summary>
    /// <returns>Null when there is no number in it.</returns>
    public byte[]? OfPhone(string? phone) =>
        phone is not null && string.Concat(phone.Where(char.IsAsciiDigit)) is { Length: > 4 } digits ? Hash("phone", digits) : null;

    private byte[] Hash(string what, string value) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{tenantId:N}:{what}:{value}"));
}
