using System.Security.Cryptography;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>The signature of a delivery by the app itself: over the raw body, with HighLevel's key.</summary>
public static class GoHighLevelSignature
{
    /// <summary>Ed25519.</summary>
    public const string Header = "X-GHL-Signature";

    /// <summary>RSA with SHA-256, PKCS#1 v1.5; withdrawn by HighLevel in 2026.</summary>
    public const string RsaHeader = "X-WH-Signature";

    /// <summary>HighLevel writes N/A where it does not sign.</summary>
    public static bool IsGiven(string? header) => !string.IsNullOrWhiteSpace(header) && !header.Equals("N/A", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a delivery is not believed; null when it is.</summary>
    /// <param name="header">The <c>X-GHL-Signature</c> header.</param>
    /// <param name="body">The raw bytes, before any parsing.</param>
    /// <param name="keys">Every Ed25519 key in force: more than one while it is being rolled.</param>
    public static string? Reject(string? header, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> keys)
    {
        if (!IsGiven(header))
        {
            return $"The {Header} header is missing.";
        }

        var signature = new byte[Ed25519.SignatureLength];
        if (!IsBase64(header!, signature))
        {
            return $"The {Header} header is malformed.";
        }

        foreach (var key in keys)
        {
            if (Ed25519.Verify(key, body, signature))
            {
                return null;
            }
        }

        return $"The {Header} does not match the body.";
    }

    /// <inheritdoc cref="Reject"/>
    /// <param name="header">The <c>X-WH-Signature</c> header.</param>
    /// <param name="key">A SubjectPublicKeyInfo.</param>
    public static string? RejectRsa(string? header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> key)
    {
        if (!IsGiven(header))
        {
            return $"The {RsaHeader} header is missing.";
        }

        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(key, out _);
        var signature = new byte[rsa.KeySize / 8];
        if (!IsBase64(header!, signature))
        {
            return $"The {RsaHeader} header is malformed.";
        }

        return rsa.VerifyData(body, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ? null
            : $"The {RsaHeader} does not match the body.";
    }

    // The one text that stands for these bytes: without white space, and without stray bits before the padding.
    private static bool IsBase64(string text, byte[] bytes) =>
        text.Length == (bytes.Length + 2) / 3 * 4 && Convert.TryFromBase64String(text, bytes, out var length) && length == bytes.Length && Convert.ToBase64String(bytes) == text;
}
