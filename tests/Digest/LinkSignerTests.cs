using Azure.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;

namespace Plumbline.Tests.Digest;

public sealed class LinkSignerTests
{
    private const string Recipient = "Owner@example.com";

    private static readonly string OldKey = $"k1:{Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray())}";
    private static readonly string NewKey = $"k2:{Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray())}";
    private static readonly Month January = new(new DateOnly(2026, 1, 1));

    private readonly ManualTime time = new(new DateTimeOffset(2026, 2, 1, 8, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IsValid_WhatWasSigned_IsAccepted() => (await OpensAsync(await SignAsync())).ShouldBeTrue();

    [Fact]
    public async Task Sign_Link_DoesNotShowTheRecipient()
    {
        var query = await SignAsync();

        query.ShouldNotContain("example", Case.Insensitive);
        query.ShouldNotContain("owner", Case.Insensitive);
        query.ShouldBe(Uri.EscapeDataString(query).Replace("%3D", "=", StringComparison.Ordinal).Replace("%26", "&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_TwoRecipients_HaveLinksOfTheirOwn() => (await SignAsync("a@example.com")).ShouldNotBe(await SignAsync("b@example.com"));

    [Theory]
    [InlineData("other-page", "demo", "2026-01")]
    [InlineData("month-page", "other", "2026-01")]
    [InlineData("month-page", "demo", "2026-02")]
    [InlineData("month-page", "demo", "2025-01")]
    public async Task IsValid_ForAnotherPurposeTenantOrMonth_IsRefused(string purpose, string tenant, string month)
    {
        Month.TryParse(month, out var other).ShouldBeTrue();

        (await Signer().IsValidAsync(purpose, tenant, other, Query(await SignAsync()), Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task IsValid_For90Days_AndThenNoMore()
    {
        var query = await SignAsync();

        time.Advance(TimeSpan.FromDays(90));
        (await OpensAsync(query)).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(1));
        (await OpensAsync(query)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("to")]
    [InlineData("expires")]
    [InlineData("key")]
    [InlineData("signature")]
    public async Task IsValid_AnyParameterChangedOrLeftOut_IsRefused(string name)
    {
        var signed = QueryHelpers.ParseQuery(await SignAsync());
        var value = signed[name].ToString();

        foreach (var wrong in Wrong(value))
        {
            signed[name] = wrong;
            (await OpensAsync(new QueryCollection(signed))).ShouldBeFalse($"{name}={wrong}");
        }

        signed.Remove(name);
        (await OpensAsync(new QueryCollection(signed))).ShouldBeFalse($"without {name}");
    }

    [Theory]
    [InlineData("9999999999")]
    [InlineData("99999999999999999999999")]
    [InlineData("-1")]
    [InlineData("1e20")]
    [InlineData("")]
    public async Task IsValid_LongerLifeThanWasSigned_IsRefused(string expires)
    {
        var signed = QueryHelpers.ParseQuery(await SignAsync());
        signed["expires"] = expires;

        (await OpensAsync(new QueryCollection(signed))).ShouldBeFalse();
    }

    [Fact]
    public async Task IsValid_NoQuery_IsRefused() => (await OpensAsync("")).ShouldBeFalse();

    [Fact]
    public async Task IsValid_WhileKeysAreRolled_OldLinksOpen()
    {
        var old = await Signer(OldKey).SignAsync(LinkSigner.MonthPage, "demo", January, Recipient, Cancel);
        var rolled = await Signer($"{NewKey},{OldKey}").SignAsync(LinkSigner.MonthPage, "demo", January, Recipient, Cancel);

        old.ShouldContain("key=k1");
        rolled.ShouldContain("key=k2");
        (await OpensAsync(old, $"{NewKey},{OldKey}")).ShouldBeTrue();
        (await OpensAsync(rolled, $"{NewKey},{OldKey}")).ShouldBeTrue();
        (await OpensAsync(rolled, OldKey)).ShouldBeFalse();
        (await OpensAsync(old, NewKey)).ShouldBeFalse();
    }

    [Fact]
    public async Task IsValid_SameIdWithAnotherKey_IsRefused()
    {
        var other = $"k1:{Convert.ToBase64String(Enumerable.Repeat((byte)9, 32).ToArray())}";

        (await OpensAsync(await SignAsync(), other)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("k1")]
    [InlineData("k1:")]
    [InlineData(":AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")]
    [InlineData("k1:AQEB")]
    [InlineData("k1:not base64")]
    [InlineData("k1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ==")]
    public async Task Sign_WithoutAUsableKey_SaysWhatIsMissing(string? secret)
    {
        var thrown = await Should.ThrowAsync<InvalidOperationException>(() => Signer(secret).SignAsync(LinkSigner.MonthPage, "demo", January, Recipient, Cancel));

        thrown.Message.ShouldContain("link-signing");
        (await OpensAsync(await SignAsync(), secret)).ShouldBeFalse();
    }

    [Fact]
    public async Task Continue_ToAnotherPage_OpensThatOneForAsLongAsTheFirst()
    {
        var first = await SignAsync();
        time.Advance(TimeSpan.FromDays(80));

        var further = await Signer().ContinueAsync(LinkSigner.FunnelPage, "demo", January, Query(first), Cancel);

        Task<bool> OpensFurtherAsync(string purpose) => Signer().IsValidAsync(purpose, "demo", January, Query(further), Cancel);
        (await OpensFurtherAsync(LinkSigner.FunnelPage)).ShouldBeTrue();
        (await OpensFurtherAsync(LinkSigner.MonthPage)).ShouldBeFalse();
        QueryHelpers.ParseQuery(further)["to"].ShouldBe(QueryHelpers.ParseQuery(first)["to"]);
        time.Advance(TimeSpan.FromDays(10));
        (await OpensFurtherAsync(LinkSigner.FunnelPage)).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(1));
        (await OpensFurtherAsync(LinkSigner.FunnelPage)).ShouldBeFalse();
    }

    [Fact]
    public async Task IsValid_ToUnsubscribe_For400DaysAndForNothingElse()
    {
        var query = Query(await Signer().SignAsync(LinkSigner.Unsubscribe, "demo", January, Recipient, Cancel));

        time.Advance(TimeSpan.FromDays(400));
        (await Signer().IsValidAsync(LinkSigner.Unsubscribe, "demo", January, query, Cancel)).ShouldBeTrue();
        (await OpensAsync(query)).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await Signer().IsValidAsync(LinkSigner.Unsubscribe, "demo", January, query, Cancel)).ShouldBeFalse();
    }

    private static string[] Wrong(string value)
    {
        var changed = value.ToCharArray();
        changed[value.Length / 2] = changed[value.Length / 2] == '1' ? '2' : '1';
        return ["", new string(changed), value + "0", "0" + value, value[1..], value + "\n", value + "," + value];
    }

    private Task<string> SignAsync(string recipient = Recipient) => Signer(OldKey).SignAsync(LinkSigner.MonthPage, "demo", January, recipient, Cancel);

    private Task<bool> OpensAsync(string query) => OpensAsync(query, OldKey);

    private Task<bool> OpensAsync(string query, string? secret) =>
        Signer(secret).IsValidAsync(LinkSigner.MonthPage, "demo", January, Query(query), Cancel);

    private Task<bool> OpensAsync(IQueryCollection query) => Signer().IsValidAsync(LinkSigner.MonthPage, "demo", January, query, Cancel);

    private LinkSigner Signer() => Signer(OldKey);

    private LinkSigner Signer(string? secret)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:link-signing", secret)]).Build();
        return new LinkSigner(new Secrets(configuration, new DefaultAzureCredential(), time, NullLogger<Secrets>.Instance), time);
    }

    private static QueryCollection Query(string query) => new(QueryHelpers.ParseQuery(query));
}
