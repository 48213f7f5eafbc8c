using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Plumbline.Quarantines;

/// <summary>Reads the parameters of a list. What is unknown is refused, so that a mistyped filter never passes for none.</summary>
internal sealed class ListParameters
{
    public const int Most = 500;
    public const int Usual = 50;
    private const int LongestText = 100;

    private readonly IQueryCollection query;

    private ListParameters(IQueryCollection query) => this.query = query;

    public string State { get; private init; } = "";

    public long? Before { get; private init; }

    public int Limit { get; private init; }

    /// <param name="state">The parameter that says which state is wanted, and what it may say: the first where it says nothing.</param>
    /// <param name="filters">Parameters that name something by its code.</param>
    /// <returns>The parameters, or what is wrong with them.</returns>
    public static (ListParameters? Parameters, string? Fault) Read(
        IQueryCollection query, string state, IReadOnlyList<string> states, params IReadOnlyList<string> filters)
    {
        if (query.Keys.FirstOrDefault(name => name != state && name is not ("limit" or "before") && !filters.Contains(name)) is { } unknown)
        {
            return (null, $"There is no parameter '{Platform.Problem.Clip(unknown)}' here, but {string.Join(", ", [state, .. filters, "limit"])} and before.");
        }

        if (query.FirstOrDefault(parameter => parameter.Value.Count != 1) is { Key: { } repeated })
        {
            return (null, $"{repeated} must be given once.");
        }

        if (query.FirstOrDefault(parameter => filters.Contains(parameter.Key) && !IsCode((string?)parameter.Value)) is { Key: { } bad })
        {
            return (null, $"{bad} must be 1 to {LongestText} letters, digits, dashes and underscores.");
        }

        var wanted = (string?)query[state] ?? states[0];
        if (!states.Contains(wanted))
        {
            return (null, $"{state} must be {string.Join(", ", states.SkipLast(1))} or {states[^1]}.");
        }

        long? before = null;
        if ((string?)query["before"] is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            {
                return (null, "before is the seq of a row.");
            }

            before = given;
        }

        return int.TryParse((string?)query["limit"] ?? Write(Usual), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most
            ? (new ListParameters(query) { State = wanted, Before = before, Limit = limit }, null)
            : (null, $"limit is a number from 1 to {Most}.");
    }

    public string? Filter(string name) => query[name];

    /// <summary>The query string of the page after the one that ends with this row.</summary>
    public string Next(long last) => "?" + string.Join('&', query
        .Where(parameter => parameter.Key is not ("before" or "limit"))
        .Select(parameter => $"{parameter.Key}={Uri.EscapeDataString((string?)parameter.Value ?? "")}")
        .Append($"before={Write(last)}")
        .Append($"limit={Write(Limit)}"));

    private static bool IsCode(string? text) =>
        text is { Length: >= 1 and <= LongestText } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);
}
