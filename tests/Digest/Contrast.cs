using System.Globalization;
using AngleSharp.Dom;

namespace Plumbline.Tests.Digest;

/// <summary>Contrast as WCAG 2 defines it, from inline styles with #rrggbb colours.</summary>
internal static class Contrast
{
    /// <summary>Every element that has text of its own, with the ratio of its colour to what it stands on.</summary>
    public static IEnumerable<(string Text, double Ratio)> OfTexts(IDocument page) =>
        from element in page.Body!.QuerySelectorAll("*").Prepend(page.Body)
        let text = string.Concat(element.ChildNodes.OfType<IText>().Select(node => node.Text)).Trim()
        where text.Length > 0
        select (text, Ratio(Inherited(element, "color"), Inherited(element, "background")));

    public static double Ratio(string one, string other)
    {
        var (light, dark) = (Luminance(one), Luminance(other));
        return (Math.Max(light, dark) + 0.05) / (Math.Min(light, dark) + 0.05);
    }

    private static string Inherited(IElement element, string property)
    {
        for (var at = element; at is not null; at = at.ParentElement)
        {
            if (Style(at).TryGetValue(property, out var value))
            {
                return value;
            }
        }

        throw new InvalidOperationException($"Nothing sets the {property} of '{element.TextContent.Trim()}'.");
    }

    private static Dictionary<string, string> Style(IElement element) =>
        (element.GetAttribute("style") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
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
}
