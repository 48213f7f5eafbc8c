using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>What charges move, row by row of the table of movements.</summary>
public sealed class StripeChargeTests
{
    private static readonly DateTimeOffset Later = StripeEvents.At.AddDays(5);

    [Theory]
    [InlineData("charge.succeeded")]
    [InlineData("charge.captured")]
    [InlineData("charge.updated")]
    [InlineData("charge.refunded")]
    [InlineData("charge.something_new")]
    public void Map_CapturedCharge_IsOneCaptureWhateverTheEventIsCalled(string type) =>
        Map(StripeEvents.Charge(amount: 2000, type: type)).ShouldBe([("ch:ch_1:capture", PaymentKind.Capture, 2000, "USD")]);

    [Fact]
    public void Map_CapturedCharge_KeepsTheIdsThatLinkIt()
    {
        var delivery = Mapping.Map(StripeEvents.Charge("ch_9", customize: charge => charge["customer"] = "cus_7"));

        var payment = delivery.Payments.ShouldHaveSingleItem();
        payment.ChargeId.ShouldBe("ch_9");
        payment.PaymentIntentId.ShouldBe("pi_ch_9");
        payment.CustomerId.ShouldBe("cus_7");
        delivery.Transactions().ShouldBe([("ch:ch_9:capture", "txn_ch_9")]);
    }

    [Fact]
    public void Map_ExpandedObjects_AreTheirIds()
    {
        var delivery = Mapping.Map(StripeEvents.Charge(customize: charge =>
        {
            charge["customer"] = new JsonObject { ["id"] = "cus_7", ["object"] = "customer" };
            charge["payment_intent"] = new JsonObject { ["id"] = "pi_7", ["object"] = "payment_intent" };
            charge["balance_transaction"] = new JsonObject { ["id"] = "txn_7", ["object"] = "balance_transaction", ["fee"] = 59 };
        }));

        var payment = delivery.Payments.ShouldHaveSingleItem();
        payment.CustomerId.ShouldBe("cus_7");
        payment.PaymentIntentId.ShouldBe("pi_7");
        delivery.Transactions().ShouldBe([("ch:ch_1:capture", "txn_7")]);
    }

    [Fact]
    public void Map_ChargeWithoutBalanceTransactionYet_IsTheRowItIsWithOne()
    {
        var without = Mapping.Map(StripeEvents.Charge(customize: charge => charge["balance_transaction"] = null));
        var with = Mapping.Map(StripeEvents.Charge(type: "charge.updated", eventAt: Later, created: StripeEvents.At));

        without.Payments.ShouldHaveSingleItem().AmountMinor.ShouldBe(1000);
        without.Payments.ShouldBe(with.Payments);
        without.Transactions().ShouldBeEmpty();
        with.Transactions().ShouldBe([("ch:ch_1:capture", "txn_ch_1")]);
    }

