using System.Globalization;

namespace Plumbline.Tests.Snapshots;

public sealed class ComputedKpiTests
{
    [Theory]
    [InlineData("1500", "1000", "500", "50")]
    [InlineData("500", "1000", "-500", "-50")]
    [InlineData("0", "1000", "-1000", "-100")]
    [InlineData("-500", "1000", "-1500", "-150")]
    [InlineData("500", "-500", "1000", "200")]
    [InlineData("-1500", "-500", "-1000", "-200")]
    [InlineData("1000", "1000", "0", "0")]
    [InlineData("0", "0", "0", null)]
    [InlineData("700", "0", "700", null)]
    [InlineData("2", "3", "-1", "-33.3")]
    [InlineData("10005", "10000", "5", "0.1")]
    [InlineData("9995", "10000", "-5", "-0.1")]
    [InlineData("10004", "10000", "4", "0")]
    [InlineData("100000000000000", "1", "99999999999999", "9999999999999900")]
    // Between the figures as they are written: 228.73 less 213.97.
    [InlineData("21397.47", "22872.63", "-1476", "-6.5")]
    [InlineData("0.75", "0.0000000000000001", "1", null)]
    public void Delta_AndPercent_CompareWithTheMonthBefore(string value, string previous, string delta, string? percent)
    {
        var kpi = Kpis.Cash(Number(value), Number(previous));

        kpi.Delta.ShouldBe(Number(delta));
        kpi.DeltaPercent.ShouldBe(percent is null ? null : Number(percent));
    }

    [Fact]
    public void Delta_OfARate_IsOfTheFiguresAsWritten() =>
        Kpis.ShowRate(0.3125m, 0.4m).Delta.ShouldBe(-0.087m);

    [Fact]
    public void Delta_WithoutAPreviousFigure_IsNull()
    {
        Kpis.Cash(1000, previous: null, hasPrevious: false).Delta.ShouldBeNull();
        Kpis.Cash(1000, previous: null, hasPrevious: false).DeltaPercent.ShouldBeNull();
        Kpis.ShowRate(0.5m, previous: null).Delta.ShouldBeNull();
    }

    [Fact]
    public void Delta_WithoutAFigure_IsNull()
    {
        Kpis.ShowRate(null, 0.5m).Delta.ShouldBeNull();
        Kpis.ShowRate(null, 0.5m).DeltaPercent.ShouldBeNull();
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
