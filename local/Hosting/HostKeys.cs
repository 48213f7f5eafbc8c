using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Local.Hosting;

/// <summary>The function key and the master key; the master key opens everything.</summary>
internal sealed record HostKeys(string Function, string Master)
{
    public bool Allow(AuthorizationLevel level, HttpRequest request)
    {
        if (level == AuthorizationLevel.Anonymous) return true;
        var given = request.Headers["x-functions-key"].ToString();
        if (given.Length == 0) given = request.Query["code"].ToString();
        var isMaster = Same(given, Master);
        return isMaster || (level == AuthorizationLevel.Function && Same(given, Function));
    }

    // Hashing first makes the lengths equal, so that the comparison takes the same time for any guess.
    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
