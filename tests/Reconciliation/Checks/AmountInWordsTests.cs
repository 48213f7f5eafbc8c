using System.Globalization;
using Plumbline.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.Checks;

public sealed class AmountInWordsTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Theory]
    [InlineData(123_456_789, "USD", "USD 1,234,567.89")]
    [InlineData(-5, "EUR", "-EUR 0.05")]
    [InlineData(0, "USD", "USD 0.00")]
    [InlineData(12_000, "JPY", "JPY 12,000")]
    [InlineData(12_345, "KWD", "KWD 12.345")]
    public async Task AmountInWords_OfMinorUnits_IsAsTheAppWritesIt(long minor, string currency, string expected)
    {
        (await ledger.ScalarAsync<string>("select report.amount_in_words($1, $2)", minor, currency)).ShouldBe(expected);
        Currency.Format(minor, currency, CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Fact]
    public async Task CurrencyDecimals_OfEveryCurrency_AreTheApps()
    {
        var all = Enumerable.Range(0, 26 * 26 * 26).Select(n => $"{(char)('A' + (n / 676))}{(char)('A' + (n / 26 % 26))}{(char)('A' + (n % 26))}").ToArray();
        var decimals = await ledger.ListAsync(
            "select report.currency_decimals(c.code) from unnest($1::text[]) with ordinality as c (code, place) order by c.place", row => row.GetInt32(0), [all]);

        decimals.ShouldBe(all.Select(Currency.Exponent));
    }
}
