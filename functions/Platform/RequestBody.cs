using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Plumbline.Platform;

public static class RequestBody
{
    /// <summary>The largest body any endpoint accepts, in bytes.</summary>
    public const int Limit = 1024 * 1024;

    internal static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads the raw bytes, and stops at the limit whatever Content-Length says or leaves out.</summary>
    /// <returns>The bytes, or null when there are more than <see cref="Limit"/>.</returns>
    public static async Task<byte[]?> ReadBodyAsync(this HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > Limit)
        {
            return null;
        }

        using var buffer = new MemoryStream((int)(request.ContentLength ?? 4096));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancel)) > 0)
        {
            if (buffer.Length + read > Limit)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a JSON document of our own API: unknown and missing members are refused by name.</summary>
    /// <param name="whenEmpty">What a request without a body asks for; null where a body is needed.</param>
    /// <returns>The value, or the problem to answer with.</returns>
    public static async Task<(T? Value, IActionResult? Problem)> ReadJsonAsync<T>(
        this HttpRequest request, CancellationToken cancel, T? whenEmpty = null) where T : class
    {
        if (await request.ReadBodyAsync(cancel) is not { } body)
        {
            return (null, Platform.Problem.TooLarge(Limit));
        }

        if (body.Length == 0 && whenEmpty is not null)
        {
            return (whenEmpty, null);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(body, Strict) is { } value
                ? (value, null)
                : (null, Platform.Problem.Invalid("The body is null; send a JSON object."));
        }
        catch (JsonException e)
        {
            return (null, Platform.Problem.Invalid(Explain(e)));
        }
    }

    // The serializer's own message may quote the value, which may be personal: only its path and kind are told.
    private static string Explain(JsonException e) => e switch
    {
        { Message: var m } when m.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => $"Unknown member at {e.Path}.",
        { Message: var m } when m.Contains("missing required properties", StringComparison.Ordinal) =>
            "Required members are missing:" + m[(m.LastIndexOf(':') + 1)..],
        { Message: var m } when m.StartsWith("Duplicate property", StringComparison.Ordinal) => $"A member comes twice at {e.Path}.",
        { Path: { Length: > 1 } path } => $"The value at {path} is not of the expected type.",
        { Path: "$", InnerException: null } => "The body must be a JSON object.",
        _ => $"The body is not valid JSON (line {e.LineNumber + 1}).",
    };
}
