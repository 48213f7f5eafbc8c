using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>
/// Links in e-mails: an HMAC over purpose, tenant, month, recipient, expiry and key id, good for 90 days, and to unsubscribe
/// for 400. The recipient is in it as the beginning of a hash, so that no address stands in a URL.
/// </summary>
public sealed class LinkSigner(Secrets secrets, TimeProvider time)
{
    public const string MonthPage = "month-page";

    /// <summary>The conversion report of one month.</summary>
    public const string FunnelPage = "funnel-page";

    /// <summary>Taking the recipient off the list.</summary>
    public const string Unsubscribe = "unsubscribe";

    private const int ReaderLength = 16;

    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    // Old e-mails are found again, and must not keep sending.
    private static readonly TimeSpan UnsubscribeLife = TimeSpan.FromDays(400);
    private static readonly TimeSpan BriefLife = TimeSpan.FromHours(1);

    /// <returns>The query string that opens the page.</returns>
    public Task<string> SignAsync(string purpose, string tenant, Month month, string recipient, CancellationToken cancel) =>
        SignAsync(purpose, tenant, month, recipient, purpose == Unsubscribe ? UnsubscribeLife : Life, cancel);

    /// <summary>For the browser of somebody who holds a token: a link that does not long outlive it.</summary>
    /// <returns>The query string that opens the page; null while there is no key to sign with.</returns>
    public async Task<string?> TrySignBrieflyAsync(string purpose, string tenant, Month month, string recipient, CancellationToken cancel) =>
        await KeysAsync(cancel) is [] ? null : await SignAsync(purpose, tenant, month, recipient, BriefLife, cancel);

    /// <summary>A further page for whoever holds a valid link, for as long as that one lasts and no longer.</summary>
    /// <param name="link">The query of the link, which must have been found valid.</param>
    /// <returns>The query string that opens the page.</returns>
    public Task<string> ContinueAsync(string purpose, string tenant, Month month, IQueryCollection link, CancellationToken cancel) =>
        SignAsync(purpose, tenant, month, link["to"].ToString(), link["expires"].ToString(), cancel);

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

    private Task<string> SignAsync(string purpose, string tenant, Month month, string recipient, TimeSpan life, CancellationToken cancel)
    {
        var expires = (time.GetUtcNow() + life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return SignAsync(purpose, tenant, month, RecipientHash.Of(recipient)[..ReaderLength], expires, cancel);
    }

    private async Task<string> SignAsync(string purpose, string tenant, Month month, string reader, string expires, CancellationToken cancel) =>
        await KeysAsync(cancel) is [var (keyId, key), ..]
            ? $"to={reader}&expires={expires}&key={keyId}&signature={Sign(key, purpose, tenant, month, reader, expires, keyId)}"
            : throw new InvalidOperationException("The secret link-signing does not exist, or is not 'id:base64[,id:base64]' with keys of 32 bytes.");

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
