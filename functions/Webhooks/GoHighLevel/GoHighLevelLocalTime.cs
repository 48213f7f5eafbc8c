using System.Text.RegularExpressions;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>Reads times that workflows write without an offset: they belong to the zone the client chose.</summary>
/// <param name="zoneId">The zone's IANA name.</param>
internal sealed partial class GoHighLevelLocalTime(SourceObject source, string zoneId)
{
    /// <summary>As <see cref="SourceObject.Time"/> reads it; without an offset, in the zone.</summary>
    public DateTimeOffset? Read(string name) => source.Time(name) is not { } at ? null
        : source.TextOrNull(name) is { } text && IsLocal(text) ? InZone(at.DateTime)
        : at;

    public static bool IsLocal(string time) => WithoutOffset().IsMatch(time);

    private DateTimeOffset InZone(DateTime local)
    {
        if (!ZoneName().IsMatch(zoneId) || !TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone))
        {
            throw new UnmappableException("the time zone is unknown");
        }

        // No zone is more than a day from UTC.
        if (local < DateTime.MinValue.AddDays(2) || local > DateTime.MaxValue.AddDays(-2))
        {
            throw new DateOutOfRangeException();
        }

        // A time that the clocks skip moves on by as much as they do; of one that they show twice, the first is meant.
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddDays(-1))
            : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
            : zone.GetUtcOffset(local);
        return new DateTimeOffset(local - offset, TimeSpan.Zero);
    }

    [GeneratedRegex(@"T[0-9:.]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithoutOffset();

    // Not the folders that some systems keep beside the zones, nor what such a system calls its own.
    [GeneratedRegex(@"^(?!posix/|right/)(UTC|GMT|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();
}
