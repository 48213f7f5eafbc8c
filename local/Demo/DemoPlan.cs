using System.Globalization;
using System.Text.Json;

namespace Plumbline.Local.Demo;

/// <summary>When the sample business's months end and what they are drawn from; kept, so that every run posts the same events.</summary>
/// <param name="AnchorMonth">The first day of the month that was open at the first run; the sample ends before it.</param>
/// <param name="Seed">Draws the same business every time.</param>
public sealed record DemoPlan(DateOnly AnchorMonth, int Seed)
{
    public const string Tenant = "demo";
    public const string TimeZone = "America/New_York";
    public const int MonthCount = 14;
    private const int DefaultSeed = 20260305;

    public DateOnly FirstMonth => AnchorMonth.AddMonths(-MonthCount);

    internal static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>The months of the sample, oldest first.</summary>
    public IEnumerable<DateOnly> Months() => Enumerable.Range(0, MonthCount).Select(FirstMonth.AddMonths);

    /// <summary>The sample business that ends before a month.</summary>
    public static DemoPlan Of(DateOnly anchorMonth) => new(anchorMonth, DefaultSeed);

    public static string Format(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static DateOnly Parse(string month) => DateOnly.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Reads the plan, or makes one for now.</summary>
    internal static DemoPlan Load(string path, TimeProvider time)
    {
        if (File.Exists(path))
        {
            try
            {
                if (JsonSerializer.Deserialize<DemoPlan>(File.ReadAllText(path), LocalJson.Options) is { AnchorMonth.Year: > 2000 } known) return known;
            }
            catch (JsonException e)
            {
                throw new LocalStartException($"{path} is not JSON any more; delete it for a new sample business.", e);
            }
        }

        var plan = Of(MonthOf(time.GetUtcNow()));
        AtomicFile.Write(path, JsonSerializer.Serialize(plan, LocalJson.Options));
        return plan;
    }

    /// <summary>The instant at which a local date begins.</summary>
    internal static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    internal static DateOnly MonthOf(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone);
        return new DateOnly(local.Year, local.Month, 1);
    }
}
