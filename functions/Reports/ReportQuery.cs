using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Plumbline.Reports;

/// <summary>What a report is asked for: a period in the tenant's dates, the tags it is narrowed by, and the point of the ledger it is read at.</summary>
public sealed record ReportQuery
{
    public required DateOnly From { get; init; }

    /// <summary>The first date after the period.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Value by tag, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> Filter { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The report's own parameters, where they were given.</summary>
    public IReadOnlyDictionary<string, string> Own { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The form as it was asked for by name; null when the caller's Accept decides.</summary>
    public string? Format { get; init; }

    /// <summary>Null for everything there is.</summary>
    public LedgerPosition? AsOf { get; init; }

    /// <summary>The instant by which it is decided what is over.</summary>
    public required DateTimeOffset Now { get; init; }

    public bool IsOneMonth => From.Day == 1 && To == From.AddMonths(1);

    /// <summary>As the SQL functions of the reports take it.</summary>
    public string FilterJson => JsonSerializer.Serialize(Filter);

    /// <summary>The same period and tags as a query string, for a link.</summary>
    public string ToQueryString() =>
        QueryHelpers.AddQueryString("", Filter.Prepend(new("to", Write(To))).Prepend(new("from", Write(From))).Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)));

    internal static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
