using static Plumbline.Digest.DigestColour;

namespace Plumbline.Digest;

/// <summary>The look of the mail, class by class: inline for every client, and overridden in the dark by those that can.</summary>
public static class MailStyle
{
    private const string Font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    private const string Break = "word-break:break-word;overflow-wrap:break-word";
    private const string Pill = "display:inline-block;padding:0 8px;border-radius:9px;font-size:12px;line-height:18px;white-space:nowrap";

    public static readonly IReadOnlyDictionary<string, MailClass> Classes = new Dictionary<string, MailClass>
    {
        ["page"] = new($"margin:0;padding:0;{Font}", Ink, Ground),
        ["ground"] = new("padding:28px 8px", Ink, Ground),
        ["preview"] = new("display:none;max-height:0;overflow:hidden"),
        ["card"] = new("width:100%;max-width:600px;border:1px solid {line};font-variant-numeric:tabular-nums", Ink, Paper, Line),
        ["bar"] = new("font-size:0;line-height:4px", Ground: Accent),
        ["head"] = new($"padding:32px 36px 28px;{Break}"),
        ["tenant"] = new("margin:0 0 6px;font-size:14px;line-height:20px", Muted),
        ["month"] = new("margin:0;font-size:30px;line-height:36px;font-weight:600;letter-spacing:-0.3px"),
        ["verdict"] = new("margin:16px 0 0;font-size:18px;line-height:28px"),
        ["pad"] = new($"padding:0 36px;{Break}"),
        ["figure"] = new("border-top:1px solid {line}", Line: Line),
        ["more"] = new(""),
        ["label"] = new("padding:18px 12px 0 0;font-size:15px;line-height:20px;font-weight:600;vertical-align:bottom"),
        ["value"] = new("padding:18px 0 0;font-size:24px;line-height:28px;font-weight:600;white-space:nowrap;vertical-align:bottom"),
        ["before"] = new("padding:4px 12px 0 0;font-size:13px;line-height:20px;vertical-align:top", Muted),
        ["change"] = new("padding:4px 0 0;font-size:13px;line-height:20px;vertical-align:top"),
        ["part"] = new("white-space:nowrap"),
        ["better"] = new(Pill, Better, BetterGround),
        ["worse"] = new(Pill, Worse, WorseGround),
        ["even"] = new(Pill, Muted, Ground),
        ["badge"] = new($"{Pill};font-weight:400;letter-spacing:0", Note, NoteGround),
        ["reading"] = new("padding:8px 0 18px;font-size:14px;line-height:21px"),
        ["cause"] = new("padding:4px 0 0;font-size:13px;line-height:19px", Note),
        ["heading"] = new("margin:0;padding:28px 0 4px;border-top:1px solid {line};font-size:17px;line-height:24px;font-weight:600", Line: Line),
        ["changed-month"] = new("padding:14px 0 0;font-size:13px;line-height:20px;font-weight:600", Muted),
        ["changed"] = new("padding:8px 12px 0 0;font-size:14px;line-height:20px;vertical-align:top"),
        ["from-to"] = new("padding:8px 0 0;font-size:14px;line-height:20px;vertical-align:top"),
        ["told"] = new("padding:2px 0 0;font-size:13px;line-height:19px", Muted),
        ["left-out"] = new("padding:10px 0 0;font-size:14px;line-height:20px", Muted),
        ["gap"] = new("font-size:28px;line-height:28px"),
        ["source"] = new("margin:0;padding:20px 0 0;border-top:1px solid {line};font-size:13px;line-height:20px", Muted, Line: Line),
        ["further"] = new("margin:8px 0 0;font-size:13px;line-height:20px", Muted),
        ["button"] = new("display:inline-block;padding:12px 24px;border-radius:4px;font-size:15px;line-height:20px;font-weight:600;text-decoration:none", OnAccent, Accent),
        ["foot"] = new($"padding:24px 36px 32px;font-size:12px;line-height:18px;{Break}", Muted),
        ["link"] = new("text-decoration:underline", Accent),
    };

    private const string Always = ":root{color-scheme:light dark;supported-color-schemes:light dark}";
    private const string Narrow = ".head,.pad,.foot{padding-left:20px!important;padding-right:20px!important}.ground{padding:0!important}";

    /// <summary>What cannot stand in an element.</summary>
    public static string Sheet { get; } =
        $"{Always}@media (max-width:480px){{{Narrow}}}@media (prefers-color-scheme:dark){{"
        + string.Concat(Classes.Where(one => one.Value.Dark.Length > 0).Select(one => $".{one.Key}{{{one.Value.Dark}}}"))
        + "}";

    public static string Inline(string name) => Classes[name].Inline;
}
