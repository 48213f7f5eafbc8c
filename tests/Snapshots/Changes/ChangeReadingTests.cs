using System.Globalization;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Tests.Snapshots;

public sealed class ChangeReadingTests
{
    private static readonly Month September = new(new DateOnly(2026, 9, 1));
    private static readonly string[] Cash = ["cash"];
    private static readonly string[] Leads = ["leads"];

    [Fact]
    public void Of_OneCause_NamesItWithoutRepeatingTheAmount() =>
        Read(Money(100_000, 100_000, 100_000, 250_000, 250_000), Rows(ChangeCause.Late, "raw_payments", 1, came: 1))
            .ShouldBe("Cash collected of September 2026 would be $1,500.00 higher, from a payment that came late.");

    [Fact]
    public void Of_SeveralCauses_SaysWhatEachDid() =>
        Read(
            Money(100_000, 100_000, 100_000, 250_000, 224_000), Rows(ChangeCause.Late, "raw_payments", 2, came: 2), Rows(ChangeCause.Adjustments, "adjustments", 1, came: 1, fell: 1))
            .ShouldBe("Cash collected of September 2026 would be $1,240.00 higher: $1,500.00 from 2 payments that came late, −$260.00 from a correction.");

    [Fact]
    public void Of_Negative_IsLower() =>
        Read(Money(100, 100, 100, -50, -50), Rows(ChangeCause.Late, "raw_payments", 1_200, came: 1_200, fell: 1_200))
            .ShouldBe("Cash collected of September 2026 would be $1.50 lower, from 1,200 refunds or disputes that came late.");

    [Fact]
    public void Of_CausesThatCancelOut_SaysThatItStays() =>
        Read(Money(100, 100, 100, 150, 100), Rows(ChangeCause.Late, "raw_payments", 1, came: 1), Rows(ChangeCause.Adjustments, "raw_payments", 1, went: 1))
            .ShouldBe("Cash collected of September 2026 would still come to $1.00: $0.50 from a payment that came late, −$0.50 from a voided payment.");

    [Fact]
    public void Of_Count_IsAWholeNumber() =>
        Read(new ChangedFigure(Terms("leads", "Leads", "count", Leads), null, new(3, 3, null), [new(3, 3, null), new(3, 3, null), new(5, 5, null), new(5, 5, null)]), Rows(ChangeCause.Late, "raw_clients", 2, came: 2))
            .ShouldBe("Leads of September 2026 would be 2 higher, from late news of clients.");

    [Theory]
    [InlineData(0.5, 0.458, "Show rate of September 2026 would be 4.2 points lower, from changed settings.")]
    [InlineData(0.5, 0.5, "Show rate of September 2026 would still come to 50.0 %, though with changed settings.")]
    [InlineData(0.5, 0.50001, "Show rate of September 2026 would still come to 50.0 %, though with changed settings.")]
    [InlineData(null, 0.5, "Show rate of September 2026 could not be told and would be 50.0 %, from changed settings.")]
    [InlineData(0.5, null, "Show rate of September 2026 was 50.0 % and could not be told now, from changed settings.")]
    [InlineData(null, null, "Show rate of September 2026 still cannot be told; what it is made of changed, from changed settings.")]
    public void Of_Ratio_IsInPointsOrSaysWhatIsUnknown(double? frozen, double? now, string expected)
    {
        var (before, after) = (new PeriodFigure((decimal?)frozen, 1, 2), new PeriodFigure((decimal?)now, 2, 4));
        Read(new ChangedFigure(Terms("show_rate", "Show rate", "ratio", Leads, Leads), null, before, [before, after, after, after]), Rows(ChangeCause.Settings, "raw_appointments", 3, came: 3))
            .ShouldBe(expected);
    }

    [Fact]
    public void Of_ViewsThatComputeAnotherFigure_IsANewDefinition() =>
        Read(Money(100, 300, 300, 300, 300)).ShouldBe("Cash collected of September 2026 would be $2.00 higher, from a new definition.");

    [Fact]
    public void Of_RowsOfManyTables_NamesNone() =>
        Read(
            Money(100, 100, 100, 200, 200), Rows(ChangeCause.Late, "raw_payments", 1, came: 1), Rows(ChangeCause.Late, "raw_clients", 1), Rows(ChangeCause.Late, "raw_ad_spend", 1))
            .ShouldBe("Cash collected of September 2026 would be $1.00 higher, from facts that came late.");

    [Fact]
    public void Of_AnotherCulture_WritesNumbersAndMonthsItsWay() =>
        ChangeReading.Of(Money(0, 0, 0, 123_456, 123_456), [Rows(ChangeCause.Late, "raw_payments", 1_000, came: 1_000)], September, CultureInfo.GetCultureInfo("de-DE"))
            .ShouldBe("Cash collected of September 2026 would be USD 1.234,56 higher, from 1.000 payments that came late.");

    private static string Read(ChangedFigure figure, params CauseRows[] rows) => ChangeReading.Of(figure, rows, September, CultureInfo.GetCultureInfo("en-US"));

    private static ChangedFigure Money(decimal frozen, params decimal[] after) =>
        new(Terms("cash_collected", "Cash collected", "money", Cash), "USD", new(frozen, frozen, null), [.. after.Select(value => new PeriodFigure(value, value, null))]);

    private static KpiTerms Terms(string kpi, string label, string unit, string[] numerator, string[]? denominator = null) => new(kpi, label, unit, "up", 1, numerator, denominator);

    private static CauseRows Rows(ChangeCause cause, string table, long rows, long came = 0, long went = 0, long fell = 0) =>
        new("cash_collected", "USD", cause, table, rows, came, went, fell);
}
