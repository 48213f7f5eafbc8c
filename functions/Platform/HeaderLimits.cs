using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Plumbline.Platform;

/// <summary>How long headers may be that a function reads. Signatures and tokens have limits of their own.</summary>
public static class HeaderLimits
{
    /// <summary>In characters, of all the lines of a header together.</summary>
    public const int Longest = 4096;

    private static readonly string[] Names = ["Accept", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"];

    /// <returns>Null, or the answer to a request with a header that is too long.</returns>
    public static JsonResponse? RefuseLongHeaders(this HttpRequest request) =>
        Array.Find(Names, name => request.Headers.TryGetValue(name, out var lines) && lines.Sum(line => line?.Length ?? 0) > Longest) is { } tooLong
            ? Problem.Invalid(string.Create(CultureInfo.InvariantCulture, $"The header {tooLong} has more than {Longest} characters."))
            : null;
}
