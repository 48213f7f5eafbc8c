using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Plumbline.Local;
using Plumbline.Local.Demo;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

public sealed class GoHighLevelSignatureTests
{
    private const string HighLevels = "MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=";
    private const string Malformed = "The X-GHL-Signature header is malformed.";
    private const string NoMatch = "The X-GHL-Signature does not match the body.";

    private static readonly byte[] Body = """{"type":"ContactCreate","locationId":"loc_1"}"""u8.ToArray();

    [Theory]
    [InlineData(GoHighLevelSigner.DemoPublicKey)]
    [InlineData($"{HighLevels},{GoHighLevelSigner.DemoPublicKey}")]
    [InlineData($"{GoHighLevelSigner.DemoPublicKey}, {HighLevels}")]
    public void Reject_SignedWithAnyKeyInForce_IsBelieved(string keys) => Reject(GoHighLevelSigner.Sign(Body), keys).ShouldBeNull();

    [Fact]
    public void Reject_SignedWithAnotherKey_IsRefused() => Reject(GoHighLevelSigner.Sign(Body), HighLevels).ShouldBe(NoMatch);

    [Fact]
    public void Reject_SignedForAnotherBody_IsRefused() =>
        Reject(GoHighLevelSigner.Sign([.. Body, (byte)'\n'])).ShouldBe(NoMatch);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("N/A")]
    [InlineData("n/a")]
    public void Reject_NotSigned_SaysSo(string? header)
    {
        GoHighLevelSignature.IsGiven(header).ShouldBeFalse();
        Reject(header).ShouldBe("The X-GHL-Signature header is missing.");
        GoHighLevelSignature.RejectRsa(header, Body, []).ShouldBe("The X-WH-Signature header is missing.");
    }

    public static TheoryData<string> Garbled
    {
        get
        {
            var right = GoHighLevelSigner.Sign(Body);
            return
            [
                "garbage",
                right[..^1],
                right[..^2],
                right + "=",
                right + "\n",
                right[..44] + " " + right[44..],
                $"{right},{right}",
                Convert.ToHexString(Convert.FromBase64String(right)),
                right[..85] + Next(right[85]) + "==",
                new string('A', 88),
                new string('A', 100_000),
            ];
        }
    }

    [Theory, MemberData(nameof(Garbled))]
    public void Reject_NotTheBase64OfASignature_IsMalformed(string header) => Reject(header).ShouldBe(Malformed);

    [Fact]
    public void RejectRsa_SignedWithItsKey_IsBelievedAndNothingElseIs()
    {
        using var rsa = RSA.Create(2048);
        var key = rsa.ExportSubjectPublicKeyInfo();
        string Sign(byte[] body, HashAlgorithmName hash, RSASignaturePadding padding) => Convert.ToBase64String(rsa.SignData(body, hash, padding));
        string? RejectRsa(string header) => GoHighLevelSignature.RejectRsa(header, Body, key);
        var right = Sign(Body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        RejectRsa(right).ShouldBeNull();
        RejectRsa(Sign([.. Body, 0], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)).ShouldBe("The X-WH-Signature does not match the body.");
        RejectRsa(Sign(Body, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)).ShouldBe("The X-WH-Signature does not match the body.");
        RejectRsa(Sign(Body, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)).ShouldBe("The X-WH-Signature does not match the body.");
        RejectRsa(right[4..]).ShouldBe("The X-WH-Signature header is malformed.");
        RejectRsa(GoHighLevelSigner.Sign(Body)).ShouldBe("The X-WH-Signature header is malformed.");
    }

    [Fact]
    public void Options_Untouched_AreHighLevelsOwnKeyAlone()
    {
        var options = new GoHighLevelOptions();

        Problems(options).ShouldBeEmpty();
        options.ReadPublicKeys().ShouldHaveSingleItem().ShouldBe(Ed25519.ReadPublicKey(HighLevels));
        options.ReadRsaPublicKey().ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData($"{HighLevels},")]
    [InlineData($"{HighLevels},nonsense")]
    [InlineData("MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Options_PublicKeyMalformed_AreRefusedByName(string keys) =>
        Problems(new GoHighLevelOptions { PublicKey = keys }).ShouldHaveSingleItem().ShouldContain("PublicKey");

    [Theory]
    [InlineData(true, "")]
    [InlineData(true, "nonsense")]
    [InlineData(false, "nonsense")]
    [InlineData(true, HighLevels)]
    public void Options_RsaKeyMissingOrMalformed_AreRefusedByName(bool accept, string key) =>
        Problems(new GoHighLevelOptions { AcceptRsa = accept, RsaPublicKey = key }).ShouldHaveSingleItem().ShouldContain("RsaPublicKey");

    [Theory]
    [InlineData(1024, false)]
    [InlineData(2048, true)]
    public void Options_RsaKeyTooShort_AreRefused(int bits, bool accepted)
    {
        using var rsa = RSA.Create(bits);

        var options = new GoHighLevelOptions { AcceptRsa = true, RsaPublicKey = Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()) };

        Problems(options).Count.ShouldBe(accepted ? 0 : 1);
    }

    [Fact]
    public void Sample_OfSettings_BelievesHighLevelAndTheDemo()
    {
        var sample = LocalSettings.ReadFile(AppContext.BaseDirectory);
        var options = new GoHighLevelOptions
        {
            PublicKey = sample["GoHighLevel:PublicKey"]!,
            AcceptRsa = bool.Parse(sample["GoHighLevel:AcceptRsa"]!),
            RsaPublicKey = sample["GoHighLevel:RsaPublicKey"]!,
        };

        Problems(options).ShouldBeEmpty();
        options.PublicKey.ShouldBe(HighLevels);
        options.ReadRsaPublicKey().ShouldBeNull();
        sample["Secrets:ghl-workflow--demo"].ShouldNotBeNullOrEmpty();
        sample["Secrets:contact-hash"].ShouldNotBeNullOrEmpty();
    }

    private static string? Reject(string? header, string keys = GoHighLevelSigner.DemoPublicKey) =>
        GoHighLevelSignature.Reject(header, Body, new GoHighLevelOptions { PublicKey = keys }.ReadPublicKeys());

    private static List<string> Problems(GoHighLevelOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return [.. problems.Select(problem => problem.ErrorMessage!)];
    }

    // The last letter before the padding has two bits to spare: another one can stand for the same bytes.
    private static char Next(char letter)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        return alphabet[(alphabet.IndexOf(letter, StringComparison.Ordinal) + 1) % 64];
    }
}
