using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Tests.Snapshots;

public sealed class MetricReadingTests
{
    [Theory]
    [InlineData("up", 110, "Leads rose by 10 (+10 %) to 110. The target of 110 was reached.")]
    [InlineData("up", 111, "Leads rose by 10 (+10 %) to 110. The target was 111.")]
    [InlineData("down", 110, "Leads rose by 10 (+10 %) to 110. The target of at most 110 was kept.")]
    [InlineData("down", 109, "Leads rose by 10 (+10 %) to 110. The target was at most 109.")]
    [InlineData("none", 109, "Leads rose by 10 (+10 %) to 110. The plan was 109.")]
    public void Of_ATarget_SaysWhetherItWasReached(string goodDirection, int target, string expected) =>
        Read(Kpis.Leads(110, 100) with { GoodDirection = goodDirection, Target = target }).ShouldBe(expected);

    [Fact]
    public void Of_ATargetReachedAsWritten_IsReached() =>
        Read(Kpis.ShowRate(0.74996m, 0.5m) with { Target = 0.75m }).ShouldEndWith(" to 75.0 %. The target of 75.0 % was reached.");

    [Fact]
    public void Of_ARate_SaysWhatItIsOf() =>
        Read(Kpis.ShowRate(0.75m, 0.5m) with { Numerator = 1_500, Denominator = 2_000 }).ShouldBe("Show rate rose by 25.0 points to 75.0 % (1,500 of 2,000): 500 no-shows.");

    [Fact]
    public void Of_FirstMonth_SaysThereIsNothingToCompare() =>
        Read(Kpis.Cash(123_456, null, hasPrevious: false)).ShouldBe("Cash collected came to $1,234.56; there is no earlier month to compare with.");

    [Fact]
    public void Of_Rise_SaysHowMuchAndToWhat() => Read(Kpis.Cash(150_000, 100_000)).ShouldBe("Cash collected rose by $500.00 (+50 %) to $1,500.00.");

    [Fact]
    public void Of_Fall_SaysHowMuchAndToWhat() => Read(Kpis.Cash(90_000, 120_000)).ShouldBe("Cash collected fell by $300.00 (-25 %) to $900.00.");

    [Fact]
    public void Of_FallToNothing_IsAHundredPercent() => Read(Kpis.Leads(0, 12)).ShouldBe("Leads fell by 12 (-100 %) to 0.");

    [Fact]
    public void Of_FallBelowNothing_KeepsItsSign() => Read(Kpis.Cash(-5_000, 10_000)).ShouldBe("Cash collected fell by $150.00 (-150 %) to -$50.00.");

    [Fact]
    public void Of_RiseFromBelowNothing_IsARise() => Read(Kpis.Cash(5_000, -5_000)).ShouldBe("Cash collected rose by $100.00 (+200 %) to $50.00.");

    [Fact]
    public void Of_TheSame_Held() => Read(Kpis.Leads(12, 12)).ShouldBe("Leads held at 12.");

    [Fact]
    public void Of_NothingTwice_Held() => Read(Kpis.Cash(0, 0)).ShouldBe("Cash collected held at $0.00.");

    [Fact]
    public void Of_SomethingAfterNothing_HasNoPercentage() => Read(Kpis.Leads(7, 0)).ShouldBe("Leads came to 7, after none the month before.");

    [Fact]
    public void Of_RatioOverNothing_CannotBeTold()
    {
        Read(Kpis.ShowRate(null, 0.5m)).ShouldBe("Show rate cannot be told: there was nothing to divide by.");
        Read(Kpis.ShowRate(null, 0.5m) with { Numerator = 0, Denominator = 3 }).ShouldBe("Show rate cannot be told: there was nothing to divide.");
        Read(Kpis.ShowRate(null, null)).ShouldBe("Show rate cannot be told: there was nothing to divide by.");
        Read(Kpis.ShowRate(null, null, hasPrevious: false)).ShouldBe("Show rate cannot be told: there was nothing to divide by.");
    }

    [Fact]
    public void Of_RatioAfterOneOverNothing_SaysSo() =>
        Read(Kpis.ShowRate(0.7m, null)).ShouldBe("Show rate came to 70.0 %; the month before had nothing to divide by.");

    [Fact]
    public void Of_Ratio_DiffersByPoints()
    {
        Read(Kpis.ShowRate(0.75m, 0.7m)).ShouldBe("Show rate rose by 5.0 points to 75.0 %.");
        Read(Kpis.ShowRate(0.65m, 0.7m)).ShouldBe("Show rate fell by 5.0 points to 65.0 %.");
    }

    [Fact]
    public void Of_RatioAfterZero_SaysAfterNone() => Read(Kpis.ShowRate(0.5m, 0)).ShouldBe("Show rate came to 50.0 %, after none the month before.");

    [Fact]
    public void Of_TinyDenominator_StillReads() =>
        Read(Kpis.Cash(10_000_000, 1)).ShouldBe("Cash collected rose by $99,999.99 (+999999900 %) to $100,000.00.");

    [Fact]
    public void Of_RatioOverATinyDenominator_StillReads() =>
        Read(Kpis.ShowRate(0.75m, 0.0000000000000001m)).ShouldBe("Show rate rose by 75.0 points to 75.0 %.");

    [Fact]
    public void Of_AnotherCulture_WritesNumbersItsWay() =>
        Read(Kpis.Cash(150_000, 100_000), "de-DE").ShouldBe("Cash collected rose by USD 500,00 (+50 %) to USD 1.500,00.");

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(3, 3)]
    public void Of_AnyFigure_IsOneSentence(int value, int previous)
    {
        foreach (var kpi in new[] { Kpis.Cash(value, previous), Kpis.Leads(value, previous), Kpis.ShowRate(value, previous) })
        {
            var reading = Read(kpi);
            reading.ShouldStartWith(kpi.Label);
            reading.ShouldEndWith(".");
            reading.ShouldNotContain("\n");
        }
    }

    private static string Read(ComputedKpi kpi, string culture = "en-US") => MetricReading.Of(kpi, new MonthFigures([kpi], []), CultureInfo.GetCultureInfo(culture));
}
