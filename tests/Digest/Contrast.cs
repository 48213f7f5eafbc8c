using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Plumbline.Tests.Digest;

/// <summary>Contrast as WCAG 2 defines it, from inline styles with #rrggbb colours, and in the dark from the rules that override them by class.</summary>
internal static partial class Contrast
{
    /// <summary>Every element that has text of its own, with the ratio of its colour to what it stands on.</summary>
    public static IEnumerable<(string Text, double Ratio)> OfTexts(IDocument page, bool inTheDark = false)
    {
        var overrides = inTheDark ? DarkRules(page) : [];
        return from element in page.Body!.QuerySelectorAll("*").Prepend(page.Body)
               let text = string.Concat(element.ChildNodes.OfType<IText>().Select(node => node.Text)).Trim()
               where text.Length > 0
               select (text, Ratio(Inherited(element, "color", overrides), Inherited(element, "background", overrides)));
    }

    public static double Ratio(string one, string other)
    {
        var (light, dark) = (Luminance(one), Luminance(other));
        return (Math.Max(light, dark) + 0.05) / (Math.Min(light, dark) + 0.05);
    }

    private static Dictionary<string, Dictionary<string, string>> DarkRules(IDocument page)
    {
        var sheet = page.QuerySelectorAll("style").Single().TextContent;
        var dark = sheet[sheet.IndexOf("@media (prefers-color-scheme:dark){", StringComparison.Ordinal)..];
        return Rule().Matches(dark).ToDictionary(rule => rule.Groups["name"].Value, rule => Declarations(rule.Groups["body"].Value.Replace("!important", "", StringComparison.Ordinal)));
    }

    private static string Inherited(IElement element, string property, Dictionary<string, Dictionary<string, string>> overrides)
    {
        for (var at = element; at is not null; at = at.ParentElement)
        {
            if (at.ClassName is { } name && overrides.TryGetValue(name, out var rule) && rule.TryGetValue(property, out var overriding))
            {
                return overriding;
            }

            if (Declarations(at.GetAttribute("style") ?? "").TryGetValue(property, out var value))
            {
                return value;
            }
        }

        throw new InvalidOperationException($"Nothing sets the {property} of '{element.TextContent.Trim()}'.");
    }

    private static Dictionary<string, string> Declarations(string style) =>
        style.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(declaration => declaration.Split(':', 2, StringSplitOptions.TrimEntries))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    private static double Luminance(string colour)
    {
        if (colour is not ['#', .. { Length: 6 } hex])
        {
            throw new FormatException($"'{colour}' is not #rrggbb.");
        }

        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));
    }

    [GeneratedRegex(@"\.(?<name>[a-z-]+)\{(?<body>[^}]*)\}")]
    private static partial Regex Rule();
}
