using System.Globalization;
using Plumbline.Platform;

namespace Plumbline.Tests.Platform;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData(123_456, "USD", "en-US", "$1,234.56")]
    [InlineData(0, "USD", "en-US", "$0.00")]
    [InlineData(5, "USD", "en-US", "$0.05")]
    [InlineData(-123_456, "USD", "en-US", "-$1,234.56")]
    [InlineData(123_456, "EUR", "en-US", "EUR 1,234.56")]
    [InlineData(-123_456, "EUR", "en-US", "-EUR 1,234.56")]
    [InlineData(123_456, "EUR", "de-DE", "1.234,56 €")]
    [InlineData(123_456, "USD", "de-DE", "USD 1.234,56")]
    [InlineData(123_456, "JPY", "ja-JP", "￥123,456")]
    [InlineData(-1, "JPY", "ja-JP", "-￥1")]
    [InlineData(123_456, "JPY", "en-US", "JPY 123,456")]
    [InlineData(123_456, "KWD", "en-US", "KWD 123.456")]
    [InlineData(123_456, "ISK", "en-US", "ISK 1,234.56")]
    [InlineData(123_456, "GBP", "en-GB", "£1,234.56")]
    [InlineData(123_456, "USD", "", "USD 1,234.56")]
    [InlineData(123_456, "USD", "en", "USD 1,234.56")]
    public void Format_Amount_IsWrittenAsTheCultureWritesIt(long minor, string currency, string culture, string expected) =>
        Currency.Format(minor, currency, CultureInfo.GetCultureInfo(culture)).ShouldBe(expected);

    [Theory]
    [InlineData("USD", 2)]
    [InlineData("EUR", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("XPF", 0)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    [InlineData("ISK", 2)]
    [InlineData("UGX", 2)]
    public void Exponent_IsThatOfTheUnitsStripeSends(string currency, int exponent) => Currency.Exponent(currency).ShouldBe(exponent);

    [Fact]
    public void ToMajor_LargestAmount_LosesNothing() => Currency.ToMajor(long.MaxValue, "USD").ShouldBe(92_233_720_368_547_758.07m);
}
