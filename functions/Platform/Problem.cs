using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Plumbline.Platform;

/// <summary>RFC 9457 problem details. The type is a stable URN, the detail a sentence that says what to do.</summary>
public static class Problem
{
    public static JsonResponse Of(int status, string type, string title, string? detail = null) =>
        new(new ProblemDetails { Status = status, Type = $"urn:plumbline:problem:{type}", Title = title, Detail = detail }, status, "application/problem+json");

    public static JsonResponse Invalid(string detail) => Of(400, "invalid-request", "The request is not valid", detail);

    public static JsonResponse InvalidMonth(string month) =>
        Of(400, "invalid-month", "The month is not valid", $"'{Clip(month)}' is not a month. Write it as yyyy-MM, such as 2026-01.");

    public static JsonResponse UnknownTenant() => Of(404, "unknown-tenant", "There is no such tenant");

    public static JsonResponse NotFound(string detail) => Of(404, "not-found", "There is no such thing", detail);

    public static JsonResponse Unverifiable(string reason) =>
        Of(400, "unverifiable", "The delivery could not be verified", reason);

    public static JsonResponse TooLarge(int limit) =>
        Of(413, "too-large", "The body is too large", string.Create(CultureInfo.InvariantCulture, $"At most {limit} bytes are accepted."));

    public static JsonResponse Unauthorized()
    {
        var problem = Of(401, "unauthorized", "A valid bearer token is required", "Send it as 'Authorization: Bearer …'.");
        problem.Headers["WWW-Authenticate"] = "Bearer";
        return problem;
    }

    public static JsonResponse Forbidden(string detail) => Of(403, "forbidden", "This token does not allow it", detail);

    public static JsonResponse InvalidLink() =>
        Of(403, "invalid-link", "The link is not valid", "It is incomplete, was changed, or is too old: open it as it stands in the latest e-mail.");

    public static JsonResponse Conflict(string type, string title, string detail) => Of(409, type, title, detail);

    /// <summary>The source is expected to send it again.</summary>
    public static JsonResponse NotStored(string detail) => Of(500, "not-stored", "The delivery was not stored", detail);

    /// <summary>As <see cref="NotStored"/>, for a source that sends again on nothing but a 429.</summary>
    public static JsonResponse RetryLater(string detail, int seconds = 60) =>
        WithRetryAfter(Of(429, "not-stored", "The delivery was not stored", detail), seconds);

    public static JsonResponse TooMany(int seconds) => WithRetryAfter(
        Of(429, "rate-limited", "The tenant sends too many requests", "Nothing was done; send it again after the seconds in Retry-After."), seconds);

    internal static string Clip(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static JsonResponse WithRetryAfter(JsonResponse problem, int seconds)
    {
        problem.Headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        return problem;
    }
}
