using System.Globalization;
using System.Text;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>Bodies that are signed and wrong: each is kept with its bytes, under a key, and moves nothing.</summary>
public sealed class StripeBadInputTests
{
    private static readonly byte[] Charge = StripeEvents.Charge(eventId: "evt_1");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{'id':'evt_1'}")]
    [InlineData("{\"id\":\"evt_1\",}")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("\"evt_1\"")]
    [InlineData("{}")]
    [InlineData("{\"id\":null,\"type\":null}")]
    [InlineData("\uFEFF{}")]
    [InlineData("a=1&b=2")]
    public void Map_BodyThatIsNoEvent_IsKeptUnderItsHash(string text) => ShouldBeUnreadable(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("\"evt_1\"", "null")]
    [InlineData("\"evt_1\"", "\"\"")]
    [InlineData("\"evt_1\"", "1")]
    [InlineData("\"evt_1\"", "{}")]
    [InlineData("\"evt_1\"", "[]")]
    [InlineData("\"evt_1\"", "\"evt_\\u0000\"")]
    [InlineData("\"evt_1\"", "\"\\ud800\"")]
    [InlineData("\"evt_1\"", "\"\\udc00\\ud800\"")]
    [InlineData("\"charge.succeeded\"", "null")]
    [InlineData("\"charge.succeeded\"", "\"\"")]
    [InlineData("\"charge.succeeded\"", "7")]
    [InlineData("\"charge.succeeded\"", "\"\\u0000\"")]
    [InlineData("\"charge.succeeded\"", "\"charge.\\udfff\"")]
    public void Map_IdOrTypeThatIsNoText_IsKeptUnderItsHash(string text, string replacement) => ShouldBeUnreadable(Charge.With(text, replacement));

    [Fact]
    public void Map_IdThatIsNotUtf8_IsKeptUnderItsHash() => ShouldBeUnreadable(Charge.With("evt_1", 0xC3, 0x28));

    [Theory]
    [InlineData("\"evt_1\"")]
    [InlineData("\"charge.succeeded\"")]
    public void Map_IdOrTypeOver255Characters_IsKeptUnderItsHash(string text)
    {
        Mapping.Map(Charge.With(text, $"\"{new string('x', 255)}\"")).Quarantine.ShouldBeEmpty();
        ShouldBeUnreadable(Charge.With(text, $"\"{new string('x', 256)}\""));
    }

    [Fact]
    public void Map_AThousandLevelsDeep_IsKeptUnderItsHash() =>
        ShouldBeUnreadable(Charge.With("\"cus_1\"", $"{string.Concat(Enumerable.Repeat("{\"a\":", 1000))}1{new string('}', 1000)}"));

    [Fact]
    public void Map_TwoBodiesThatAreNoEvents_HaveKeysOfTheirOwn() =>
        Mapping.Map("{}"u8.ToArray()).SourceKey.ShouldNotBe(Mapping.Map("[]"u8.ToArray()).SourceKey);

    [Theory]
    [InlineData("created")]
    [InlineData("livemode")]
    [InlineData("data")]
    public void Map_EventWithoutAMember_IsQuarantinedUnderItsId(string member) =>
        ShouldBeQuarantined(StripeEvents.Charge(eventId: "evt_1", envelope: envelope => envelope.Remove(member)), "unmappable");

    [Theory]
    [InlineData("created", "\"1768478400\"")]
    [InlineData("created", "1768478400.5")]
    [InlineData("created", "1e9")]
    [InlineData("created", "true")]
    [InlineData("livemode", "\"true\"")]
    [InlineData("livemode", "1")]
    [InlineData("livemode", "null")]
    [InlineData("data", "null")]
    [InlineData("data", "[]")]
    [InlineData("data", "\"charge\"")]
    [InlineData("data", "{}")]
    [InlineData("data", "{\"object\":null}")]
    [InlineData("data", "{\"object\":[]}")]
    public void Map_EventMemberOfAnotherType_IsQuarantinedUnderItsId(string member, string value) =>
        ShouldBeQuarantined(StripeEvents.Charge(eventId: "evt_1", envelope: envelope => envelope[member] = "REPLACED").With("\"REPLACED\"", value), "unmappable");

    [Theory]
    [InlineData("amount_captured", "10.00")]
    [InlineData("amount_captured", "10.5")]
    [InlineData("amount_captured", "1e3")]
    [InlineData("amount_captured", "\"1000\"")]
    [InlineData("amount_captured", "\"10.00\"")]
    [InlineData("amount_captured", "9223372036854775808")]
    [InlineData("amount_captured", "1e400")]
    [InlineData("amount_captured", "-1")]
    [InlineData("amount_captured", "-9223372036854775808")]
    [InlineData("amount_captured", "true")]
    [InlineData("amount_captured", "{}")]
    [InlineData("currency", "null")]
    [InlineData("currency", "\"\"")]
    [InlineData("currency", "\"us\"")]
    [InlineData("currency", "\"usdt\"")]
    [InlineData("currency", "\"u$d\"")]
    [InlineData("currency", "\"ußd\"")]
    [InlineData("currency", "840")]
    [InlineData("id", "null")]
    [InlineData("id", "\"\"")]
    [InlineData("id", "\"ch_\\u0000\"")]
    [InlineData("id", "\"\\ud800\"")]
    [InlineData("created", "null")]
    [InlineData("created", "\"now\"")]
    [InlineData("status", "1")]
    [InlineData("paid", "\"yes\"")]
    [InlineData("captured", "1")]
    [InlineData("customer", "[]")]
    [InlineData("customer", "\"\\ud800\"")]
    [InlineData("metadata", "[]")]
    [InlineData("metadata", "\"sales\"")]
    [InlineData("object", "7")]
    public void Map_ChargeMemberThatCannotBeRead_IsQuarantinedUnderItsId(string member, string value) =>
        ShouldBeQuarantined(StripeEvents.Charge(eventId: "evt_1", customize: charge => charge[member] = "REPLACED").With("\"REPLACED\"", value), "unmappable");

