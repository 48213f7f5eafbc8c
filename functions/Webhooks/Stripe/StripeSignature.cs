using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Webhooks.Stripe;

/// <summary>Stripe's webhook signature, scheme v1: HMAC-SHA256 of <c>{t}.{body}</c> with the whole secret string as key.</summary>
public static class StripeSignature
{
    private const int LongestHeader = 4096;
    private const int MostSignatures = 8;
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    /// <summary>Why a delivery is not believed; null when it is.</summary>
    /// <param name="header">The <c>Stripe-Signature</c> header.</param>
    /// <param name="body">The raw bytes, before any parsing.</param>
    /// <param name="secrets">Every secret in force: more than one while it is being rolled.</param>
    /// <param name="now">Signatures more than 300 seconds from it, either way, are refused.</param>
    public static string? Reject(string? header, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header))
        {
            return "The Stripe-Signature header is missing.";
        }

        if (Parse(header) is not var (timestampText, timestamp, signatures))
        {
            return "The Stripe-Signature header is malformed.";
        }

        if (timestamp < (now - Tolerance).ToUnixTimeSeconds() || timestamp > (now + Tolerance).ToUnixTimeSeconds())
        {
            return "The signature's timestamp is too far from the current time.";
        }

        var message = SignedMessage(timestampText, body);
        var matched = false;
        foreach (var secret in secrets)
        {
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message);
            foreach (var signature in signatures)
            {
                matched |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return matched ? null : "No v1 signature matches the body.";
    }

    private static (string TimestampText, long Timestamp, List<byte[]> Signatures)? Parse(string header)
    {
        if (header.Length > LongestHeader)
        {
            return null;
        }

        (string Text, long Seconds)? timestamp = null;
        var signatures = new List<byte[]>();
        foreach (var part in header.Split(','))
        {
            if (part.Split('=', 2) is not [var scheme, var value])
            {
                return null;
            }

            switch (scheme)
            {
                case "t" when timestamp is null && IsDigits(value) && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds):
                    timestamp = (value, seconds);
                    break;
                case "t":
                    return null;
                case "v1" when signatures.Count < MostSignatures && TryDecode(value) is { } signature:
                    signatures.Add(signature);
                    break;
                case "v1":
                    return null;
            }
        }

        return timestamp is var (text, at) && signatures.Count > 0 ? (text, at, signatures) : null;
    }

    private static byte[] SignedMessage(string timestamp, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.ASCII.GetBytes($"{timestamp}.");
        var message = new byte[prefix.Length + body.Length];
        prefix.CopyTo(message, 0);
        body.CopyTo(message.AsSpan(prefix.Length));
        return message;
    }

    private static bool IsDigits(string text) => text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit);

    private static byte[]? TryDecode(string hex) => hex.Length == 64 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}
