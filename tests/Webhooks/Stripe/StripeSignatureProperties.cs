using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Webhooks.Stripe;

public sealed class StripeSignatureProperties
{
    private const int HexDigits = 64;

    private static readonly DateTimeOffset Now = StripeEvents.At;

    [Fact]
    public void Reject_WhatWasSigned_IsAccepted() =>
        Prop.ForAll(Signed().ToArbitrary(), signed => Reject(signed.Header, signed.Body, signed.Secret) is null).QuickCheckThrowOnFailure();

    [Fact]
    public void Reject_OneByteOfTheBodyChanged_IsRefused() =>
        Prop.ForAll(Changed(signed => signed.Body.Length).ToArbitrary(), changed =>
        {
            var body = changed.Signed.Body.ToArray();
            body[changed.Position] ^= changed.Mask;
            return Reject(changed.Signed.Header, body, changed.Signed.Secret) is not null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reject_OneByteOfTheSignatureChanged_IsRefused() =>
        Prop.ForAll(Changed(_ => HexDigits).ToArbitrary(), changed =>
        {
            var header = Flip(changed.Signed.Header, changed.Signed.Header.Length - HexDigits + changed.Position, changed.Mask);

            // Upper and lower case are the same digit.
            return string.Equals(header, changed.Signed.Header, StringComparison.OrdinalIgnoreCase)
                || Reject(header, changed.Signed.Body, changed.Signed.Secret) is not null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reject_OneByteOfTheTimestampChanged_IsRefused() =>
        Prop.ForAll(Changed(signed => TimestampLength(signed)).ToArbitrary(), changed =>
            Reject(Flip(changed.Signed.Header, "t=".Length + changed.Position, changed.Mask), changed.Signed.Body, changed.Signed.Secret) is not null)
            .QuickCheckThrowOnFailure();

    private static int TimestampLength(SignedBody signed) => signed.Header.IndexOf(',', StringComparison.Ordinal) - "t=".Length;

    private static string Flip(string header, int position, byte mask)
    {
        var characters = header.ToCharArray();
        characters[position] = (char)(characters[position] ^ mask);
        return new string(characters);
    }

    private static string? Reject(string header, byte[] body, string secret) => StripeSignature.Reject(header, body, [secret], Now);

    private static Gen<SignedBody> Signed() =>
        from bytes in Gen.Choose(0, 255).Select(value => (byte)value).NonEmptyListOf()
        from secret in Gen.Choose('!', '~').Select(value => (char)value).NonEmptyListOf()
        from age in Gen.Choose(-300, 300)
        select new SignedBody([.. bytes], string.Concat(secret), Now.AddSeconds(age));

    private static Gen<Change> Changed(Func<SignedBody, int> length) =>
        from signed in Signed()
        from position in Gen.Choose(0, length(signed) - 1)
        from mask in Gen.Choose(1, 255)
        select new Change(signed, position, (byte)mask);

    private sealed record SignedBody(byte[] Body, string Secret, DateTimeOffset At)
    {
        public string Header { get; } = StripeEvents.Sign(Body, Secret, At);

        public override string ToString() => $"{Convert.ToHexString(Body)} with {Encoding.UTF8.GetByteCount(Secret)}-byte secret: {Header}";
    }

    private sealed record Change(SignedBody Signed, int Position, byte Mask);
}
