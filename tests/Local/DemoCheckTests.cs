using Plumbline.Local.Demo;

namespace Plumbline.Tests.Local;

public sealed class DemoCheckTests
{
    private static readonly DateOnly Month = new(2026, 2, 1);
    private static readonly DemoTruth Truth = new(new Dictionary<DateOnly, DemoMonth> { [Month] = new() { Cash = 12_345, Leads = 3, BookedLeads = 1, Showed = 2, NoShow = 1, AdSpend = 1000 } });

    [Fact]
    public void Run_SameFigures_Passes() => Should.NotThrow(() => Run(Metrics()));

    [Fact]
    public void Run_NotANumber_IsTheSameOnlyAsNothing()
    {
        Should.NotThrow(() => Run(Metrics()));
        Message(Changed("average_deal", metric => metric with { Value = 0 })).ShouldContain("2026-02 average_deal (USD): expected 0/0 = nothing, found 0/0 = 0");
    }

    [Fact]
    public void Run_MiddleOfNoDays_IsNothing() =>
        Message(Changed("time_to_first_lead", metric => metric with { Value = 0, Numerator = 0 })).ShouldContain("2026-02 time_to_first_lead (no currency): expected nothing, found 0");

    [Fact]
    public void Run_OtherFigures_NamesMonthKpiExpectedAndFound()
    {
        Message(Changed("cash_collected", metric => metric with { Value = 12_344, Numerator = 12_344 })).ShouldContain("2026-02 cash_collected (USD): expected 12345, found 12344");
        Message(Changed("booking_rate", metric => metric with { Numerator = 2, Denominator = 6 })).ShouldContain("2026-02 booking_rate (no currency): expected 1/3 = 0.3333, found 2/6 = 0.3333");
        Message(Changed("show_rate", metric => metric with { Value = 0.6666m, Numerator = null, Denominator = null })).ShouldContain("show_rate");
        Message([.. Metrics().Where(metric => metric.Kpi != "mer")]).ShouldContain("2026-02 mer (USD): expected 12345/1000 = 12.345, found nothing");
    }

    [Fact]
    public void Run_OtherDimensionOrCurrency_IsNotTheCompanys() =>
        Message(Changed("leads", metric => metric with { Dimension = "team" })).ShouldContain("2026-02 leads (no currency): expected 3, found nothing");

    [Fact]
    public void Run_MonthMissing_TellsOfTheFirstTwenty()
    {
        var months = Enumerable.Range(0, 2).Select(Month.AddMonths).ToList();
        var truth = new DemoTruth(months.ToDictionary(month => month, _ => new DemoMonth()));
        var message = Should.Throw<DemoException>(() => DemoCheck.Run(truth, months, new Dictionary<DateOnly, IReadOnlyList<DemoMetric>>())).Message;
        message.ShouldContain("in 66 figures");
        message.ShouldContain("and 46 more");
        message.Split('\n').Length.ShouldBe(22);
    }

    private static List<DemoMetric> Metrics() =>
        [.. Truth.Months[Month].Figures().Select(figure => new DemoMetric(figure.Kpi, null, "company", figure.Currency, null, figure.Value, figure.Numerator, figure.Denominator, null, null, null))];

    private static List<DemoMetric> Changed(string kpi, Func<DemoMetric, DemoMetric> to) => [.. Metrics().Select(metric => metric.Kpi == kpi ? to(metric) : metric)];

    private static string Message(List<DemoMetric> frozen) => Should.Throw<DemoException>(() => Run(frozen)).Message;

    private static void Run(List<DemoMetric> frozen) => DemoCheck.Run(Truth, [Month], new Dictionary<DateOnly, IReadOnlyList<DemoMetric>> { [Month] = frozen });
}
