using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>
/// Links in e-mails: an HMAC over purpose, tenant, month, recipient, expiry and key id, good for 90 days. The recipient is
/// in it as a hash, so that no address stands in a URL.
/// </summary>
public sealed class LinkSigner(Secrets secrets, TimeProvider time)
{
    public const string MonthPage = "month-page";

    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <returns>The query string that opens the page.</returns>
    public async Task<string> SignAsync(string purpose, string tenant, Month month, string recipient, CancellationToken cancel)
    {
        if (await KeysAsync(cancel) is not [var (keyId, key), ..])
        {
            throw new InvalidOperationException("The secret link-signing does not exist, or is not 'id:base64[,id:base64]' with keys of 32 bytes.");
        }

        var expires = (time.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var reader = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipient.ToLowerInvariant())))[..16];
        return $"to={reader}&expires={expires}&key={keyId}&signature={Sign(key, purpose, tenant, month, reader, expires, keyId)}";
    }

    public async Task<bool> IsValidAsync(string purpose, string tenant, Month month, IQueryCollection query, CancellationToken cancel)
    {
        string reader = query["to"].ToString(), expires = query["expires"].ToString(), keyId = query["key"].ToString();
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until) || until < time.GetUtcNow().ToUnixTimeSeconds())
        {
            return false;
        }

        // Compared as text: more than one text decodes to the same bytes.
        var given = Encoding.UTF8.GetBytes(query["signature"].ToString());
        return (await KeysAsync(cancel)).Any(known => known.Id == keyId
            && CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Sign(known.Key, purpose, tenant, month, reader, expires, keyId))));
    }

    // No field can hold a line feed and still match, so the fields cannot run into each other.
    private static string Sign(byte[] key, string purpose, string tenant, Month month, string reader, string expires, string keyId) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', purpose, tenant, month, reader, expires, keyId))));

    private async Task<List<(string Id, byte[] Key)>> KeysAsync(CancellationToken cancel)
    {
        var keys = new List<(string, byte[])>();
        foreach (var entry in await secrets.FindAllAsync("link-signing", cancel))
        {
            var key = new byte[32];
            if (entry.Split(':', 2) is [{ Length: > 0 } id, var text] && Convert.TryFromBase64String(text, key, out var length) && length == key.Length)
            {
                keys.Add((id, key));
            }
        }

        return keys;
    }
}
