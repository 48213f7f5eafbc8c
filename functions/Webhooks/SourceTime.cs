using System.Globalization;
using System.Text.RegularExpressions;

namespace Plumbline.Webhooks;

/// <summary>Which of a source's dates are believed: from 2000 to 48 hours after the arrival.</summary>
/// <param name="Now">When the delivery arrived.</param>
internal readonly partial record struct SourceTime(DateTimeOffset Now)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(48);

    /// <exception cref="DateOutOfRangeException">It is not believed.</exception>
    public DateTimeOffset Believe(DateTimeOffset at) => at >= Earliest && at <= Now + Ahead ? at : throw new DateOutOfRangeException();

    /// <summary>The same of what is planned, such as an appointment: it may lie up to ten years ahead.</summary>
    /// <exception cref="DateOutOfRangeException">It is not believed.</exception>
    public DateTimeOffset BelievePlanned(DateTimeOffset at) =>
        at >= Earliest && at <= Now.AddYears(10) ? at : throw new DateOutOfRangeException("a date is before 2000 or more than 10 years ahead");

    /// <exception cref="DateOutOfRangeException">It is not believed.</exception>
    public DateTimeOffset OfUnixSeconds(long seconds) => seconds is > 0 and < 253402300800
        ? Believe(DateTimeOffset.FromUnixTimeSeconds(seconds))
        : throw new DateOutOfRangeException();

    /// <summary>Reads an ISO 8601 instant; one without an offset is UTC. What lies ahead, such as an appointment, is not bounded here.</summary>
    /// <returns>Null when it is none.</returns>
    public static DateTimeOffset? Parse(string text) =>
        Instant().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : null;

    /// <summary>The same the other way round, to the microsecond.</summary>
    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Instant();
}
