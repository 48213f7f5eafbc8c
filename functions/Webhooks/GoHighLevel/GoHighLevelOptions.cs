using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace Plumbline.Webhooks.GoHighLevel;

public sealed class GoHighLevelOptions : IValidatableObject
{
    public const string Section = "GoHighLevel";

    private const int SmallestRsaKey = 2048;

    /// <summary>Ed25519 keys, each a SubjectPublicKeyInfo in Base64; comma-separated while HighLevel rolls its own.</summary>
    [Required]
    public string PublicKey { get; set; } = "MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=";

    /// <summary>Whether the older signature counts where the newer one is missing.</summary>
    public bool AcceptRsa { get; set; }

    /// <summary>Its key, a SubjectPublicKeyInfo in Base64.</summary>
    public string RsaPublicKey { get; set; } = "";

    /// <summary>Where its API is asked.</summary>
    [Required, Url]
    public string BaseUrl { get; set; } = "https://services.leadconnectorhq.com/";

    public IReadOnlyList<byte[]> ReadPublicKeys() =>
        [.. PublicKey.Split(',', StringSplitOptions.TrimEntries).Select(text => Ed25519.ReadPublicKey(text)
            ?? throw new InvalidOperationException("GoHighLevel:PublicKey is not valid."))];

    /// <returns>Null when only the newer signature counts.</returns>
    public byte[]? ReadRsaPublicKey() => AcceptRsa ? Convert.FromBase64String(RsaPublicKey) : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicKey.Split(',', StringSplitOptions.TrimEntries).Any(text => Ed25519.ReadPublicKey(text) is null))
        {
            yield return new ValidationResult(
                "GoHighLevel:PublicKey must be Ed25519 public keys, each the Base64 of a SubjectPublicKeyInfo, comma-separated.", [nameof(PublicKey)]);
        }

        if (RsaPublicKey.Length > 0 ? !IsRsaKey(RsaPublicKey) : AcceptRsa)
        {
            yield return new ValidationResult(
                $"GoHighLevel:RsaPublicKey must be an RSA public key of {SmallestRsaKey} bits or more, the Base64 of a SubjectPublicKeyInfo.", [nameof(RsaPublicKey)]);
        }
    }

    private static bool IsRsaKey(string text)
    {
        try
        {
            using var rsa = RSA.Create();
            var key = Convert.FromBase64String(text);
            rsa.ImportSubjectPublicKeyInfo(key, out var read);
            return read == key.Length && rsa.KeySize >= SmallestRsaKey;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
