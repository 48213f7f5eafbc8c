using System.Globalization;
using Plumbline.Adjustments;

namespace Plumbline.Tests.Adjustments;

public sealed class AdjustmentAmountTests
{
    [Theory]
    [InlineData("12.34", "USD", "1234")]
    [InlineData("-12.340", "USD", "-1234")]
    [InlineData("1234", "JPY", "1234")]
    [InlineData("1.234", "KWD", "1234")]
    [InlineData("1.5", null, "1.5")]
    [InlineData("10000000000000", "USD", "1000000000000000")]
    [InlineData("-1000000000000000", null, "-1000000000000000")]
    public void Fault_AmountThatFits_IsNoneAndItComesBack(string amount, string? currency, string stored)
    {
        AdjustmentAmount.Fault(Number(amount), currency).ShouldBeNull();

        AdjustmentAmount.ToStored(Number(amount), currency).ShouldBe(Number(stored));
        AdjustmentAmount.ToShown(Number(stored), currency).ShouldBe(Number(amount));
    }

    [Theory]
    [InlineData("12.345", "USD", "amount must have at most 2 decimals in USD.")]
    [InlineData("0.5", "JPY", "amount must have at most 0 decimals in JPY.")]
    [InlineData("0.0000001", null, "amount must have at most 6 decimals.")]
    [InlineData("10000000000000.01", "USD", "amount must be at most 10000000000000, either way.")]
    [InlineData("-1000000000000001", null, "amount must be at most 1000000000000000, either way.")]
    [InlineData("79228162514264337593543950335", "USD", "amount must be at most 10000000000000, either way.")]
    public void Fault_AmountThatDoesNot_SaysWhatWould(string amount, string? currency, string fault) =>
        AdjustmentAmount.Fault(Number(amount), currency).ShouldBe(fault);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
