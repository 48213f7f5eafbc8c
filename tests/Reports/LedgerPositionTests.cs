using Plumbline.Reports;

namespace Plumbline.Tests.Reports;

public sealed class LedgerPositionTests
{
    [Theory]
    [InlineData("1:750:750:")]
    [InlineData("2:750:760:751,755,759")]
    [InlineData("1:750:760:750")]
    [InlineData("1:9223372036854775806:9223372036854775807:")]
    public void TryParse_WhatPostgresWrites_IsReadAndWrittenTheSame(string text)
    {
        LedgerPosition.TryParse(text, out var position).ShouldBeTrue();

        position!.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("750:760:")]
    [InlineData("0:750:760:")]
    [InlineData("1:0:760:")]
    [InlineData("1:760:750:")]
    [InlineData("1:750:760:749")]
    [InlineData("1:750:760:760")]
    [InlineData("1:750:760:755,751")]
    [InlineData("1:750:760:751,751")]
    [InlineData("1:750:760:751,")]
    [InlineData("1:750:760: 751")]
    [InlineData("1:0750:760:")]
    [InlineData("1:750:18446744073709551615:")]
    [InlineData("1:750:760::")]
    [InlineData("99999999999:750:760:")]
    [InlineData("-1:750:760:")]
    public void TryParse_AnythingElse_IsRefused(string text) => LedgerPosition.TryParse(text, out _).ShouldBeFalse();
}
