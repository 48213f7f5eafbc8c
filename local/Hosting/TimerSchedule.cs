using NCrontab;

namespace Plumbline.Local.Hosting;

/// <summary>An NCRONTAB schedule in UTC; six fields begin with seconds, five do not.</summary>
internal sealed record TimerSchedule(string Expression)
{
    private readonly CrontabSchedule cron = Parse(Expression);

    public DateTimeOffset Next(DateTimeOffset after) =>
        new(DateTime.SpecifyKind(cron.GetNextOccurrence(after.UtcDateTime), DateTimeKind.Utc));

    private static CrontabSchedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        return CrontabSchedule.Parse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 });
    }
}
