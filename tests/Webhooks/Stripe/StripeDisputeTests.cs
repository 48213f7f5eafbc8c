using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>What disputes move: each balance transaction within one, and nothing by its status.</summary>
public sealed class StripeDisputeTests
{
    private static readonly DateTimeOffset Later = StripeEvents.At.AddDays(20);

    [Fact]
    public void Map_Withdrawal_KeepsWhatTheDisputeAndItsTransactionSay()
    {
        var delivery = Mapping.Map(StripeEvents.Dispute(
            charge: "ch_7", amount: 2000, eventAt: Later, account: "acct_1", livemode: false, metadata: new() { ["team"] = "closers" },
            transactions: [StripeEvents.Transaction(amount: -2000, fee: 1500, created: StripeEvents.At.AddDays(3))]));

        delivery.Payments.ShouldBe([new Payment
        {
            SourceKey = "txn:txn_1",
            OccurredAt = StripeEvents.At.AddDays(3),
            Kind = PaymentKind.Dispute,
            AmountMinor = -2000,
            Currency = "USD",
            SettlementAmountMinor = -2000,
            SettlementFeeMinor = 1500,
            SettlementNetMinor = -3500,
            SettlementCurrency = "USD",
            Livemode = false,
            Account = "acct_1",
            ChargeId = "ch_7",
            PaymentIntentId = "pi_ch_7",
            BalanceTransactionId = "txn_1",
            Tags = new Tags { Team = "closers" },
        }]);
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("usd", -2000, "eur", -1840, -2000)]
    [InlineData("usd", 2000, "eur", 1840, 2000)]
    [InlineData("jpy", 2000, "usd", -1311, -2000)]
    [InlineData("kwd", 2000, "USD", -650, -2000)]
    [InlineData("usd", 2000, "USD", -700, -700)]
    [InlineData("usd", 2000, "eur", 0, 0)]
    public void Map_AnySettlementCurrency_MovesTheDisputedAmountUnlessItIsTheSame(string currency, long amount, string settlement, long settled, long moved)
    {
        var payment = Mapping.Map(StripeEvents.Dispute(
            amount: Math.Abs(amount), currency: currency, transactions: [StripeEvents.Transaction(amount: settled, currency: settlement)])).Payments.ShouldHaveSingleItem();

        (payment.AmountMinor, payment.Currency).ShouldBe((moved, currency.ToUpperInvariant()));
        (payment.SettlementAmountMinor, payment.SettlementCurrency).ShouldBe((settled, settlement.ToUpperInvariant()));
    }

    [Fact]
    public void Map_LargestAmounts_AreKept() =>
        Mapping.Map(StripeEvents.Dispute(amount: long.MaxValue, transactions: [StripeEvents.Transaction(amount: long.MinValue, fee: 0)]))
            .Movements().ShouldBe([("txn:txn_1", PaymentKind.Dispute, long.MinValue, "USD")]);

    [Fact]
    public void Map_ReinstatedWhileUnderReview_GivesTheFeeBack()
    {
        var delivery = Mapping.Map(StripeEvents.Dispute(
            status: "under_review", transactions: [StripeEvents.Transaction(), StripeEvents.Transaction("txn_2", 1000, fee: -1500)]));

        delivery.Movements().ShouldBe([("txn:txn_1", PaymentKind.Dispute, -1000, "USD"), ("txn:txn_2", PaymentKind.Dispute, 1000, "USD")]);
        delivery.Payments.Select(payment => (payment.SettlementFeeMinor, payment.SettlementNetMinor)).ShouldBe([(1500, -2500), (-1500, 2500)]);
    }

    [Fact]
    public void Map_TransactionWithoutFeeAndNet_IsAMovementAllTheSame()
    {
        var transaction = StripeEvents.Transaction();
        transaction.Remove("fee");
        transaction["net"] = null;

        var payment = Mapping.Map(StripeEvents.Dispute(transactions: [transaction])).Payments.ShouldHaveSingleItem();

        (payment.AmountMinor, payment.SettlementFeeMinor, payment.SettlementNetMinor).ShouldBe((-1000, null, null));
    }

    [Theory]
    [InlineData("warning_needs_response")]
    [InlineData("warning_under_review")]
    [InlineData("warning_closed")]
    [InlineData("needs_response")]
    [InlineData("under_review")]
    [InlineData("won")]
    [InlineData("lost")]
    [InlineData("prevented")]
    [InlineData("a_status_to_come")]
    public void Map_AnyStatus_MovesItsTransactionsAndNoMore(string status)
    {
        Mapping.Map(StripeEvents.Dispute(status: status)).Payments.ShouldBeEmpty();
        Mapping.Map(StripeEvents.Dispute(status: status)).Quarantine.ShouldBeEmpty();
        Mapping.Map(StripeEvents.Dispute(status: status, transactions: [StripeEvents.Transaction()]))
            .Movements().ShouldBe([("txn:txn_1", PaymentKind.Dispute, -1000, "USD")]);
    }

    [Theory]
    [InlineData("charge.dispute.created")]
    [InlineData("charge.dispute.funds_withdrawn")]
    [InlineData("charge.dispute.closed")]
    [InlineData("charge.dispute.something_new")]
    public void Map_AnyEventType_MovesTheSame(string type) =>
        Mapping.Map(StripeEvents.Dispute(type: type, transactions: [StripeEvents.Transaction()]))
            .Movements().ShouldBe([("txn:txn_1", PaymentKind.Dispute, -1000, "USD")]);

    [Fact]
    public void Map_ExpandedObjects_AreTheirIds()
    {
        var payment = Mapping.Map(StripeEvents.Dispute(transactions: [StripeEvents.Transaction()], customize: dispute =>
        {
            dispute["charge"] = new JsonObject { ["id"] = "ch_9", ["object"] = "charge", ["amount"] = "none" };
            dispute["payment_intent"] = new JsonObject { ["id"] = "pi_9", ["object"] = "payment_intent" };
        })).Payments.ShouldHaveSingleItem();

        (payment.ChargeId, payment.PaymentIntentId).ShouldBe(("ch_9", "pi_9"));
    }

    [Fact]
    public void Map_OldVersionWithoutAPaymentIntent_MovesTheSame()
    {
        var payment = Mapping.Map(StripeEvents.Dispute(transactions: [StripeEvents.Transaction()], customize: dispute => dispute.Remove("payment_intent")))
            .Payments.ShouldHaveSingleItem();

        (payment.ChargeId, payment.PaymentIntentId).ShouldBe(("ch_1", null));
    }

    [Fact]
    public void Map_AnotherAccount_IsKeptAndQuarantined() =>
        Mapping.Map(StripeEvents.Dispute(account: "acct_9", transactions: [StripeEvents.Transaction()]), "acct_1").ShouldBeQuarantined("unknown-account");
}
