using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Tests.Snapshots;

/// <summary>What a reading says moved the figure.</summary>
public sealed class MetricDriversTests
{
    private static readonly ComputedKpi Cash = Kpis.Cash(1_500_000, 1_000_000);

    [Theory]
    [InlineData(30, 16, 500, 500, "14 more deals won, average deal flat")]
    // What pushed it up comes first, and what only pushed it down is no reason.
    [InlineData(15, 16, 500, 400, "average deal up 25 %, 1 fewer deal won")]
    [InlineData(16, 16, 500, 400, "average deal up 25 %, as many deals won as before")]
    [InlineData(3, 0, 500, 0, "3 more deals won, average deal up $5.00")]
    public void Of_CashThatMoved_SaysWhatDealsDid(int won, int before, int deal, int dealBefore, string expected) =>
        Read(Cash, Won(won, before), Deal(deal, dealBefore)).ShouldBe($"Cash collected rose by $5,000.00 (+50 %) to $15,000.00: {expected}.");

    [Fact]
    public void Of_CashThatRoseAgainstItsDrivers_SaysAlthough() =>
        Read(Cash, Won(15, 16), Deal(400, 500)).ShouldBe("Cash collected rose by $5,000.00 (+50 %) to $15,000.00, although 1 fewer deal won, average deal down 20 %.");

    [Fact]
    public void Of_CashWhereNothingIsSold_SaysNothingOfDeals() =>
        Read(Cash, Won(0, 0), Deal(null, null)).ShouldBe("Cash collected rose by $5,000.00 (+50 %) to $15,000.00.");

    [Fact]
    public void Of_CashThatHeld_NeedsNoReason() => Read(Kpis.Cash(100, 100), Won(3, 1)).ShouldBe("Cash collected held at $1.00.");

    [Fact]
    public void Of_ADriverThatMayStillChange_IsSilent() =>
        Read(Cash, Won(3, 1) with { ProvisionalReason = "a cause" }, Deal(500, 400) with { PreviousIsProvisional = true })
            .ShouldBe("Cash collected rose by $5,000.00 (+50 %) to $15,000.00.");

    [Fact]
    public void Of_CashOfTwoCurrencies_IsNotExplainedByAllDeals() =>
        Read(Cash, Kpis.Cash(500, 400) with { Currency = "EUR" }, Won(9, 3)).ShouldBe("Cash collected rose by $5,000.00 (+50 %) to $15,000.00.");

    [Fact]
    public void Of_CashOfOneCurrency_IsExplainedByThatCurrency() =>
        Read(Cash, Deal(900, 100) with { Currency = "EUR" }, Deal(500, 400)).ShouldEndWith(": average deal up 25 %.");

    [Theory]
    [InlineData(0, 100_000, "refunds down $1,000.00")]
    [InlineData(100, 0, null)]
    public void Of_CashWithRefunds_TellsThemWhenTheyMatter(int refunds, int before, string? expected) =>
        Read(Cash, new ComputedKpi("refunds", "Refunds", "USD", "money", refunds, null, null, 2, true, before))
            .ShouldBe("Cash collected rose by $5,000.00 (+50 %) to $15,000.00" + (expected is null ? "." : $": {expected}."));

    [Fact]
    public void Of_Leads_NamesTheTopSources()
    {
        var month = new MonthFigures([Kpis.Leads(120, 100)], [("facebook", 60), ("google", 40), ("unknown", 15), ("fair", 5)]);

        MetricReading.Of(month.Company[0], month, CultureInfo.GetCultureInfo("en-US"))
            .ShouldBe("Leads rose by 20 (+20 %) to 120: 60 from facebook, 40 from google, 15 from an unknown source.");
    }

    [Fact]
    public void Of_LeadsOfAFirstMonth_NamesTheSourcesInASentenceOfTheirOwn()
    {
        var month = new MonthFigures([Kpis.Leads(100, null, hasPrevious: false)], [("facebook", 100)]);

        MetricReading.Of(month.Company[0], month, CultureInfo.GetCultureInfo("en-US"))
            .ShouldBe("Leads came to 100; there is no earlier month to compare with. 100 from facebook.");
    }

    [Theory]
    [InlineData(18, 24, "Show rate rose by 5.0 points to 75.0 % (18 of 24): 6 no-shows.")]
    [InlineData(3, 4, "Show rate rose by 5.0 points to 75.0 % (3 of 4): 1 no-show. Of so few, one more or less changes it much.")]
    public void Of_AShowRate_CountsTheNoShows(int showed, int whole, string expected) =>
        Read(Kpis.ShowRate(0.75m, 0.7m) with { Numerator = showed, Denominator = whole }).ShouldBe(expected);

    [Fact]
    public void Of_Marketing_SaysWhichSideMoved() =>
        Read(
            new ComputedKpi("mer", "Marketing efficiency", "USD", "multiple", 6m, 600, 100, 3, true, 5m), Kpis.Cash(60_000, 50_000),
            new ComputedKpi("ad_spend", "Ad spend", "USD", "money", 10_040, null, null, 4, true, 10_000))
            .ShouldBe("Marketing efficiency rose by 1.00× (+20 %) to 6.00×: cash up 20 %, ad spend flat.");

    [Fact]
    public void Of_ACostThatFell_CountsMoreCallsAsTheReason() =>
        Read(
            new ComputedKpi("cost_per_booked_call", "Cost per booked call", "USD", "money", 8_000, 80_000, 10, 3, true, 10_000, "down"),
            new ComputedKpi("ad_spend", "Ad spend", "USD", "money", 80_000, null, null, 4, true, 70_000),
            new ComputedKpi("booked", "Calls booked", null, "count", 10, null, null, 5, true, 7))
            .ShouldBe("Cost per booked call fell by $20.00 (-20 %) to $80.00: 3 more calls booked, ad spend up 14.3 %.");

    [Fact]
    public void Of_Workload_SaysForHowMany() =>
        Read(new ComputedKpi("workload", "Workload", null, "score", 12.5m, 50, 4, 3, true, 12.5m)).ShouldBe("Workload held at 12.5: 50 open deals for 4 people.");

    [Fact]
    public void Of_AProvisionalFigure_SaysSoAndComparesNothing()
    {
        Read(Cash with { ProvisionalReason = "Stripe is silent.", Target = 100 }, Won(3, 1)).ShouldBe("Cash collected came to $15,000.00 so far; it may still change. The target was $1.00.");
        Read(Kpis.ShowRate(null, 0.5m) with { ProvisionalReason = "a cause" }).ShouldBe("Show rate cannot be told yet.");
    }

    [Fact]
    public void Of_AfterAProvisionalMonth_SaysThatItMayChange() =>
        Read(Cash with { PreviousIsProvisional = true }).ShouldBe("Cash collected rose by $5,000.00 (+50 %) to $15,000.00. The month before may itself still change.");

    private static ComputedKpi Won(decimal value, decimal previous) => new("won", "Deals won", null, "count", value, null, null, 2, true, previous);

    private static ComputedKpi Deal(decimal? value, decimal? previous) => new("average_deal", "Average deal", "USD", "money", value, null, null, 3, true, previous);

    private static string Read(ComputedKpi kpi, params ComputedKpi[] others) =>
        MetricReading.Of(kpi, new MonthFigures([kpi, .. others], []), CultureInfo.GetCultureInfo("en-US"));
}
