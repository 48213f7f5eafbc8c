using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Local.Demo;

/// <summary>Signs a body as Stripe does.</summary>
internal static class StripeSigner
{
    public static string Header(string secret, DateTimeOffset now, string body)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"));
        return $"t={timestamp},v1={Convert.ToHexStringLower(signature)}";
    }
}
