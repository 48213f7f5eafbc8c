using Plumbline.Reports;

namespace Plumbline.Tests.Reports;

public sealed class ReportEtagTests
{
    private static readonly ReportEtag Running = new(new LedgerPosition(1, "750:760:751,755"), new DateOnly(2026, 3, 1), ReportEtag.HashOf("a"));
    private static readonly ReportEtag Over = new(new LedgerPosition(2, "750:750:"), null, ReportEtag.HashOf("b"));

    [Fact]
    public void ReadAll_WhatWasWritten_IsTheSame() =>
        ReportEtag.ReadAll($"\"other\", {Running}, W/\"v1.nonsense\", {Over.ToString()[2..]}").ShouldBe([Running, Over]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("not a tag")]
    [InlineData("\"v1.1:760:750:.settled.0123456789abcdef01234567\"")]
    [InlineData("\"v1.1:750:760:.2026-02-30.0123456789abcdef01234567\"")]
    [InlineData("\"v2.1:750:760:.settled.0123456789abcdef01234567\"")]
    public void ReadAll_NotOfOurMaking_IsPassedOver(string? header) => ReportEtag.ReadAll(header).ShouldBeEmpty();

    [Fact]
    public void HashOf_DifferentParts_AreNeverTheSame() =>
        new[] { ReportEtag.HashOf("a", "b"), ReportEtag.HashOf("ab"), ReportEtag.HashOf("ab", ""), ReportEtag.HashOf("b", "a") }.ShouldBeUnique();

    [Theory]
    [InlineData("*", true)]
    [InlineData(" * ", true)]
    [InlineData("\"*\"", false)]
    [InlineData(null, false)]
    public void IsAny_Star_IsWhateverThereIs(string? header, bool any) => ReportEtag.IsAny(header).ShouldBe(any);
}