    [Theory]
    [InlineData("250", "{\"amountRefunded\":250}")]
    [InlineData("1", "{\"amountRefunded\":1}")]
    [InlineData("0", null)]
    [InlineData("null", null)]
    [InlineData("-1", null)]
    [InlineData("250.00", null)]
    [InlineData("\"250\"", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("{}", null)]
    public void Map_SumOfRefunds_IsKeptWhereItIsAnIntegerAndTheMoneyCounts(string refunded, string? kept)
    {
        var delivery = Mapping.Map(StripeEvents.Charge(customize: charge => charge["amount_refunded"] = "REPLACED").With("\"REPLACED\"", refunded));

        delivery.Attributes?.ToJsonString().ShouldBe(kept);
        delivery.Movements().ShouldBe([("ch:ch_1:capture", PaymentKind.Capture, 1000, "USD")]);
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void Map_SumOfRefundsOfAnythingElse_IsNotKept() =>
        Mapping.Map(StripeEvents.Refund(customize: refund => refund["amount_refunded"] = 250)).Attributes.ShouldBeNull();

    [Fact]
    public void Map_PartialCapture_IsWhatWasCaptured() =>
        Map(StripeEvents.Charge(amount: 2000, type: "charge.captured", customize: charge => charge["amount_captured"] = 1250))
            .ShouldBe([("ch:ch_1:capture", PaymentKind.Capture, 1250, "USD")]);

    [Fact]
    public void Map_OldVersionWithoutAmountCaptured_IsTheAmount() =>
        Map(StripeEvents.Charge(amount: 2000, customize: charge => charge.Remove("amount_captured")))
            .ShouldBe([("ch:ch_1:capture", PaymentKind.Capture, 2000, "USD")]);

    [Theory]
    [InlineData("charge.succeeded", "succeeded", true, false)]
    [InlineData("charge.expired", "succeeded", true, false)]
    [InlineData("charge.pending", "pending", true, true)]
    [InlineData("charge.pending", "pending", false, true)]
    [InlineData("charge.failed", "failed", false, false)]
    [InlineData("charge.failed", "failed", false, true)]
    [InlineData("charge.succeeded", "succeeded", false, true)]
    [InlineData("charge.succeeded", "pending", true, true)]
    public void Map_ChargeThatIsNotCaptured_MovesNothing(string type, string status, bool paid, bool captured)
    {
        var delivery = Mapping.Map(StripeEvents.Charge(type: type, customize: charge =>
        {
            charge["status"] = status;
            charge["paid"] = paid;
            charge["captured"] = captured;
            charge["amount_captured"] = 0;
            charge["balance_transaction"] = null;
        }));

        delivery.Payments.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void Map_FailureAfterSuccess_IsTheCaptureAndItsReversal()
    {
        var delivery = Mapping.Map(StripeEvents.Charge(
            amount: 5000, currency: "eur", type: "charge.failed", created: StripeEvents.At, eventAt: Later, customize: charge =>
            {
                charge["status"] = "failed";
                charge["paid"] = false;
                charge["failure_balance_transaction"] = "txn_failed";
            }));

        delivery.Movements().ShouldBe(
        [
            ("ch:ch_1:capture", PaymentKind.Capture, 5000, "EUR"),
            ("ch:ch_1:failure", PaymentKind.Failure, -5000, "EUR"),
        ]);
        delivery.Payments.Select(payment => payment.OccurredAt).ShouldBe([StripeEvents.At, Later]);
        delivery.Transactions().ShouldBe([("ch:ch_1:capture", "txn_ch_1"), ("ch:ch_1:failure", "txn_failed")]);
    }

    [Fact]
    public void Map_FailureAfterSuccessThatSaysNothingIsCaptured_IsAllTheSameTheWholeCharge() =>
        Map(StripeEvents.Charge(amount: 5000, type: "charge.failed", customize: charge =>
        {
            charge["status"] = "failed";
            charge["paid"] = false;
            charge["amount_captured"] = 0;
            charge["failure_balance_transaction"] = "txn_failed";
        })).ShouldBe([("ch:ch_1:capture", PaymentKind.Capture, 5000, "USD"), ("ch:ch_1:failure", PaymentKind.Failure, -5000, "USD")]);

    [Fact]
    public void Map_Charge_IsDatedByItselfAndNotByItsEvent() =>
        Mapping.Map(StripeEvents.Charge(created: StripeEvents.At, eventAt: Later)).Payments.ShouldHaveSingleItem().OccurredAt.ShouldBe(StripeEvents.At);

    [Fact]
    public void Map_LateCapture_IsDatedByItsEvent() =>
        Mapping.Map(StripeEvents.Charge(type: "charge.captured", created: StripeEvents.At, eventAt: Later))
            .Payments.ShouldHaveSingleItem().OccurredAt.ShouldBe(Later);

    [Fact]
    public void Map_RefundedChargeAsFirstEvent_IsJustTheWholeCapture() =>
        Map(StripeEvents.Charge(amount: 2000, type: "charge.refunded", customize: charge =>
        {
            charge["amount_refunded"] = 2000;
            charge["refunded"] = true;
        })).ShouldBe([("ch:ch_1:capture", PaymentKind.Capture, 2000, "USD")]);

    [Theory]
    [InlineData("usd", 1999, "USD")]
    [InlineData("JPY", 1999, "JPY")]
    [InlineData("jpy", 500, "JPY")]
    [InlineData("krw", 12_000, "KRW")]
    [InlineData("kwd", 1234, "KWD")]
    [InlineData("isk", 50_000, "ISK")]
    public void Map_AnyCurrency_IsUpperCasedAndItsAmountLeftAlone(string sent, long amount, string kept) =>
        Map(StripeEvents.Charge(amount: amount, currency: sent)).ShouldBe([("ch:ch_1:capture", PaymentKind.Capture, amount, kept)]);

    [Fact]
    public void Map_LargestAmount_IsKept() =>
        Map(StripeEvents.Charge(amount: long.MaxValue)).ShouldBe([("ch:ch_1:capture", PaymentKind.Capture, long.MaxValue, "USD")]);

    private static (string Key, PaymentKind Kind, long Amount, string Currency)[] Map(byte[] body)
    {
        var delivery = Mapping.Map(body);
        delivery.Quarantine.ShouldBeEmpty();
        return delivery.Movements();
    }
}
