namespace Plumbline.Digest;

/// <summary>How the elements of a class look in a mail.</summary>
/// <param name="Layout">Declarations without a colour; <c>{line}</c> stands for that of <paramref name="Line"/>.</param>
/// <param name="Ink">Of its text; null where it is inherited.</param>
/// <param name="Ground">What its text stands on; null where it is inherited.</param>
/// <param name="Line">Of its borders.</param>
public sealed record MailClass(string Layout, DigestColour? Ink = null, DigestColour? Ground = null, DigestColour? Line = null)
{
    /// <summary>What stands in the element itself: the light colours, for many mail clients read nothing else.</summary>
    public string Inline { get; } = string.Join(
        ';',
        new[] { Layout.Replace("{line}", Line?.Light, StringComparison.Ordinal), Ink is null ? "" : $"color:{Ink.Light}", Ground is null ? "" : $"background:{Ground.Light}" }
            .Where(declaration => declaration.Length > 0));

    /// <summary>What overrides it in the dark; empty where nothing does.</summary>
    public string Dark { get; } = string.Concat(
        Ink is null ? "" : $"color:{Ink.Dark}!important;",
        Ground is null ? "" : $"background:{Ground.Dark}!important;",
        Line is null ? "" : $"border-color:{Line.Dark}!important;");
}
