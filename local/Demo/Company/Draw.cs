using System.Diagnostics.CodeAnalysis;

namespace Plumbline.Local.Demo.Company;

/// <summary>Everything that is left to chance: the same plan draws the same. No two moments it gives are the same.</summary>
/// <param name="stream">Another one draws other things of the same plan, and leaves the first as it is.</param>
[SuppressMessage("Security", "CA5394", Justification = "The draw must be repeatable; nothing secret comes of it.")]
internal sealed class Draw(DemoPlan plan, int stream = 0)
{
    private readonly Random random = new(plan.Seed + stream);
    private readonly HashSet<DateTimeOffset> taken = [];

    /// <summary>Nothing happens from here on: every month of the sample is complete.</summary>
    public DateTimeOffset End { get; } = DemoPlan.StartOf(plan.AnchorMonth);

    public int Below(int limit) => random.Next(limit);

    public int Between(int least, int most) => random.Next(least, most + 1);

    public bool Chance(double of) => random.NextDouble() < of;

    /// <summary>A factor around 1.</summary>
    public double Around(double spread) => 1 + (spread * ((2 * random.NextDouble()) - 1));

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public T Pick<T>(IReadOnlyList<T> from, Func<T, double> weight)
    {
        var draw = random.NextDouble() * from.Sum(weight);
        foreach (var item in from)
            if ((draw -= weight(item)) < 0) return item;
        return from[^1];
    }

    /// <summary>A moment of the month, by the weekday's rhythm; between six in the morning and shortly before midnight.</summary>
    public DateTimeOffset In(DateOnly month)
    {
        var days = Enumerable.Range(0, DateTime.DaysInMonth(month.Year, month.Month)).Select(month.AddDays).ToList();
        return Take(Instant(Pick(days, day => DemoCompany.Rhythm(day.DayOfWeek)), Between(6, 23), Below(55)));
    }

    /// <summary>Some time later, whatever the hour; null when that is past the end.</summary>
    public DateTimeOffset? After(DateTimeOffset moment, TimeSpan least, TimeSpan most) =>
        Believe(moment + least + ((most - least) * random.NextDouble()));

    /// <summary>The same, moved into working hours.</summary>
    public DateTimeOffset? AtWork(DateTimeOffset moment, TimeSpan least, TimeSpan most)
    {
        var wish = TimeZoneInfo.ConvertTime(moment + least + ((most - least) * random.NextDouble()), DemoPlan.Zone);
        if (wish.Hour is >= 9 and < 18 && IsWorkday(DateOnly.FromDateTime(wish.Date))) return Believe(wish.ToUniversalTime());
        var day = DateOnly.FromDateTime(wish.Date).AddDays(wish.Hour < 9 ? 0 : 1);
        while (!IsWorkday(day)) day = day.AddDays(1);
        return Believe(Instant(day, 9, Below(55)));
    }

    /// <summary>The start of a call some days ahead, on the half-hour of a working day; null when none is left before the end.</summary>
    public DateTimeOffset? Slot(DateTimeOffset booked, int leastDays, int mostDays)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(booked, DemoPlan.Zone).Date);
        for (var ahead = Between(leastDays, mostDays); ahead > 0; ahead--)
        {
            var day = today.AddDays(ahead);
            while (!IsWorkday(day)) day = day.AddDays(1);
            var local = day.ToDateTime(new TimeOnly(Between(9, 17), Below(2) * 30));
            var start = new DateTimeOffset(local, DemoPlan.Zone.GetUtcOffset(local)).ToUniversalTime();
            if (start < End) return start;
        }

        return null;
    }

    /// <summary>The first moment from this one on that nothing else has.</summary>
    public DateTimeOffset Take(DateTimeOffset moment)
    {
        var free = new DateTimeOffset(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerMillisecond), moment.Offset).ToUniversalTime();
        while (!taken.Add(free)) free = free.AddMilliseconds(1);
        return free;
    }

    // A minute before the end is room enough for what one change sends beside itself.
    private DateTimeOffset? Believe(DateTimeOffset moment) => moment < End.AddMinutes(-1) ? Take(moment) : null;

    private static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    // From six in the morning on: clear of the hours that a change of clocks skips or repeats.
    private DateTimeOffset Instant(DateOnly day, int hour, int minute)
    {
        var local = day.ToDateTime(new TimeOnly(hour, minute, Below(60), Below(1000)));
        return new DateTimeOffset(local, DemoPlan.Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
