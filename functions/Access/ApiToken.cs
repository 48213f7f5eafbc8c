using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Access;

/// <summary>
/// A bearer token, <c>plb_{tenant}_{256 random bits}</c>. It names its tenant so that one used elsewhere is refused
/// without a lookup; only its SHA-256 is kept.
/// </summary>
public sealed record ApiToken(string TenantSlug, string Text)
{
    private const string Prefix = "plb_";

    public byte[] Sha256 => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    public static ApiToken Create(string tenantSlug) =>
        new(tenantSlug, $"{Prefix}{tenantSlug}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}");

    public static ApiToken? Parse(string? authorization)
    {
        const string scheme = "Bearer ";
        if (authorization is not { Length: > 7 and < 300 } || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = authorization[scheme.Length..].Trim();
        var end = text.IndexOf('_', Math.Min(Prefix.Length, text.Length));
        return text.StartsWith(Prefix, StringComparison.Ordinal) && end > Prefix.Length && text.Length == end + 1 + 43
            ? new ApiToken(text[Prefix.Length..end], text)
            : null;
    }
}
