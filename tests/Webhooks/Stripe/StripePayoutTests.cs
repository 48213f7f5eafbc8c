using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>What payouts move between Stripe's balance and the bank.</summary>
public sealed class StripePayoutTests
{
    private static readonly DateTimeOffset Later = StripeEvents.At.AddDays(5);

    [Fact]
    public void Map_PaidPayout_LeavesTheBalanceWhenItWasCreated()
    {
        var delivery = Mapping.Map(StripeEvents.Payout(
            amount: 4200, eventAt: Later, account: "acct_1", livemode: false, metadata: new() { ["branch"] = "north" }));

        delivery.Payments.ShouldBe([new Payment
        {
            SourceKey = "po:po_1:paid",
            OccurredAt = StripeEvents.At,
            Kind = PaymentKind.Payout,
            AmountMinor = -4200,
            Currency = "USD",
            Livemode = false,
            Account = "acct_1",
            BalanceTransactionId = "txn_po_1",
            Tags = new Tags { Branch = "north" },
        }]);
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void Map_FailedPayout_HadLeftAndComesBackWithItsEvent()
    {
        var delivery = Mapping.Map(StripeEvents.Payout(amount: 4200, status: "failed", eventAt: Later));

        delivery.Movements().ShouldBe([("po:po_1:paid", PaymentKind.Payout, -4200, "USD"), ("po:po_1:failed", PaymentKind.Payout, 4200, "USD")]);
        delivery.Payments.Select(payment => payment.OccurredAt).ShouldBe([StripeEvents.At, Later]);
        delivery.Payments.Select(payment => payment.BalanceTransactionId).ShouldBe(["txn_po_1", "txn_back_po_1"]);
    }

    [Theory]
    [InlineData("paid", "po:po_1:paid=4200")]
    [InlineData("failed", "po:po_1:paid=4200 po:po_1:failed=-4200")]
    public void Map_DebitFromTheBank_MovesTheOtherWay(string status, string movements) =>
        string.Join(' ', Mapping.Map(StripeEvents.Payout(amount: -4200, status: status)).Payments.Select(payment => $"{payment.SourceKey}={payment.AmountMinor}"))
            .ShouldBe(movements);

    [Theory]
    [InlineData("pending")]
    [InlineData("in_transit")]
    [InlineData("canceled")]
    [InlineData("a_status_to_come")]
    [InlineData(null)]
    public void Map_PayoutThatIsNeitherPaidNorFailed_MovesNothing(string? status)
    {
        var delivery = Mapping.Map(StripeEvents.Payout(type: "payout.paid", customize: payout => payout["status"] = status));

        delivery.Payments.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("payout.created")]
    [InlineData("payout.updated")]
    [InlineData("payout.reconciliation_completed")]
    [InlineData("payout.failed")]
    public void Map_AnyEventType_MovesByTheState(string type) =>
        Mapping.Map(StripeEvents.Payout(type: type)).Movements().ShouldBe([("po:po_1:paid", PaymentKind.Payout, -1000, "USD")]);

    [Fact]
    public void Map_PayoutOfNothing_MovesNothing() => Mapping.Map(StripeEvents.Payout(amount: 0)).Payments.ShouldBeEmpty();

    [Theory]
    [InlineData("jpy", 500, "JPY")]
    [InlineData("kwd", 1234, "KWD")]
    [InlineData("usd", long.MaxValue, "USD")]
    public void Map_AnyCurrency_LeavesTheAmountAlone(string sent, long amount, string kept) =>
        Mapping.Map(StripeEvents.Payout(amount: amount, currency: sent)).Movements().ShouldBe([("po:po_1:paid", PaymentKind.Payout, -amount, kept)]);

    [Fact]
    public void Map_Payout_LinksNobody() =>
        Mapping.Map(StripeEvents.Payout(metadata: new() { ["client_id"] = "c1" })).Links.ShouldBeEmpty();
}
