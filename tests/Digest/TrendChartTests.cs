using System.Globalization;
using Plumbline.Digest;
using Plumbline.Tenants;

namespace Plumbline.Tests.Digest;

public sealed class TrendChartTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");
    private static readonly Month January = new(new DateOnly(2026, 1, 1));

    [Fact]
    public void Of_ThirteenMonths_IsOneLineFromTheLowestToTheHighest()
    {
        var chart = Draw(13, [.. Enumerable.Range(1, 12).Select(value => (decimal?)value)])!;

        var points = chart.Lines.ShouldHaveSingleItem().Split(' ');
        points.Length.ShouldBe(13);
        (points[0], points[12]).ShouldBe(("6,38", "254,6"));
        chart.Dots.ShouldBe([new TrendDot("254", "6", IsLast: true, IsProvisional: false)]);
        chart.Description.ShouldBe("Leads over 13 months: lowest 1 in January 2025, highest 13 in January 2026, last 13 in January 2026.");
    }

    [Fact]
    public void Of_MonthsWithoutAValue_AreGaps()
    {
        var chart = Draw(9, [1, 2, null, 4, null, 6, 7, 8, 9, 8, 7, null])!;

        chart.Lines.Select(line => line.Split(' ').Length).ShouldBe([2, 6]);
        // Those without a neighbour are drawn as points: the fourth month, and the last.
        chart.Dots.Select(dot => dot.X).ShouldBe(["68", "254"]);
        chart.Description.ShouldEndWith("; 3 without a value.");
    }

    [Fact]
    public void Of_ProvisionalMonth_IsAHollowPoint()
    {
        var chart = TrendChart.Of(
            Digests.Metric("Leads", 3, 2, "count"), January,
            [new("leads", null, new Month(new DateOnly(2025, 11, 1)), 1, true), new("leads", null, January.Previous, 2, false)], English)!;

        chart.Dots.Select(dot => (dot.IsLast, dot.IsProvisional)).ShouldBe([(false, true), (true, false)]);
        chart.Description.ShouldEndWith("; 10 without a value; 1 provisional.");
    }

    [Fact]
    public void Of_FirstMonth_IsOnePoint()
    {
        var chart = Draw(5, [])!;

        chart.Lines.ShouldBeEmpty();
        chart.Dots.ShouldBe([new TrendDot("254", "22", IsLast: true, IsProvisional: false)]);
        chart.Description.ShouldBe("Leads: 5 in January 2026, the only month with a value.");
    }

    [Fact]
    public void Of_AllTheSame_IsALineInTheMiddle() => Draw(4, [4, 4])!.Lines.ShouldBe(["212.67,22 233.33,22 254,22"]);

    [Fact]
    public void Of_NoValueAtAll_IsNone() => Draw(null, [null, null]).ShouldBeNull();

    // The values are those of the months just before.
    private static TrendChart? Draw(decimal? value, decimal?[] earlier) => TrendChart.Of(
        Digests.Metric("Leads", value, null, "count", hasPrevious: false), January,
        earlier.Select((one, index) => new TrendPoint("leads", null, new Month(January.First.AddMonths(index - earlier.Length)), one, false)), English);
}
