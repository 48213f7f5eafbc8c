using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Local.Demo;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

public sealed class Ed25519Tests
{
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);

    private static readonly byte[] Seed = Encoding.ASCII.GetBytes("a key that signs in these tests!");
    private static readonly byte[] Key = Ed25519.ReadPublicKey(GoHighLevelSigner.PublicKey(Seed))!;
    private static readonly byte[] Message = "{\"type\":\"ContactCreate\"}"u8.ToArray();
    private static readonly byte[] Signature = GoHighLevelSigner.Sign(Seed, Message);

    // Of RFC 8032, section 7.1: name, private key, public key, message, signature.
    public static TheoryData<string, string, string, string, string> Vectors =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Ed25519", "rfc8032.txt"))
            .Select(line => line.Split(';')).Select(part => (part[0], part[1], part[2], part[3], part[4]))];

    [Theory, MemberData(nameof(Vectors))]
    public void Verify_VectorOfTheRfc_IsBelieved(string name, string seed, string key, string message, string signature)
    {
        name.ShouldNotBeEmpty();
        Ed25519.Verify(Bytes(key), Bytes(message), Bytes(signature)).ShouldBeTrue();
        Ed25519.Verify(Bytes(key), [.. Bytes(message), 0], Bytes(signature)).ShouldBeFalse();
        Convert.ToHexStringLower(GoHighLevelSigner.Sign(Bytes(seed), Bytes(message))).ShouldBe(signature);
        Ed25519.ReadPublicKey(GoHighLevelSigner.PublicKey(Bytes(seed))).ShouldBe(Bytes(key));
    }

    [Fact]
    public void Verify_AnyKeyAndMessage_IsBelievedUnderThatKeyAlone() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte>().Generator.ArrayOf(32).ToArbitrary(), ArbMap.Default.ArbFor<byte[]>(), (seed, message) =>
        {
            var signature = GoHighLevelSigner.Sign(seed, message);
            return Ed25519.Verify(Ed25519.ReadPublicKey(GoHighLevelSigner.PublicKey(seed))!, message, signature)
                && !Ed25519.Verify(Key, message, signature);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Verify_AnyBitChanged_IsNotBelieved()
    {
        Ed25519.Verify(Key, Message, Signature).ShouldBeTrue();
        Flips(Signature).ShouldAllBe(changed => !Ed25519.Verify(Key, Message, changed));
        Flips(Message).ShouldAllBe(changed => !Ed25519.Verify(Key, changed, Signature));
        Flips(Key).ShouldAllBe(changed => !Ed25519.Verify(changed, Message, Signature));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(128)]
    public void Verify_SignatureOfAnotherLength_IsNotBelieved(int length) =>
        Ed25519.Verify(Key, Message, [.. Signature.Concat(Signature).Take(length)]).ShouldBeFalse();

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Verify_KeyOfAnotherLength_IsNotBelieved(int length) =>
        Ed25519.Verify([.. Key.Concat(Key).Take(length)], Message, Signature).ShouldBeFalse();

    [Fact]
    public void Verify_SignatureOfAnotherMessage_IsNotBelieved() =>
        Ed25519.Verify(Key, Message, GoHighLevelSigner.Sign(Seed, "{}"u8.ToArray())).ShouldBeFalse();

    // The same equation holds for S and S + L: taking both would let anybody make a second signature from the first.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(14)]
    public void Verify_SNotReduced_IsNotBelieved(int times)
    {
        var s = new BigInteger(Signature.AsSpan(32), isUnsigned: true) + (times * Order);
        var bytes = s.ToByteArray(isUnsigned: true);
        bytes.Length.ShouldBe(32);

        Ed25519.Verify(Key, Message, [.. Signature[..32], .. bytes]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Verify_KeyOfSmallOrder_IsNoKeyAndBelievesNothing(string key)
    {
        Ed25519.ReadPublicKey(Convert.ToBase64String([.. Bytes("302a300506032b6570032100"), .. Bytes(key)])).ShouldBeNull();

        // With R a point of small order and S zero, the equation holds for about every eighth message.
        var forged = (byte[])[1, .. new byte[63]];
        Enumerable.Range(0, 64).ShouldAllBe(number => !Ed25519.Verify(Bytes(key), new[] { (byte)number }, forged));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("i2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=")]
    [InlineData("MCowBQYDK2VuAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=")]
    [InlineData("MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiA==")]
    [InlineData("MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOgA")]
    public void ReadPublicKey_NotAnEd25519Key_IsNone(string text) => Ed25519.ReadPublicKey(text).ShouldBeNull();

    private static IEnumerable<byte[]> Flips(byte[] bytes) => Enumerable.Range(0, bytes.Length * 8).Select(bit =>
    {
        var changed = (byte[])bytes.Clone();
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    });

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);
}
