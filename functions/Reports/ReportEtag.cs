using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace Plumbline.Reports;

/// <summary>
/// Names an answer by what it was made from: the point of the ledger, the date it depends on, and the request and build that made it.
/// Weak, since the same figures are told with another point of the ledger each time.
/// </summary>
/// <param name="Day">The tenant's date; null when the answer no longer changes with it.</param>
/// <param name="Hash">Of the request and the build.</param>
public sealed partial record ReportEtag(LedgerPosition AsOf, DateOnly? Day, string Hash)
{
    private const string Settled = "settled";

    // Each may cost a look at the ledger.
    private const int Most = 16;

    private static readonly string App = typeof(ReportEtag).Module.ModuleVersionId.ToString("n");

    /// <param name="parts">Everything the answer depends on besides the ledger and the date.</param>
    public static string HashOf(params IEnumerable<string> parts)
    {
        // Length before each, so that no two lists read the same.
        var text = string.Concat(parts.Prepend(App).Select(part => $"{part.Length.ToString(CultureInfo.InvariantCulture)}:{part}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
    }

    /// <summary>The first ones of our making in an If-None-Match; others are passed over.</summary>
    public static IReadOnlyList<ReportEtag> ReadAll(string? ifNoneMatch) =>
        EntityTagHeaderValue.TryParseList([ifNoneMatch ?? ""], out var tags)
            ? [.. tags.Select(tag => Read(tag.Tag.ToString())).OfType<ReportEtag>().Take(Most)]
            : [];

    /// <summary>Whether an If-None-Match is <c>*</c>: any answer will do.</summary>
    public static bool IsAny(string? ifNoneMatch) => ifNoneMatch?.Trim() == "*";

    public override string ToString() => $"W/\"v1.{AsOf}.{(Day is { } day ? ReportQuery.Write(day) : Settled)}.{Hash}\"";

    private static ReportEtag? Read(string tag)
    {
        if (Ours().Match(tag) is not { Success: true, Groups: var groups } || !LedgerPosition.TryParse(groups["asOf"].Value, out var asOf))
        {
            return null;
        }

        var day = groups["day"].Value;
        return day == Settled ? new ReportEtag(asOf!, null, groups["hash"].Value)
            : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? new ReportEtag(asOf!, date, groups["hash"].Value)
            : null;
    }

    [GeneratedRegex(@"^""v1\.(?<asOf>[0-9:,]+)\.(?<day>[0-9a-z-]+)\.(?<hash>[0-9a-f]{24})""\z", RegexOptions.CultureInvariant)]
    private static partial Regex Ours();
}
