using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Reconciliation.Checks.CheckedBusiness;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Reconciliation.Checks;

public sealed class CashCheckTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task RefundsWithoutCharge_OfAChargeNobodySaw_AreFoundAfterThreeDays()
    {
        var business = await BeginAsync(ledger);
        await business.AppendAsync(
            business.Paid("ch_1", "2026-05-01"), business.Refunded("ch_1", "re_1", "2026-05-02", 5_000), business.Refunded("ch_8", "re_8", "2026-06-14", 5_000),
            // Test mode.
            business.Stripe("refund.created", "re_7", "2026-05-02", null, Movement("re:re_7:out", PaymentKind.Refund, -100, "ch_7", "2026-05-02") with { Livemode = false }));
        (await business.FindAsync("refunds_without_charge")).ShouldBeEmpty();

        await business.AppendAsync(business.Refunded("ch_9", "re_9", "2026-05-03", 5_000), business.Refunded("ch_9", "re_10", "2026-05-04", 123_456));
        (await business.FindAsync("refunds_without_charge")).ShouldBe(
            ["ch_9 at 2026-05-03: USD 1,284.56 of charge ch_9 was given back on 2026-05-03, and the ledger has no such charge. [re:re_9:out, re:re_10:out]"]);
    }

    [Fact]
    public async Task RefundTotals_AgainstTheRefundsThereAre_AreFoundWhereTheyCannotBeRight()
    {
        var business = await BeginAsync(ledger);
        await business.AppendAsync(
            business.Paid("ch_1", "2026-05-01"), business.Paid("ch_2", "2026-05-01"), business.Paid("ch_3", "2026-05-01"), business.Paid("ch_4", "2026-05-01"),
            // Two in part, and their totals in the wrong order.
            business.Refunded("ch_1", "re_1", "2026-05-02", 1_000), business.Refunded("ch_1", "re_2", "2026-05-03", 2_000),
            business.Stripe("charge.refunded", "ch_1", "2026-05-03", 3_000), business.Stripe("charge.refunded", "ch_1", "2026-05-02", 1_000),
            // One that failed and was made again, of which the charge may say both.
            business.Refunded("ch_2", "re_3", "2026-05-02", 1_000), business.Stripe("charge.refunded", "ch_2", "2026-05-02", 1_000),
            business.Stripe("refund.failed", "re_3", "2026-05-04", null, Movement("re:re_3:return", PaymentKind.RefundReturn, 1_000, "ch_2", "2026-05-04")),
            business.Refunded("ch_2", "re_4", "2026-05-05", 1_000),
            // Too young to tell; test mode; a charge that is not known is another check's.
            business.Stripe("charge.refunded", "ch_3", "2026-06-14", 3_000), business.Stripe("charge.refunded", "ch_4", "2026-05-01", 3_000) with { Livemode = false },
            business.Stripe("charge.refunded", "ch_5", "2026-05-01", 3_000));
        (await business.FindAsync("refund_totals")).ShouldBeEmpty();

        await business.AppendAsync(
            business.Refunded("ch_3", "re_5", "2026-05-10", 1_000), business.Stripe("charge.refunded", "ch_3", "2026-05-10", 2_500),
            business.Refunded("ch_4", "re_6", "2026-05-12", 1_000), business.Refunded("ch_4", "re_7", "2026-05-13", 500), business.Stripe("charge.refunded", "ch_4", "2026-05-12", 1_000));
        (await business.FindAsync("refund_totals")).ShouldBe(
        [
            "ch_3 medium at 2026-05-10: Stripe says that USD 25.00 of charge ch_3 was refunded, and the ledger has refunds of USD 10.00: USD 15.00 is missing, unless a refund is pending or was cancelled, or it is the part of an authorised payment that was never collected. [charge.refunded ch_3, re:re_5:out]",
            "ch_4 low at 2026-05-12: The ledger has refunds of USD 15.00 of charge ch_4, and the most that Stripe has told of the charge as refunded is USD 10.00. [charge.refunded ch_4, re:re_6:out, re:re_7:out]",
        ]);
    }

    [Fact]
    public async Task RefundTotals_ARefundCorrectedByTheReconciliation_CountsAsCorrected()
    {
        var business = await BeginAsync(ledger);
        await business.AppendAsync(business.Paid("ch_1", "2026-05-01"), business.Refunded("ch_1", "re_1", "2026-05-02", 4_500), business.Stripe("charge.refunded", "ch_1", "2026-05-02", 5_000));
        (await business.FindAsync("refund_totals")).Count.ShouldBe(1);

        // By hand it is another matter: Stripe still says otherwise than the ledger recorded.
        await business.CorrectAsync("re:re_1:out", -500, "manual");
        await business.CorrectAsync("ch:ch_1:capture", -500);
        (await business.FindAsync("refund_totals")).Count.ShouldBe(1);
        await business.CorrectAsync("re:re_1:out", -500);
        (await business.FindAsync("refund_totals")).ShouldBeEmpty();

        await business.SetAsync("insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor) select tenant_id, 'manual', 'void-' || seq, now(), 'void', 'adjustments', seq, 'it was wrong', 'test' from ledger.adjustments where tenant_id = $1 and source = 'reconciliation'");
        (await business.FindAsync("refund_totals")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task OpenDisputes_NeverClosed_AreFoundAfter120Days()
    {
        var business = await BeginAsync(ledger);
        await business.AppendAsync(
            business.Stripe("charge.dispute.closed", "dp_1", "2026-01-20"), business.Stripe("charge.dispute.created", "dp_1", "2026-01-05"),
            // Its last says no more than that the money came back.
            business.Stripe("charge.dispute.created", "dp_2", "2026-01-05"), business.Stripe("charge.dispute.closed", "dp_2", "2026-01-20"), business.Stripe("charge.dispute.funds_reinstated", "dp_2", "2026-01-21"),
            business.Stripe("charge.dispute.created", "dp_3", "2026-02-16"), business.Stripe("charge.dispute.created", "dp_4", "2026-01-01") with { Livemode = false });
        (await business.FindAsync("open_disputes")).ShouldBeEmpty();

        await business.AppendAsync(
            business.Stripe("charge.dispute.created", "dp_5", "2026-01-10"), business.Stripe("charge.dispute.updated", "dp_6", "2026-01-11"),
            business.Stripe("charge.dispute.funds_withdrawn", "dp_5", "2026-01-12", null, Movement("txn:txn_1", PaymentKind.Dispute, -12_000, "ch_1", "2026-01-10", currency: "JPY")));
        (await business.FindAsync("open_disputes")).ShouldBe(
        [
            "dp_5 at 2026-01-10: Dispute dp_5 was opened on 2026-01-10, holds JPY 12,000, and no delivery says that it was closed. [charge.dispute.created dp_5, charge.dispute.funds_withdrawn dp_5, txn:txn_1]",
            "dp_6 at 2026-01-11: Dispute dp_6 was opened on 2026-01-11, holds no money, and no delivery says that it was closed. [charge.dispute.updated dp_6]",
        ]);
        (await business.FindAsync("open_disputes", "2026-07-01")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task WonWithoutCash_NothingPaidAroundTheWin_IsFoundAfterNinetyDays()
    {
        var business = await BeginAsync(ledger);
        var id = business.Id;
        await business.SetAsync("insert into config.label_rules (tenant_id, tenant_version, label, meaning) select tenant_id, version, 'us', 'internal' from staging.tenants where tenant_id = $1");
        await business.AppendAsync(
            Contact(id, "c1", "2026-01-01"), Contact(id, "c2", "2026-01-01"), Contact(id, "c3", "2026-01-01", labels: ["us"]), Deal(id, "d0", "2026-01-02", "won", client: "c2"));
        (await business.FindAsync("won_without_cash")).ShouldBeEmpty("nobody told of payments yet");

        await business.AppendAsync(
            // Paid before the first and long after the second; free; of a colleague's; won too lately, and lost in the end.
            business.Paid("ch_1", "2026-02-10", client: "c1"), Deal(id, "d1", "2026-02-28", "won", client: "c1"),
            business.Paid("ch_2", "2026-05-01", client: "c2"), Deal(id, "d2", "2026-03-01", "won", client: "c2"),
            Deal(id, "d3", "2026-03-01", "won", 0, client: "c4"), Deal(id, "d4", "2026-03-01", "won", client: "c3"), Deal(id, "d5", "2026-03-18", "won", client: "c4"),
            Deal(id, "d6", "2026-03-01", "won", client: "c4"), Deal(id, "d6", "2026-03-02", "lost", client: "c4"));
        (await business.FindAsync("won_without_cash")).ShouldBeEmpty();

        await business.AppendAsync(Deal(id, "d7", "2026-03-15", "won", 250_000, client: "c1"));
        (await business.FindAsync("won_without_cash")).ShouldBe(
            ["d7 at 2026-03-15: Deal d7 of client c1 was won on 2026-03-15 for USD 2,500.00, and the client paid nothing from 30 days before to 90 days after. [d7 won]"]);
        await business.AppendAsync(business.Paid("ch_3", "2026-06-12", client: "c1"));
        (await business.FindAsync("won_without_cash")).ShouldBeEmpty();
    }

    [Fact]
    public async Task CashWithoutDeal_OfAKnownClientWithoutWinOrSubscription_IsFoundAfterThirtyDays()
    {
        var business = await BeginAsync(ledger);
        var id = business.Id;
        var hash = new byte[] { 1, 2, 3 };
        await business.AppendAsync(
            Contact(id, "c1", "2026-01-01"), Contact(id, "c2", "2026-01-01"), Contact(id, "c3", "2026-01-01", emailHash: hash), Contact(id, "c4", "2026-01-01", deleted: true),
            Deal(id, "d1", "2026-01-05", "open", client: "c1"), business.Paid("ch_2", "2026-03-01", client: "c2"));
        (await business.FindAsync("cash_without_deal")).ShouldBeEmpty("no deal was ever won");

        await business.VoidAsync("raw_payments", "ch:ch_2:capture");
        await business.AppendAsync(
            Deal(id, "d1", "2026-02-05", "won", 30_000, client: "c1"), Deal(id, "d1", "2026-03-05", "abandoned", client: "c1"), business.Paid("ch_1", "2026-03-01", client: "c1"),
            // Less than half of the deal in the end; too little where there is no deal to go by; before anybody told of deals; a stranger; gone;
            // too lately; a subscriber, known by the address alone.
            business.Paid("ch_3", "2026-03-01", client: "c2"), business.Refunded("ch_3", "re_3", "2026-03-02", 35_001),
            Contact(id, "c5", "2026-01-01"), business.Paid("ch_12", "2026-03-01", 9_999, "c5", "EUR"), business.Paid("ch_4", "2026-01-02", client: "c2"),
            business.Paid("ch_5", "2026-03-01", client: "c9"), business.Paid("ch_6", "2026-03-01", client: "c4"), business.Paid("ch_7", "2026-06-01", client: "c2", currency: "EUR"),
            business.Paid("ch_8", "2026-03-01", client: "c3"), Subscription(id, "sub_1", "2026-03-01", 5_000, customer: "cus_1"),
            Linked(id, new Link(Link.CustomerEmail, "cus_1", "010203")));
        (await business.FindAsync("cash_without_deal")).ShouldBeEmpty();

        await business.AppendAsync(business.Paid("ch_9", "2026-03-03", 1, "c2"));
        (await business.FindAsync("cash_without_deal")).ShouldBe(
            ["c2 at 2026-03-01: Client c2 paid USD 500.00 on 2026-03-01, and has neither a won deal nor a subscription. [ch:ch_3:capture, re:re_3:out, ch:ch_9:capture]"]);

        // What is paid since, in whatever currency, makes it no other finding.
        await business.AppendAsync(business.Paid("ch_10", "2026-03-10", 20_000, "c2"), business.Paid("ch_11", "2026-03-11", 90_000, "c2", "EUR"));
        (await business.FindAsync("cash_without_deal")).ShouldHaveSingleItem().ShouldStartWith("c2 at 2026-03-01: Client c2 paid USD 500.00 on 2026-03-01, and has neither");
    }
}