    [Theory]
    [InlineData("id")]
    [InlineData("customer")]
    [InlineData("payment_intent")]
    public void Map_ChargeTextOver255Characters_IsQuarantinedUnderItsId(string member) =>
        ShouldBeQuarantined(StripeEvents.Charge(eventId: "evt_1", customize: charge => charge[member] = new string('x', 256)), "unmappable");

    [Theory]
    [InlineData("amount", "5.00")]
    [InlineData("amount", "\"500\"")]
    [InlineData("amount", "-500")]
    [InlineData("amount", "null")]
    [InlineData("currency", "null")]
    [InlineData("id", "null")]
    [InlineData("charge", "7")]
    public void Map_RefundMemberThatCannotBeRead_IsQuarantinedUnderItsId(string member, string value) =>
        ShouldBeQuarantined(
            StripeEvents.Refund(eventId: "evt_1", customize: refund => refund[member] = "REPLACED").With("\"REPLACED\"", value), "unmappable");

    [Theory]
    [InlineData("1999-12-31T23:59:59Z", false)]
    [InlineData("2000-01-01T00:00:00Z", true)]
    [InlineData("2026-02-16T12:00:00Z", true)]
    [InlineData("2026-02-16T12:00:01Z", false)]
    [InlineData("1970-01-01T00:00:00Z", false)]
    [InlineData("1969-12-31T23:59:59Z", false)]
    public void Map_EventTime_IsBelievedFrom2000To48HoursAhead(string at, bool believed)
    {
        Mapping.Now.ShouldBe(new DateTimeOffset(2026, 2, 14, 12, 0, 0, TimeSpan.Zero));
        var time = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        var delivery = Mapping.Map(StripeEvents.Charge(created: StripeEvents.At, eventAt: time));

        if (believed)
        {
            delivery.OccurredAt.ShouldBe(time);
            delivery.Payments.ShouldHaveSingleItem();
        }
        else
        {
            delivery.ShouldBeQuarantined("date-out-of-range");
            delivery.OccurredAt.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(946_684_799)]
    [InlineData(253_402_300_800)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Map_ChargeTimeThatCannotBeBelieved_IsQuarantined(long created) =>
        ShouldBeQuarantined(StripeEvents.Charge(eventId: "evt_1", customize: charge => charge["created"] = created), "date-out-of-range");

    [Theory]
    [InlineData("\"a \\u0000 b\"")]
    [InlineData("\"a \\ud800 b\"")]
    [InlineData("1e400")]
    [InlineData("{\"\\u0000\":1}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Map_OddValueWhereNothingIsRead_DoesNotStandInTheWay(string value) =>
        Mapping.Map(StripeEvents.Charge(customize: charge => charge["description"] = "REPLACED").With("\"REPLACED\"", value))
            .Payments.ShouldHaveSingleItem().AmountMinor.ShouldBe(1000);

    // A member's name is unescaped only when it is as long as the one that is looked for, and comes after it.
    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\ud800")]
    [InlineData("\\ud800 and a name longer than any that is read")]
    [InlineData("a\\udfff and a name longer than any that is read")]
    public void Map_OddMemberName_DoesNotStandInTheWay(string name)
    {
        var inEvent = StripeEvents.Charge(envelope: envelope => envelope["REPLACED"] = 1).With("REPLACED", name);
        var inCharge = StripeEvents.Charge(customize: charge => charge["REPLACED"] = 1).With("REPLACED", name);
        var inMetadata = StripeEvents.Charge(metadata: new() { ["team"] = "closers", ["REPLACED"] = "1" }).With("REPLACED", name);

        foreach (var body in new[] { inEvent, inCharge, inMetadata })
        {
            Mapping.Map(body).Body.ToArray().ShouldBe(body);
        }

        Mapping.Map(inMetadata).Payments.ShouldHaveSingleItem();
    }

    [Fact]
    public void Map_BytesThatAreNotUtf8WhereNothingIsRead_AreKept()
    {
        var body = StripeEvents.Charge(customize: charge => charge["description"] = "REPLACED").With("REPLACED", 0xFF, 0xFE, 0x80);

        Mapping.Map(body).Body.ToArray().ShouldBe(body);
    }

    [Fact]
    public void Map_Quarantine_NamesTheFieldAndNotItsValue()
    {
        const string value = "jenny.rosen@example.com";
        var note = Mapping.Map(StripeEvents.Charge(customize: charge => charge["amount_captured"] = value)).Quarantine.ShouldHaveSingleItem();

        note.Detail.ShouldContain("amount_captured");
        note.Detail.ShouldNotContain(value);
    }

    private static void ShouldBeUnreadable(byte[] body)
    {
        var delivery = Mapping.Map(body);

        delivery.ShouldBeQuarantined("unreadable");
        delivery.SourceKey.ShouldMatch("^body:[0-9a-f]{64}$");
        delivery.OccurredAt.ShouldBeNull();
        delivery.Body.ToArray().ShouldBe(body);
    }

    private static void ShouldBeQuarantined(byte[] body, string reason)
    {
        var delivery = Mapping.Map(body);

        delivery.ShouldBeQuarantined(reason);
        delivery.SourceKey.ShouldBe("evt_1");
        delivery.Body.ToArray().ShouldBe(body);
    }
}
