using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>What refunds move, row by row of the table of movements.</summary>
public sealed class StripeRefundTests
{
    private static readonly DateTimeOffset Later = StripeEvents.At.AddDays(12);

    [Theory]
    [InlineData("refund.created")]
    [InlineData("refund.updated")]
    [InlineData("charge.refund.updated")]
    public void Map_SucceededRefund_GoesOut(string type)
    {
        var delivery = Mapping.Map(StripeEvents.Refund(amount: 500, type: type, eventAt: Later));

        delivery.Movements().ShouldBe([("re:re_1:out", PaymentKind.Refund, -500, "USD")]);
        delivery.Payments[0].OccurredAt.ShouldBe(StripeEvents.At);
        delivery.Payments[0].ChargeId.ShouldBe("ch_1");
        delivery.Payments[0].PaymentIntentId.ShouldBe("pi_ch_1");
        delivery.Payments[0].BalanceTransactionId.ShouldBeNull();
        delivery.Transactions().ShouldBe([("re:re_1:out", "txn_re_1")]);
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("succeeded", null, 1)]
    [InlineData("succeeded", "txn_1", 1)]
    [InlineData("pending", "txn_1", 1)]
    [InlineData("requires_action", "txn_1", 1)]
    [InlineData("pending", null, 0)]
    [InlineData("requires_action", null, 0)]
    [InlineData("canceled", null, 0)]
    [InlineData("failed", null, 0)]
    [InlineData("failed", "txn_1", 1)]
    [InlineData(null, "txn_1", 1)]
    [InlineData("a_status_to_come", null, 0)]
    public void Map_Refund_GoesOutOnceItSucceededOrHasABalanceTransaction(string? status, string? transaction, int movements)
    {
        var delivery = Mapping.Map(StripeEvents.Refund(amount: 500, customize: refund =>
        {
            refund["status"] = status;
            refund["balance_transaction"] = transaction;
        }));

        delivery.Movements().ShouldBe(Enumerable.Repeat(("re:re_1:out", PaymentKind.Refund, -500L, "USD"), movements));
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("failed", "refund.failed")]
    [InlineData("failed", "refund.updated")]
    [InlineData("failed", "charge.refund.updated")]
    [InlineData("canceled", "refund.updated")]
    public void Map_RefundThatCameBack_GoesOutAndReturns(string status, string type)
    {
        var delivery = Mapping.Map(StripeEvents.Refund(amount: 500, type: type, eventAt: Later, customize: refund =>
        {
            refund["status"] = status;
            refund["failure_balance_transaction"] = "txn_back";
        }));

        delivery.Movements().ShouldBe(
        [
            ("re:re_1:out", PaymentKind.Refund, -500, "USD"),
            ("re:re_1:return", PaymentKind.RefundReturn, 500, "USD"),
        ]);
        delivery.Payments.Select(payment => payment.OccurredAt).ShouldBe([StripeEvents.At, Later]);
        delivery.Transactions().ShouldBe([("re:re_1:out", "txn_re_1"), ("re:re_1:return", "txn_back")]);
    }

    [Fact]
    public void Map_RefundOfAnUncapturedCharge_IsQuarantined() =>
        Mapping.Map(StripeEvents.Refund(customize: refund => refund["reason"] = "expired_uncaptured_charge")).ShouldBeQuarantined("unmappable");

    [Fact]
    public void Map_ExpandedCharge_IsItsId() =>
        Mapping.Map(StripeEvents.Refund(customize: refund => refund["charge"] = new JsonObject { ["id"] = "ch_77", ["object"] = "charge" }))
            .Payments.ShouldHaveSingleItem().ChargeId.ShouldBe("ch_77");

    [Fact]
    public void Map_TwoPartialRefundsOfOneCharge_HaveKeysOfTheirOwn() =>
        new[] { StripeEvents.Refund("re_1", amount: 300), StripeEvents.Refund("re_2", amount: 300) }
            .SelectMany(body => Mapping.Map(body).Movements())
            .ShouldBe([("re:re_1:out", PaymentKind.Refund, -300, "USD"), ("re:re_2:out", PaymentKind.Refund, -300, "USD")]);

    [Fact]
    public void Map_ZeroDecimalRefund_IsLeftAlone() =>
        Mapping.Map(StripeEvents.Refund(amount: 500, currency: "jpy")).Movements().ShouldBe([("re:re_1:out", PaymentKind.Refund, -500, "JPY")]);

    [Fact]
    public void Map_RefundWithoutLivemodeOfItsOwn_TakesTheEvents() =>
        Mapping.Map(StripeEvents.Refund(livemode: false)).Payments.ShouldHaveSingleItem().Livemode.ShouldBeFalse();
}
