using System.Globalization;
using Microsoft.AspNetCore.Http;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reports;

/// <summary>Reads a report's query string. Whatever it does not know it refuses by name, so that a mistyped tag never passes for an unfiltered number.</summary>
public static class ReportQueryReader
{
    private const int LongestPeriod = 3660;
    internal const int LongestValue = 500;

    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2101, 1, 1);
    private static readonly string[] Common = ["from", "to", "month", "asOf", "format"];

    /// <param name="timeZone">The tenant's: without a period, the month it has there is meant.</param>
    /// <param name="own">Parameters of this report alone; reading their values is left to it.</param>
    /// <returns>The query, or a sentence that names the fault.</returns>
    public static (ReportQuery? Query, string? Fault) Read(IQueryCollection query, string timeZone, DateTimeOffset now, params IReadOnlyCollection<string> own)
    {
        foreach (var (name, values) in query)
        {
            if (!Common.Contains(name) && !own.Contains(name) && !ReportTags.All.Contains(name))
            {
                return (null, $"Unknown tag or parameter '{Problem.Clip(name)}'; known are {string.Join(", ", [.. Common, .. own, .. ReportTags.All])}.");
            }

            if (values.Count != 1)
            {
                return (null, $"{name} is given {values.Count} times; give it once.");
            }

            if (values[0] is not { Length: > 0 } value)
            {
                return (null, $"{name} is empty; leave it out or give it a value.");
            }

            if (ReportTags.All.Contains(name) && (value.Length > LongestValue || value.Contains('\0')))
            {
                return (null, $"{name} is '{Problem.Clip(value.Replace('\0', '?'))}'; a tag has at most {LongestValue} characters, and no NUL.");
            }
        }

        LedgerPosition? asOf = null;
        if ((string?)query["asOf"] is { } position && !LedgerPosition.TryParse(position, out asOf))
        {
            return (null, $"asOf is '{Problem.Clip(position)}'; give it as an earlier answer told it, such as 1:1200:1203:1201.");
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime);
        var (from, to, fault) = ReadPeriod(query, today);
        fault ??= from > today ? $"The period begins on {ReportQuery.Write(from)}, and today is {ReportQuery.Write(today)} in {timeZone}: nothing can be told of it yet." : null;
        return fault is not null
            ? (null, fault)
            : (new ReportQuery { From = from, To = to, Filter = Pick(query, ReportTags.All), Own = Pick(query, own), AsOf = asOf, Now = now, Format = query["format"] }, null);
    }

    private static (DateOnly From, DateOnly To, string? Fault) ReadPeriod(IQueryCollection query, DateOnly today)
    {
        var (from, to, month) = ((string?)query["from"], (string?)query["to"], (string?)query["month"]);
        if (month is not null)
        {
            return from is not null || to is not null ? Refuse("month stands alone: leave out from and to, or month.")
                : !Month.TryParse(month, out var whole) ? Refuse($"month is '{Problem.Clip(month)}'; write it as yyyy-MM, from 2000-01 to 2100-12, such as 2026-01.")
                : Check("month", month, whole.First, whole.Next.First);
        }

        if (from is null && to is null)
        {
            var current = Month.Of(today);
            return (current.First, current.Next.First, null);
        }

        if (from is null || to is null)
        {
            return Refuse($"{(from is null ? "from" : "to")} is missing: a period has both from and to.");
        }

        return !IsDate(from, out var first) ? Refuse($"from is '{Problem.Clip(from)}'; write a date as yyyy-MM-dd, such as 2026-01-31.")
            : !IsDate(to, out var end) ? Refuse($"to is '{Problem.Clip(to)}'; write a date as yyyy-MM-dd, such as 2026-01-31.")
            : first >= end ? Refuse($"from is {from} and to is {to}: from must be before to, the first date after the period.")
            : end > Latest ? Check("to", to, first, end)
            : Check("from", from, first, end);
    }

    private static (DateOnly From, DateOnly To, string? Fault) Check(string name, string value, DateOnly from, DateOnly to) =>
        from < Earliest || to > Latest ? Refuse($"{name} is '{value}'; periods lie between {ReportQuery.Write(Earliest)} and {ReportQuery.Write(Latest)}.")
        : to.DayNumber - from.DayNumber > LongestPeriod ? Refuse($"from is {ReportQuery.Write(from)} and to is {ReportQuery.Write(to)}: a period has at most {LongestPeriod} days.")
        : (from, to, null);

    private static (DateOnly From, DateOnly To, string? Fault) Refuse(string fault) => (default, default, fault);

    private static bool IsDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static SortedDictionary<string, string> Pick(IQueryCollection query, IEnumerable<string> names)
    {
        var picked = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if ((string?)query[name] is { } value)
            {
                picked[name] = value;
            }
        }

        return picked;
    }
}
