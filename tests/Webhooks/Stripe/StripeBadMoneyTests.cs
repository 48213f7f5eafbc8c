namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>Disputes and payouts that are signed and wrong: each is kept with its bytes, and nothing of it moves.</summary>
public sealed class StripeBadMoneyTests
{
    [Theory, MemberData(nameof(NoAmounts))]
    public void Map_DisputeAmountThatIsNoInteger_IsQuarantinedUnderItsId(string value) =>
        ShouldBeQuarantined(
            StripeEvents.Dispute(eventId: "evt_1", transactions: [StripeEvents.Transaction()], customize: dispute => dispute["amount"] = "REPLACED").With("\"REPLACED\"", value),
            "unmappable");

    // The first of the two could be read: nothing of a delivery is half mapped.
    [Theory, MemberData(nameof(NoFigures))]
    public void Map_FigureOfABalanceTransactionThatIsNoInteger_IsQuarantinedUnderItsId(string member, string value)
    {
        var transaction = StripeEvents.Transaction("txn_2");
        transaction[member] = "REPLACED";

        ShouldBeQuarantined(StripeEvents.Dispute(eventId: "evt_1", transactions: [StripeEvents.Transaction(), transaction]).With("\"REPLACED\"", value), "unmappable");
    }

    [Theory, MemberData(nameof(NoAmounts))]
    public void Map_PayoutAmountThatIsNoInteger_IsQuarantinedUnderItsId(string value)
    {
        foreach (var status in new[] { "paid", "failed", "pending" })
        {
            ShouldBeQuarantined(
                StripeEvents.Payout(status: status, eventId: "evt_1", customize: payout => payout["amount"] = "REPLACED").With("\"REPLACED\"", value), "unmappable");
        }
    }

    [Theory]
    [InlineData("balance_transactions", "null")]
    [InlineData("balance_transactions", "{}")]
    [InlineData("balance_transactions", "\"txn_1\"")]
    [InlineData("balance_transactions", "[\"txn_1\"]")]
    [InlineData("balance_transactions", "[{\"id\":\"txn_1\",\"amount\":-5,\"currency\":\"usd\",\"created\":1768478400},\"txn_2\"]")]
    [InlineData("balance_transactions", "[{\"amount\":-5,\"currency\":\"usd\",\"created\":1768478400}]")]
    [InlineData("balance_transactions", "[{\"id\":\"txn_1\",\"currency\":\"usd\",\"created\":1768478400}]")]
    [InlineData("balance_transactions", "[{\"id\":\"txn_1\",\"amount\":-5,\"created\":1768478400}]")]
    [InlineData("balance_transactions", "[{\"id\":\"txn_1\",\"amount\":-5,\"currency\":\"usd\"}]")]
    [InlineData("amount", "null")]
    [InlineData("amount", "-1")]
    [InlineData("currency", "\"dollars\"")]
    [InlineData("charge", "[]")]
    public void Map_DisputeMemberThatCannotBeRead_IsQuarantinedUnderItsId(string member, string value) =>
        ShouldBeQuarantined(
            StripeEvents.Dispute(eventId: "evt_1", transactions: [StripeEvents.Transaction()], customize: dispute => dispute[member] = "REPLACED").With("\"REPLACED\"", value),
            "unmappable");

    [Theory]
    [InlineData("id", "null")]
    [InlineData("amount", "null")]
    [InlineData("amount", "-9223372036854775808")]
    [InlineData("currency", "null")]
    [InlineData("status", "7")]
    [InlineData("created", "null")]
    public void Map_PayoutMemberThatCannotBeRead_IsQuarantinedUnderItsId(string member, string value) =>
        ShouldBeQuarantined(
            StripeEvents.Payout(eventId: "evt_1", customize: payout => payout[member] = "REPLACED").With("\"REPLACED\"", value), "unmappable");

    [Fact]
    public void Map_BalanceTransactionOfAnUnbelievableTime_IsQuarantined() => ShouldBeQuarantined(
        StripeEvents.Dispute(eventId: "evt_1", transactions: [StripeEvents.Transaction(created: DateTimeOffset.UnixEpoch.AddDays(1))]), "date-out-of-range");

    public static TheoryData<string> NoAmounts => ["10.00", "10.5", "1e3", "\"1000\"", "\"10.00\"", "9223372036854775808", "-9223372036854775809", "1e400", "true", "{}"];

    public static MatrixTheoryData<string, string> NoFigures => new(["amount", "fee", "net"], ["-10.00", "1e3", "\"1000\"", "9223372036854775808", "-9223372036854775809", "{}"]);

    private static void ShouldBeQuarantined(byte[] body, string reason)
    {
        var delivery = Mapping.Map(body);

        delivery.ShouldBeQuarantined(reason);
        delivery.SourceKey.ShouldBe("evt_1");
        delivery.Body.ToArray().ShouldBe(body);
    }
}
