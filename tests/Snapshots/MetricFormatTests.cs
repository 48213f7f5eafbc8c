using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Tests.Snapshots;

public sealed class MetricFormatTests
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    [Theory]
    [InlineData("123456", "money", "USD", "$1,234.56")]
    [InlineData("-500", "money", "USD", "-$5.00")]
    [InlineData("1234", "money", "JPY", "JPY 1,234")]
    [InlineData("12345", "count", null, "12,345")]
    [InlineData("0", "count", null, "0")]
    [InlineData("-3", "count", null, "-3")]
    [InlineData("0.425", "ratio", null, "42.5 %")]
    [InlineData("0", "ratio", null, "0.0 %")]
    [InlineData("1", "ratio", null, "100.0 %")]
    [InlineData("1.5", "ratio", null, "150.0 %")]
    [InlineData("0.33333", "ratio", null, "33.3 %")]
    [InlineData("1", "days", null, "1 day")]
    [InlineData("2.5", "days", null, "2.5 days")]
    [InlineData("0", "days", null, "0 days")]
    [InlineData("1.04", "days", null, "1 day")]
    [InlineData("72.456", "score", null, "72.46")]
    public void Write_Figure_IsWrittenByItsUnit(string value, string unit, string? currency, string expected) =>
        MetricFormat.Write(Number(value), unit, currency, American).ShouldBe(expected);

    [Theory]
    [InlineData("12345", "count", "12.345")]
    [InlineData("0.425", "ratio", "42,5 %")]
    [InlineData("2.5", "days", "2,5 days")]
    public void Write_InAnotherCulture_HasItsSeparators(string value, string unit, string expected) =>
        MetricFormat.Write(Number(value), unit, null, German).ShouldBe(expected);

    [Theory]
    [InlineData("-1500", "money", "USD", "$15.00")]
    [InlineData("1500", "money", "USD", "$15.00")]
    [InlineData("-12", "count", null, "12")]
    [InlineData("-0.052", "ratio", null, "5.2 points")]
    [InlineData("-1", "days", null, "1 day")]
    public void WriteDifference_HasNoSign(string delta, string unit, string? currency, string expected) =>
        MetricFormat.WriteDifference(Number(delta), unit, currency, American).ShouldBe(expected);

    [Theory]
    [InlineData("12.5", "+12.5 %")]
    [InlineData("-12.5", "-12.5 %")]
    [InlineData("100", "+100 %")]
    [InlineData("0", "0 %")]
    public void WritePercent_IsSigned(string percent, string expected) => MetricFormat.WritePercent(Number(percent), American).ShouldBe(expected);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
