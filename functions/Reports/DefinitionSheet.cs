using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Plumbline.Snapshots;

namespace Plumbline.Reports;

/// <summary>The definitions as a page of Markdown: docs/definitions.md.</summary>
public static partial class DefinitionSheet
{
    private const string Views = "sql/views/";
    private static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("en-US");

    /// <param name="definitions">Of every KPI, in the order they are to stand in; departments in the order of their first.</param>
    public static string Write(IReadOnlyList<Definition> definitions)
    {
        var departments = definitions.GroupBy(definition => definition.Department).ToList();
        var shared = definitions.Count == 0
            ? []
            : definitions.Skip(1).Aggregate(definitions[0].Files.AsEnumerable(), (common, definition) => common.Intersect(definition.Files)).ToList();

        var page = new StringBuilder(DefinitionProse.HowToRead);
        page.Append("\n## The KPIs\n\n| department | KPIs |\n|---|---|\n");
        foreach (var department in departments)
        {
            page.Append(Culture, $"| {Title(department.Key)} | {string.Join(", ", department.Select(Link))} |\n");
        }

        foreach (var department in departments)
        {
            page.Append(Culture, $"\n## {Title(department.Key)}\n");
            foreach (var definition in department)
            {
                Write(page, definition, shared);
            }
        }

        page.Append('\n').Append(DefinitionProse.SharedFiles).Append('\n');
        foreach (var file in shared)
        {
            page.Append(Culture, $"- {FileLink(file)}\n");
        }

        return page.Append('\n').Append(DefinitionProse.Conversion).ToString();
    }

    private static void Write(StringBuilder page, Definition definition, List<string> shared)
    {
        page.Append(Culture, $"\n### {Escape(definition.Label)}\n\n")
            .Append(Culture, $"`{definition.Kpi}` · version {definition.Version} · {Unit(definition.Unit)} · {Better(definition.GoodDirection)}\n\n")
            .Append(Escape(definition.Rule)).Append("\n\n| | |\n|---|---|\n");
        Row(page, "Numerator", Terms(definition.Numerator));
        if (definition.Denominator.Count > 0)
        {
            Row(page, "Denominator", Terms(definition.Denominator));
        }

        if (definition.Exclusions is { } exclusions)
        {
            Row(page, "Left out", Escape(exclusions));
        }

        if (definition.FactOwner is { } owner)
        {
            Row(page, "Owner of the fact", Escape(owner));
        }

        if (definition.Example is { } example)
        {
            Row(page, "Example", Escape(example.Words));
            Row(page, "Its result", Reckoning(definition, example));
        }

        Row(page, "Target", Target(definition.GoodDirection));
        Row(page, "Computed by", string.Join("<br>", definition.Files.Except(shared).Select(FileLink).Append("[what all of them share](#what-all-of-them-share)")));
    }

    private static void Row(StringBuilder page, string name, string value) => page.Append(Culture, $"| {name} | {value} |\n");

    private static string Terms(IReadOnlyList<DefinitionTerm> terms) => string.Join("<br>", terms.Select(term =>
        $"`{term.Term}`: {Escape(term.Meaning)} {AddsUp(term)}"));

    private static string AddsUp(DefinitionTerm term) => term.Aggregation switch
    {
        "stock" when term.Term.EndsWith("@start", StringComparison.Ordinal) => "A stock, where the period begins.",
        "stock" => "A stock, at the period's end.",
        "distinct" => "Different ones of the period.",
        "recent" => "Different ones of the 30 days before the period's end.",
        "median" => "The median of the period.",
        _ => "Added up over the period.",
    };

    private static string Reckoning(Definition definition, DefinitionExample example)
    {
        var result = example.Denominator is { } divisor ? example.Numerator / divisor : example.Numerator;
        var written = $"**{MetricFormat.Write(result, definition.Unit, "USD", Culture)}**";
        return example.Denominator is { } denominator
            ? $"{Amount(example.Numerator, definition.Numerator)} ÷ {Amount(denominator, definition.Denominator)} = {written}"
            : written;
    }

    private static string Amount(decimal amount, IReadOnlyList<DefinitionTerm> terms) =>
        MetricFormat.Write(amount, terms.All(term => term.IsMoney) ? "money" : "count", "USD", Culture);

    private static string Unit(string unit) => unit switch
    {
        "ratio" => "a ratio, shown as a percentage",
        "multiple" => "a multiple",
        "count" => "a count",
        "score" => "a score",
        _ => unit,
    };

    private static string Better(string direction) => direction switch
    {
        "up" => "better when it rises",
        "down" => "better when it falls",
        _ => "neither way is better",
    };

    private static string Target(string direction) => direction switch
    {
        "up" => "Reached at the target or above; attainment is value ÷ target.",
        "down" => "Kept at the target or below; attainment is target ÷ value.",
        _ => "A plan to compare with, neither reached nor missed.",
    };

    private static string Title(string department) => Escape(char.ToUpperInvariant(department[0]) + department[1..].Replace('_', ' '));

    private static string Link(Definition definition) =>
        $"[{Escape(definition.Label)}](#{NotInAnchors().Replace(definition.Label.ToLowerInvariant(), "").Replace(' ', '-')})";

    private static string FileLink(string file) =>
        $"[{Escape(file.StartsWith(Views, StringComparison.Ordinal) ? file[Views.Length..] : file)}](../{file})";

    private static string Escape(string text) => Special().Replace(text, @"\$0").ReplaceLineEndings(" ").Replace("<", "&lt;", StringComparison.Ordinal);

    // Without underscores: inside a word they mean nothing, and file names are full of them.
    [GeneratedRegex(@"[\\|*`\[\]]")]
    private static partial Regex Special();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();
}
