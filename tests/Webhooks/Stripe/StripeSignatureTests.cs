using System.Text;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Webhooks.Stripe;

public sealed class StripeSignatureTests
{
    private const string Secret = "whsec_current";

    // Of Fixtures/Stripe/charge.succeeded.json:
    // { printf '1767268800.'; cat charge.succeeded.json; } | openssl dgst -sha256 -hmac whsec_fixture_old
    private const long FixtureTime = 1767268800;
    private const string FixtureOld = "c2be782c0081660d67bb1437144dd28caf57a6abb417d64527ddf295bd53a038";
    private const string FixtureNew = "04ee8789f4fdfec5623831bb6d4d35850ab4c258263128199c4c98443ed593d0";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1"}""");
    private static readonly DateTimeOffset Now = StripeEvents.At;

    [Fact]
    public void Reject_StripesOwnVector_IsAccepted()
    {
        var body = Payloads.Read("event_test_signature.json");
        body.Length.ShouldBe(484);

        Reject(
            "t=1533204620,v1=2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7",
            body,
            DateTimeOffset.FromUnixTimeSeconds(1533204620),
            "webhook_secret").ShouldBeNull();
    }

    [Theory]
    [InlineData(FixtureOld, "whsec_fixture_old")]
    [InlineData(FixtureNew, "whsec_fixture_new")]
    public void Reject_SignatureComputedByOpenssl_IsAccepted(string signature, string secret) =>
        Reject($"t={FixtureTime},v1={signature}", Payloads.Fixture("charge.succeeded.json"), DateTimeOffset.FromUnixTimeSeconds(FixtureTime), secret)
            .ShouldBeNull();

    [Fact]
    public void Reject_SecretWithoutItsPrefix_IsRefused() =>
        Reject($"t={FixtureTime},v1={FixtureOld}", Payloads.Fixture("charge.succeeded.json"), DateTimeOffset.FromUnixTimeSeconds(FixtureTime), "fixture_old")
            .ShouldBe("No v1 signature matches the body.");

    [Fact]
    public void Sign_OurFixture_IsWhatOpensslSays() =>
        StripeEvents.Sign(Payloads.Fixture("charge.succeeded.json"), "whsec_fixture_new", DateTimeOffset.FromUnixTimeSeconds(FixtureTime))
            .ShouldBe($"t={FixtureTime},v1={FixtureNew}");

    [Theory]
    [InlineData("whsec_current", "whsec_current")]
    [InlineData("whsec_old,whsec_current", "whsec_current")]
    [InlineData("whsec_current", "whsec_old,whsec_current")]
    [InlineData("whsec_old,whsec_current", "whsec_current,whsec_next")]
    public void Reject_RolledSecrets_AnyConfiguredAgainstAnySigned(string signedWith, string configured) =>
        Reject(StripeEvents.Sign(Body, Now, signedWith.Split(',')), Body, Now, configured.Split(',')).ShouldBeNull();

    [Theory]
    [InlineData("whsec_old", "whsec_current")]
    [InlineData("whsec_old,whsec_older", "whsec_current,whsec_next")]
    [InlineData("whsec_current", "WHSEC_CURRENT")]
    public void Reject_NoSecretInCommon_IsRefused(string signedWith, string configured) =>
        Reject(StripeEvents.Sign(Body, Now, signedWith.Split(',')), Body, Now, configured.Split(',')).ShouldBe("No v1 signature matches the body.");

    [Fact]
    public void Reject_NoSecretConfigured_IsRefused() => Reject(StripeEvents.Sign(Body, Secret, Now), Body, Now).ShouldNotBeNull();

    [Theory]
    [InlineData(0)]
    [InlineData(299)]
    [InlineData(300)]
    [InlineData(-300)]
    public void Reject_AgeWithinTolerance_IsAccepted(int secondsOld) =>
        Reject(StripeEvents.Sign(Body, Secret, Now.AddSeconds(-secondsOld)), Body, Now, Secret).ShouldBeNull();

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    [InlineData(86_400)]
    [InlineData(-86_400)]
    public void Reject_AgeBeyondTolerance_IsRefused(int secondsOld) =>
        Reject(StripeEvents.Sign(Body, Secret, Now.AddSeconds(-secondsOld)), Body, Now, Secret)
            .ShouldBe("The signature's timestamp is too far from the current time.");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Reject_NoHeader_SaysSo(string? header) => Reject(header, Body, Now, Secret).ShouldBe("The Stripe-Signature header is missing.");

    // {t} and {v1} stand for the right ones.
    [Theory]
    [InlineData("t=,v1={v1}")]
    [InlineData("t,v1={v1}")]
    [InlineData(",,")]
    [InlineData(",")]
    [InlineData("t")]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("t={t}")]
    [InlineData("t={t},")]
    [InlineData("v1={v1}")]
    [InlineData("t={t},v0={v1}")]
    [InlineData("t={t},V1={v1}")]
    [InlineData("T={t},v1={v1}")]
    [InlineData("t={t},t={t},v1={v1}")]
    [InlineData("t={t},v1={v1},t={t}")]
    [InlineData("t={t},v1={v1},t=")]
    [InlineData("t={t}x,v1={v1}")]
    [InlineData("t=0x{t},v1={v1}")]
    [InlineData("t={t}.0,v1={v1}")]
    [InlineData("t=-{t},v1={v1}")]
    [InlineData("t=+{t},v1={v1}")]
    [InlineData("t= {t},v1={v1}")]
    [InlineData("t={t} ,v1={v1}")]
    [InlineData("t=99999999999999999999,v1={v1}")]
    [InlineData("t=١٧٦٧٢٦٨٨٠٠,v1={v1}")]
    [InlineData("t={t},v1=")]
    [InlineData("t={t},v1")]
    [InlineData("t={t},v1=zz{v1}")]
    [InlineData("t={t},v1=not-hex")]
    [InlineData("t={t},v1=abcdef")]
    [InlineData("t={t},v1={v1}00")]
    [InlineData("t={t},v1={v1},v1=abc")]
    [InlineData("t={t}, v1={v1}")]
    [InlineData("t={t},v1= {v1}")]
    [InlineData("t={t},v1={v1} ")]
    [InlineData("t={t};v1={v1}")]
    [InlineData("{t},{v1}")]
    public void Reject_MalformedHeader_IsRefused(string header)
    {
        var (timestamp, signature) = Right();

        Reject(header.Replace("{t}", timestamp, StringComparison.Ordinal).Replace("{v1}", signature, StringComparison.Ordinal), Body, Now, Secret)
            .ShouldBe("The Stripe-Signature header is malformed.");
    }

    [Fact]
    public void Reject_SixtyFourCharactersThatAreNotHex_IsMalformed() =>
        Reject($"t={Right().Timestamp},v1={new string('g', 64)}", Body, Now, Secret).ShouldBe("The Stripe-Signature header is malformed.");

    [Fact]
    public void Reject_HeaderOfFourKibibytes_IsReadAndOneMoreCharacterIsNot()
    {
        var header = $"{StripeEvents.Sign(Body, Secret, Now)},v0=";
        Reject(header.PadRight(4096, '0'), Body, Now, Secret).ShouldBeNull();
        Reject(header.PadRight(4097, '0'), Body, Now, Secret).ShouldBe("The Stripe-Signature header is malformed.");
    }

    [Fact]
    public void Reject_EightSignatures_AreReadAndNineAreNot()
    {
        string[] others = [.. Enumerable.Range(1, 7).Select(n => $"whsec_{n}")];
        Reject(StripeEvents.Sign(Body, Now, [.. others, Secret]), Body, Now, Secret).ShouldBeNull();
        Reject(StripeEvents.Sign(Body, Now, [.. others, Secret, "whsec_9"]), Body, Now, Secret).ShouldBe("The Stripe-Signature header is malformed.");
    }

    [Fact]
    public void Reject_UpperCaseHex_IsAccepted()
    {
        var (timestamp, signature) = Right();
        Reject($"t={timestamp},v1={signature.ToUpperInvariant()}", Body, Now, Secret).ShouldBeNull();
    }

    [Theory]
    [InlineData("v1={v1},t={t}")]
    [InlineData("v0=whatever,t={t},v1={v1}")]
    [InlineData("t={t},v1={v1},v2=of the future")]
    public void Reject_OtherOrderAndOtherSchemes_AreAccepted(string header)
    {
        var (timestamp, signature) = Right();
        Reject(header.Replace("{t}", timestamp, StringComparison.Ordinal).Replace("{v1}", signature, StringComparison.Ordinal), Body, Now, Secret).ShouldBeNull();
    }

    [Fact]
    public void Reject_EmptyBodySignedAsSuch_IsAccepted() => Reject(StripeEvents.Sign([], Secret, Now), [], Now, Secret).ShouldBeNull();

    [Fact]
    public void Reject_BodyReformatted_IsRefused() =>
        Reject(StripeEvents.Sign(Body, Secret, Now), [.. Body, (byte)'\n'], Now, Secret).ShouldBe("No v1 signature matches the body.");

    [Fact]
    public void Reject_SignatureMovedToAnotherSecond_IsRefused()
    {
        var (_, signature) = Right();
        Reject($"t={Now.ToUnixTimeSeconds() + 1},v1={signature}", Body, Now, Secret).ShouldBe("No v1 signature matches the body.");
    }

    private static (string Timestamp, string Signature) Right() =>
        StripeEvents.Sign(Body, Secret, Now).Split(",v1=") is [var timestamp, var signature] ? (timestamp[2..], signature) : throw new InvalidOperationException();

    private static string? Reject(string? header, byte[] body, DateTimeOffset now, params string[] secrets) =>
        StripeSignature.Reject(header, body, secrets, now);
}
