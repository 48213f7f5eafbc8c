using System.Globalization;
using Microsoft.AspNetCore.Http;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

/// <summary>Which adjustments a list is to have.</summary>
/// <param name="Before">Only those before this one, by its seq.</param>
/// <param name="Table">Only those whose target is in this table.</param>
public sealed record AdjustmentQuery(int Limit, long? Before, bool? InForce, string? Measure, string? Table)
{
    public const int Most = 500;
    public const int Usual = 50;

    private static readonly string[] Names = ["limit", "before", "inForce", "measure", "table"];

    /// <returns>The query, or what is wrong with it.</returns>
    public static (AdjustmentQuery? Query, string? Fault) Read(IQueryCollection query)
    {
        // A mistyped filter must not pass for a list of everything.
        if (query.Keys.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
        {
            return (null, $"{Problem.Clip(unknown)} is no parameter of this; there are {string.Join(", ", Names)}.");
        }

        if (query.FirstOrDefault(given => given.Value.Count > 1).Key is { } twice)
        {
            return (null, $"{twice} comes twice.");
        }

        string? Value(string name) => query[name];
        var (limit, before) = (Usual, 0L);
        return Value("limit") is { } most && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most)
                ? (null, $"limit is a number from 1 to {Most}.")
            : Value("before") is { } seq && !long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out before)
                ? (null, "before is the seq of an adjustment.")
            : Value("inForce") is not (null or "true" or "false") ? (null, "inForce is true or false.")
            : Value("table") is { } table && !AdjustmentTarget.Tables.Contains(table) ? (null, $"table is one of {string.Join(", ", AdjustmentTarget.Tables)}.")
            : Value("measure") is { } measure && Faults.Text(measure, "measure", AdjustmentValidation.LongestMeasure) is { } fault ? (null, fault)
            : (new AdjustmentQuery(
                limit, Value("before") is null ? null : before, Value("inForce") is { } inForce ? inForce == "true" : null, Value("measure"), Value("table")), null);
    }

    /// <summary>Where the page that follows an adjustment is.</summary>
    public string After(long seq) => string.Concat(
        string.Create(CultureInfo.InvariantCulture, $"?before={seq}&limit={Limit}"),
        InForce is { } inForce ? $"&inForce={(inForce ? "true" : "false")}" : "",
        Measure is { } measure ? $"&measure={Uri.EscapeDataString(measure)}" : "",
        Table is { } table ? $"&table={table}" : "");
}
