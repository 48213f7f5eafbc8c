using Plumbline.Manage;

namespace Plumbline.Tests.Manage;

public sealed class TenantValidationTests
{
    private static readonly TenantSettings Valid = new("Demo", "America/New_York", "USD");

    [Fact]
    public void Fault_LeastSettings_IsNone() => TenantValidation.Fault(Valid).ShouldBeNull();

    [Fact]
    public void Fault_EverySetting_IsNone() =>
        TenantValidation.Fault(new TenantSettings(
            "Zoë & Söhne", "Europe/Paris", "EUR", "2025-01", "fr-FR", 12,
            [new RecipientSettings("owner@example.com", "The Owner"), new RecipientSettings("o.k+digest@sub.example.co")],
            ["acct_1AbC", "acct_2"])).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    [InlineData("nul\0")]
    public void Fault_Name_IsNamed(string name) => Fault(Valid with { Name = name }).ShouldStartWith("name ");

    [Fact]
    public void Fault_NameOf200_IsTheLongest()
    {
        TenantValidation.Fault(Valid with { Name = new string('x', 200) }).ShouldBeNull();
        Fault(Valid with { Name = new string('x', 201) }).ShouldStartWith("name ");
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Kyiv")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Asia/Kolkata")]
    public void Fault_IanaZone_IsNone(string zone) => TenantValidation.Fault(Valid with { TimeZone = zone }).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus_Mons")]
    [InlineData("Eastern Standard Time")]
    [InlineData("EST")]
    [InlineData("GMT+2")]
    [InlineData("+02:00")]
    [InlineData("America/New_York ")]
    [InlineData("../zoneinfo/Europe/Paris")]
    [InlineData("/usr/share/zoneinfo/Europe/Paris")]
    [InlineData("Europe//Paris")]
    [InlineData("Europe/Paris\0")]
    [InlineData("right/Europe/Paris")]
    [InlineData("posix/Europe/Paris")]
    public void Fault_TimeZone_IsNamed(string zone) => Fault(Valid with { TimeZone = zone }).ShouldStartWith("timeZone ");

    [Theory]
    [InlineData("")]
    [InlineData("usd")]
    [InlineData("US")]
    [InlineData("USDT")]
    [InlineData("U$D")]
    [InlineData("840")]
    [InlineData(" USD")]
    [InlineData("USD\n")]
    [InlineData("ÜSD")]
    public void Fault_Currency_IsNamed(string currency) => Fault(Valid with { Currency = currency }).ShouldStartWith("currency ");

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-13")]
    [InlineData("2026-01-01")]
    public void Fault_FirstMonth_IsNamed(string month) => Fault(Valid with { FirstMonth = month }).ShouldStartWith("firstMonth ");

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("zh-Hans-CN")]
    public void Fault_CultureWithACountry_IsNone(string culture) => TenantValidation.Fault(Valid with { Culture = culture }).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("en")]
    [InlineData("english")]
    [InlineData("xx-XX")]
    [InlineData("not a culture")]
    public void Fault_Culture_IsNamed(string culture) => Fault(Valid with { Culture = culture }).ShouldStartWith("culture ");

    [Theory]
    [InlineData(0)]
    [InlineData(240)]
    public void Fault_GraceHoursAtTheirBounds_IsNone(int hours) => TenantValidation.Fault(Valid with { GraceHours = hours }).ShouldBeNull();

    [Theory]
    [InlineData(-1)]
    [InlineData(241)]
    public void Fault_GraceHours_IsNamed(int hours) => Fault(Valid with { GraceHours = hours }).ShouldStartWith("graceHours ");

    [Theory]
    [InlineData("")]
    [InlineData("owner")]
    [InlineData("@example.com")]
    [InlineData("owner@")]
    [InlineData("Owner <owner@example.com>")]
    [InlineData("owner@example.com, other@example.com")]
    [InlineData("owner@example.com\nBcc: all@example.com")]
    [InlineData(" owner@example.com")]
    [InlineData("owner@example.com\0")]
    public void Fault_RecipientAddress_IsNamedAndNotTold(string email)
    {
        var fault = Fault(Valid with { Recipients = [new RecipientSettings("first@example.com"), new RecipientSettings(email)] });

        fault.ShouldStartWith("recipients ");
        fault.ShouldNotContain("@");
    }

    [Fact]
    public void Fault_RecipientThatIsNull_IsNamed() => Fault(Valid with { Recipients = [null!] }).ShouldStartWith("recipients ");

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("bell\a")]
    public void Fault_RecipientName_IsNamed(string name) =>
        Fault(Valid with { Recipients = [new RecipientSettings("owner@example.com", name)] }).ShouldStartWith("recipients ");

    [Fact]
    public void Fault_RecipientNameOf201_IsNamed() =>
        Fault(Valid with { Recipients = [new RecipientSettings("owner@example.com", new string('x', 201))] }).ShouldStartWith("recipients ");

    [Fact]
    public void Fault_OneAddressInTwoSpellings_IsNamed() =>
        Fault(Valid with { Recipients = [new RecipientSettings("owner@example.com"), new RecipientSettings("OWNER@example.com")] })
            .ShouldStartWith("recipients ");

    [Fact]
    public void Fault_FiftyRecipients_AreTheMost()
    {
        RecipientSettings[] Many(int count) => [.. Enumerable.Range(1, count).Select(n => new RecipientSettings($"owner{n}@example.com"))];

        TenantValidation.Fault(Valid with { Recipients = Many(50) }).ShouldBeNull();
        Fault(Valid with { Recipients = Many(51) }).ShouldStartWith("recipients ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1AbC")]
    [InlineData("acct_")]
    [InlineData("ACCT_1")]
    [InlineData("acct_1-2")]
    [InlineData("acct_1\n")]
    [InlineData(null)]
    public void Fault_StripeAccount_IsNamed(string? account) => Fault(Valid with { StripeAccounts = ["acct_1", account!] }).ShouldStartWith("stripeAccounts ");

    private static string Fault(TenantSettings settings) => TenantValidation.Fault(settings).ShouldNotBeNull();
}
