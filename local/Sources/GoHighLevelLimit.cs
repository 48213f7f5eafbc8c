using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Plumbline.Local.Sources;

/// <summary>Counts requests by the location, and says in headers how many are left, as GoHighLevel does.</summary>
internal sealed class GoHighLevelLimit(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (DateTimeOffset From, int Taken)> counts = new();

    /// <returns>False when it was one too many.</returns>
    public bool Take(HttpContext context, string locationId, int most)
    {
        var now = time.GetUtcNow();
        var count = counts.AddOrUpdate(locationId, _ => (now, 1), (_, had) => now - had.From < Interval ? (had.From, had.Taken + 1) : (now, 1));
        var headers = context.Response.Headers;
        headers["X-RateLimit-Max"] = most.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Math.Max(0, most - count.Taken).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Interval-Milliseconds"] = Interval.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Limit-Daily"] = "200000";
        return count.Taken <= most;
    }
}
