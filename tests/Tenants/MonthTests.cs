using System.Globalization;
using Plumbline.Tenants;

namespace Plumbline.Tests.Tenants;

public sealed class MonthTests
{
    [Theory]
    [InlineData("2026-01", 2026, 1)]
    [InlineData("2026-12", 2026, 12)]
    [InlineData("1999-02", 1999, 2)]
    public void TryParse_YearAndMonth_IsRead(string text, int year, int month)
    {
        Month.TryParse(text, out var parsed).ShouldBeTrue();

        parsed.First.ShouldBe(new DateOnly(year, month, 1));
        parsed.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-1")]
    [InlineData("2026-00")]
    [InlineData("2026-13")]
    [InlineData("0000-01")]
    [InlineData("26-01")]
    [InlineData("2026-01-01")]
    [InlineData("2026-01 ")]
    [InlineData(" 2026-01")]
    [InlineData("2026-01\n")]
    [InlineData("2026/01")]
    [InlineData("2026.01")]
    [InlineData("202601")]
    [InlineData("2026-Jan")]
    [InlineData("-026-01")]
    [InlineData("+026-01")]
    [InlineData("2026-+1")]
    [InlineData("2026-1a")]
    [InlineData("٢٠٢٦-٠١")]
    [InlineData("january")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Month.TryParse(text, out var parsed).ShouldBeFalse();
        parsed.ShouldBe(default);
    }

    [Fact]
    public void TryParse_UnderACultureWithAnotherCalendar_IsTheSameMonth()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("th-TH");
            Month.TryParse("2026-01", out var month).ShouldBeTrue();
            month.First.ShouldBe(new DateOnly(2026, 1, 1));
            month.ToString().ShouldBe("2026-01");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("2025-12", "2026-01")]
    [InlineData("2026-01", "2026-02")]
    public void Next_AndPrevious_AreEachOthersInverse(string earlier, string later)
    {
        Parse(earlier).Next.ShouldBe(Parse(later));
        Parse(later).Previous.ShouldBe(Parse(earlier));
    }

    [Fact]
    public void Of_AnyDayOfAMonth_IsTheMonth()
    {
        Month.Of(new DateOnly(2024, 2, 29)).ShouldBe(Parse("2024-02"));
        Month.Of(new DateOnly(2024, 3, 1)).ShouldBe(Parse("2024-03"));
    }

    [Fact]
    public void Months_AreOrderedByTime()
    {
        var months = new[] { Parse("2026-02"), Parse("2025-12"), Parse("2026-10"), Parse("2026-01") };

        months.Order().Select(month => month.ToString()).ShouldBe(["2025-12", "2026-01", "2026-02", "2026-10"]);
        (Parse("2025-12") < Parse("2026-01")).ShouldBeTrue();
        (Parse("2026-01") < Parse("2026-01")).ShouldBeFalse();
        (Parse("2026-01") <= Parse("2026-01")).ShouldBeTrue();
        (Parse("2026-02") > Parse("2026-01")).ShouldBeTrue();
        (Parse("2026-01") > Parse("2026-02")).ShouldBeFalse();
        (Parse("2026-01") >= Parse("2026-01")).ShouldBeTrue();
        (Parse("2025-12") >= Parse("2026-01")).ShouldBeFalse();
    }

    private static Month Parse(string text) => Month.TryParse(text, out var month) ? month : throw new FormatException(text);
}
