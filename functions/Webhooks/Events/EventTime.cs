using System.Text.RegularExpressions;

namespace Plumbline.Webhooks.Events;

/// <summary>The times that events say: RFC 3339, with their offset.</summary>
internal static partial class EventTime
{
    public const string Pattern = @"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})";

    public const string Words = "must be an RFC 3339 time with its offset, such as 2026-01-31T08:00:00Z";

    /// <summary>When something happened.</summary>
    /// <exception cref="RejectedEventException">It is no time, or one that is not believed.</exception>
    public static DateTimeOffset Happened(string text, DateTimeOffset now, string pointer) =>
        Believed(text, new SourceTime(now).Believe, pointer, "from 2000 to 48 hours ahead");

    /// <summary>When something is to happen.</summary>
    /// <exception cref="RejectedEventException">It is no time, or one that is not believed.</exception>
    public static DateTimeOffset Planned(string text, DateTimeOffset now, string pointer) =>
        Believed(text, new SourceTime(now).BelievePlanned, pointer, "from 2000 to ten years ahead");

    private static DateTimeOffset Believed(string text, Func<DateTimeOffset, DateTimeOffset> believe, string pointer, string range)
    {
        if (!Rfc3339().IsMatch(text) || SourceTime.Parse(text.ToUpperInvariant()) is not { } at)
        {
            throw new RejectedEventException(pointer, $"{EventText.NameOf(pointer)} {Words}.");
        }

        try
        {
            return believe(at);
        }
        catch (DateOutOfRangeException)
        {
            throw new RejectedEventException(pointer, $"{EventText.NameOf(pointer)} must be {range}.");
        }
    }

    [GeneratedRegex($@"^{Pattern}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
