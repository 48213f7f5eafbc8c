using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>The secret a workflow's webhook action carries in a header: workflows sign nothing.</summary>
public static class WorkflowSecret
{
    public const string Header = "X-Webhook-Secret";

    private const int Longest = 4096;
    private const string Scheme = "Bearer ";
    private const string InQuery = $"A secret in the URL ends up in logs and is not accepted: send it in the header Authorization: Bearer or {Header}, and take it out of the URL.";

    private static readonly string[] QueryNames = ["code", "auth", "authorization", "bearer", "credential", "credentials", "signature"];
    private static readonly string[] QueryFragments = ["secret", "token", "password"];

    /// <summary>Whether a secret, right or wrong, is in a header or seems to be in the query.</summary>
    public static bool IsGiven(HttpRequest request) => Given(request).Count > 0 || IsInQuery(request);

    /// <summary>Whether a query parameter is named as a secret would be.</summary>
    public static bool IsInQuery(HttpRequest request) => request.Query.Keys.Any(NamesSecret);

    /// <summary>Why a delivery is not believed; null when it is.</summary>
    /// <param name="secrets">Every secret in force: more than one while it is being rolled.</param>
    public static string? Reject(HttpRequest request, IReadOnlyList<string> secrets)
    {
        // Even the right one: it has to be changed, and its sender must hear of it.
        if (IsInQuery(request) || request.Query.SelectMany(parameter => parameter.Value).OfType<string>().Any(value => Matches(value, secrets)))
        {
            return InQuery;
        }

        var given = Given(request);
        return given.Count == 0 ? $"The secret is missing: send it in the header Authorization: Bearer or {Header}."
            : given.Exists(secret => secret.Length > Longest) ? "The secret is too long."
            : given.Any(secret => Matches(secret, secrets)) ? null
            : "The secret is not this tenant's.";
    }

    private static List<string> Given(HttpRequest request)
    {
        var given = new List<string>(2);
        if (request.Headers.Authorization.ToString() is var bearer && bearer.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            given.Add(bearer[Scheme.Length..].Trim());
        }

        if (request.Headers[Header].ToString() is { Length: > 0 } header)
        {
            given.Add(header.Trim());
        }

        return given;
    }

    // Hashed first, so that neither content nor length shows in the time it takes.
    private static bool Matches(string given, IReadOnlyList<string> secrets)
    {
        var hash = Hash(given);
        var matches = false;
        foreach (var secret in secrets)
        {
            matches |= CryptographicOperations.FixedTimeEquals(hash, Hash(secret));
        }

        return matches;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static bool NamesSecret(string name)
    {
        var plain = string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return plain.EndsWith("key", StringComparison.Ordinal)
            || QueryNames.Contains(plain)
            || QueryFragments.Any(fragment => plain.Contains(fragment, StringComparison.Ordinal));
    }
}
