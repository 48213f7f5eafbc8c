namespace Plumbline.Digest;

/// <summary>A colour by its use, in light and in dark. Every text keeps a contrast of 4.5 to 1 to the grounds it stands on.</summary>
public sealed record DigestColour(string Name, string Light, string Dark)
{
    public static readonly DigestColour Ground = new("ground", "#eef1f4", "#0f151b");
    public static readonly DigestColour Paper = new("paper", "#ffffff", "#18212b");
    public static readonly DigestColour Ink = new("ink", "#1b2733", "#e9eff5");
    public static readonly DigestColour Muted = new("muted", "#4a5a6a", "#aebbc8");
    public static readonly DigestColour Line = new("line", "#dde3e9", "#2d3946");
    public static readonly DigestColour Accent = new("accent", "#1f4e79", "#8fc1ee");
    public static readonly DigestColour OnAccent = new("on-accent", "#ffffff", "#0f151b");
    public static readonly DigestColour Better = new("better", "#17633a", "#82d8a6");
    public static readonly DigestColour BetterGround = new("better-ground", "#e4f3ea", "#17352a");
    public static readonly DigestColour Worse = new("worse", "#a32117", "#ffa397");
    public static readonly DigestColour WorseGround = new("worse-ground", "#fbe9e7", "#43231f");
    public static readonly DigestColour Note = new("note", "#6b4700", "#f3d286");
    public static readonly DigestColour NoteGround = new("note-ground", "#fdf0cf", "#3a3013");

    public static readonly IReadOnlyList<DigestColour> All =
        [Ground, Paper, Ink, Muted, Line, Accent, OnAccent, Better, BetterGround, Worse, WorseGround, Note, NoteGround];
}
