using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>What the ledger has otherwise than Stripe, or Stripe has not.</summary>
public sealed class StripeDisagreementTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task RunAsync_AmountsDiffer_AreCorrectedAndSettledByTheNextRun()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1", 60000).Refund("re_1", "ch_1", 2000, Books.At.AddDays(1)));
        await comparing.PostAsync(new Books().Charge("ch_1", 50000).Refund("re_1", "ch_1", 2500, Books.At.AddDays(1)));

        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture differing", "movement re:re_1:out differing"]);

        (await comparing.FindingsAsync()).ShouldBe(["stripe_differs ch:ch_1:capture open", "stripe_differs re:re_1:out open"]);
        (await DetailAsync(comparing)).ShouldBe(
            "The ledger has USD 500.00 for the charge ch_1 where Stripe's txn_ch_1 says USD 600.00; corrected by an adjustment.");
        (await comparing.CorrectionsAsync()).ShouldBe(["cash 10000 USD 15 12:00", "cash 500 USD 16 12:00", "refunds -500 USD 16 12:00"]);
        (await comparing.CashAsync()).ShouldBe(["USD 15 60000", "USD 16 -2000"]);
        (await comparing.CountsAsync()).ShouldContain("quarantine 0");

        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture matched", "movement re:re_1:out matched"]);
        (await comparing.FindingsAsync()).ShouldBe(["stripe_differs ch:ch_1:capture resolved", "stripe_differs re:re_1:out resolved"]);
        (await comparing.CorrectionsAsync()).Count.ShouldBe(3);
        (await comparing.CountsAsync()).ShouldContain("quarantine 0");
    }

    [Theory]
    [InlineData("stripe", "resolved", 0)]
    [InlineData("finance", "open", 1)]
    public async Task RunAsync_DeliveriesDisagreed_AreSettledOnceStripeHasSaidWhichIsRight(string owner, string status, int waiting)
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1", 60000).Charge("ch_2"));
        await comparing.PostAsync(new Books().Charge("ch_1", 50000).Charge("ch_2"));
        await comparing.PostAsync(new Books().Charge("ch_1", 60000, capturedAt: Books.At));
        (await comparing.FindingsAsync()).ShouldBe(["movement_conflict ch:ch_1:capture open"]);
        await OwnCashAsync(owner);
        try
        {
            await comparing.CompareAsync();

            (await comparing.FindingsAsync()).ShouldBe([$"movement_conflict ch:ch_1:capture {status}", "stripe_differs ch:ch_1:capture open"]);
            (await ledger.ScalarAsync<long>("select count(*) from staging.quarantine where tenant_id = $1 and is_open", comparing.Tenant.Id)).ShouldBe(waiting);
        }
        finally
        {
            await OwnCashAsync("stripe");
        }
    }

    [Fact]
    public async Task RunAsync_CurrencyDiffers_IsTakenOutOfOneAndPutIntoTheOther()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1", 900, currency: "eur"));
        await comparing.PostAsync(new Books().Charge("ch_1"));

        await comparing.CompareAsync();

        (await comparing.CashAsync()).ShouldBe(["EUR 15 900"]);
        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture matched"]);
    }

    [Fact]
    public async Task RunAsync_StripeDoesNotOwnCash_IsAFindingAlone()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1", 60000));
        await comparing.PostAsync(new Books().Charge("ch_1", 50000));
        await OwnCashAsync("finance");
        try
        {
            await comparing.CompareAsync();
            await comparing.CompareAsync();

            (await comparing.FindingsAsync()).ShouldBe(["stripe_differs ch:ch_1:capture open"]);
            (await DetailAsync(comparing)).ShouldEndWith("; Stripe does not own cash, so it is left.");
            (await comparing.CorrectionsAsync()).ShouldBeEmpty();
            (await ledger.ScalarAsync<long>("select count(*) from recon.findings where tenant_id = $1", comparing.Tenant.Id)).ShouldBe(1);
        }
        finally
        {
            await OwnCashAsync("stripe");
        }
    }

    [Fact]
    public async Task RunAsync_SomebodyTookTheCorrectionBack_IsLeftAndFound()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1", 60000));
        await comparing.PostAsync(new Books().Charge("ch_1", 50000));
        await comparing.CompareAsync();
        await VoidAsync(comparing, "adjustments");

        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture differing"]);

        (await DetailAsync(comparing)).ShouldEndWith("; somebody has taken a correction back, so it is left.");
        (await comparing.CashAsync()).ShouldBe(["USD 15 50000"]);
    }

    [Fact]
    public async Task RunAsync_SomebodyTookTheMovementOut_IsLeft()
    {
        var books = new Books().Charge("ch_1");
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.PostAsync(books);
        await VoidAsync(comparing, "raw_payments");

        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture matched"]);
        (await comparing.CashAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_EventDatedItOtherwise_IsMovedToItsDay()
    {
        var books = new Books().Charge("ch_1", created: Books.At.AddDays(-2), capturedAt: Books.At).Refund("re_1", "ch_1", 400, Books.At, failedAt: Books.At.AddDays(3));
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        // As told by events that say nothing of when: one of another change to the charge, and one a day later of the refund.
        await comparing.PostAsync(new Books().Charge("ch_1", created: Books.At.AddDays(-2)).Refund("re_1", "ch_1", 400, Books.At, failedAt: Books.At.AddDays(4)));

        (await comparing.CompareAsync()).ShouldAllBe(item => item.EndsWith(" matched", StringComparison.Ordinal));
        (await comparing.FindingsAsync()).ShouldBe(["stripe_differs ch:ch_1:capture open", "stripe_differs re:re_1:return open"]);
        (await DetailAsync(comparing)).ShouldBe(
            "The ledger has the charge ch_1 on 2026-01-13 where Stripe's txn_ch_1 is of 2026-01-15; moved there by an adjustment.");
        (await comparing.CompareAsync()).ShouldAllBe(item => item.EndsWith(" matched", StringComparison.Ordinal));

        (await comparing.FindingsAsync()).ShouldBe(["stripe_differs ch:ch_1:capture resolved", "stripe_differs re:re_1:return resolved"]);
        (await comparing.CashAsync()).ShouldBe(["USD 15 600", "USD 18 400"]);
        (await comparing.CorrectionsAsync()).Count.ShouldBe(6);
    }

    [Fact]
    public async Task RunAsync_StripeKnowsNothingOfIt_IsFoundUntilSomebodyTakesItOut()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1"));
        await comparing.PostAsync(new Books().Charge("ch_1").Charge("ch_made_up", 700).Dispute("dp_made_up", "ch_1", 100, Books.At));

        (await comparing.CompareAsync()).ShouldBe(
            ["movement ch:ch_1:capture matched", "movement ch:ch_made_up:capture extra", "movement txn:txn_dp_made_up extra"]);
        (await comparing.FindingsAsync()).ShouldBe(["stripe_extra ch:ch_made_up:capture open", "stripe_extra txn:txn_dp_made_up open"]);
        (await ledger.ScalarAsync<string>(
            "select severity || ' ' || detail from recon.findings where tenant_id = $1 and subject = 'ch:ch_made_up:capture'", comparing.Tenant.Id))
            .ShouldBe("high The ledger has USD 7.00 for the charge ch_made_up, of which Stripe knows nothing; it counts until it is taken out.");
        (await comparing.CashAsync()).ShouldBe(["USD 15 1600"]);

        await VoidAsync(comparing, "raw_payments", "ch:ch_made_up:capture");
        await comparing.CompareAsync();
        (await comparing.FindingsAsync()).ShouldBe(["stripe_extra ch:ch_made_up:capture resolved", "stripe_extra txn:txn_dp_made_up open"]);
    }

    [Fact]
    public async Task RunAsync_StripeHasTheObjectAndNoMoneyMoved_IsFoundAsThat()
    {
        var books = new Books().Charge("ch_1");
        books.Account.Transactions.Clear();
        books.Account.Objects["ch_1"]["captured"] = false;
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.PostAsync(books);

        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture extra"]);

        (await DetailAsync(comparing)).ShouldBe(
            "The ledger has USD 10.00 for the charge ch_1; Stripe has the charge, and no such money moved; it counts until it is taken out.");
    }

    [Fact]
    public async Task RunAsync_MovementCannotBeReadNow_KeepsWhatWasFound()
    {
        var books = new Books().Charge("ch_1");
        books.Account.Transactions.Clear();
        books.Account.Objects.Remove("ch_1", out var charge);
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.PostAsync(books);
        await comparing.CompareAsync();
        books.Account.Add(charge!);
        charge!["currency"] = "no currency";

        await comparing.CompareAsync();
        await comparing.CompareAsync(since: Books.At.AddDays(5));

        (await comparing.FindingsAsync()).ShouldBe(["stripe_extra ch:ch_1:capture open"]);
    }

    [Theory]
    [InlineData(10000, "matched")]
    [InlineData(4000, "differing")]
    public async Task RunAsync_SomebodyCorrectedIt_IsCountedAndNotCorrectedAgain(long added, string outcome)
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1", 60000));
        await comparing.PostAsync(new Books().Charge("ch_1", 50000));
        await ledger.ExecuteAsync(
            """
            insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, measure, amount, currency, reason, actor)
            select tenant_id, 'manual', 'by hand', occurred_at, 'amount', 'raw_payments', seq, 'cash', $2, 'USD', 'Stripe says another amount', 'a person'
            from ledger.raw_payments
            where tenant_id = $1
            """,
            comparing.Tenant.Id, added);

        (await comparing.CompareAsync()).ShouldBe([$"movement ch:ch_1:capture {outcome}"]);

        (await comparing.CashAsync()).ShouldBe([$"USD 15 {50000 + added}"]);
        if (outcome == "differing")
        {
            (await DetailAsync(comparing)).ShouldBe(
                "The ledger has USD 540.00 for the charge ch_1 where Stripe's txn_ch_1 says USD 600.00; somebody has corrected it, so it is left.");
        }
    }

    [Fact]
    public async Task RunAsync_DeliveriesDisagreedBeforeTheTimeCompared_AreSettledByTheMovementsId()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1", 60000));
        await comparing.PostAsync(new Books().Charge("ch_1", 50000));
        await comparing.PostAsync(new Books().Charge("ch_1", 60000, capturedAt: Books.At));

        (await comparing.CompareAsync(since: Books.At.AddDays(5))).ShouldBeEmpty();

        (await comparing.FindingsAsync()).ShouldBe(["movement_conflict ch:ch_1:capture resolved", "stripe_differs ch:ch_1:capture open"]);
        (await comparing.CashAsync()).ShouldBe(["USD 15 60000"]);
    }

    [Fact]
    public async Task RunAsync_FindingIsOfAnEarlierTime_IsLookedAtAgain()
    {
        var books = new Books().Charge("ch_1", 60000);
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.PostAsync(new Books().Charge("ch_1", 50000).Charge("ch_made_up"));
        await comparing.CompareAsync();

        (await comparing.CompareAsync(since: Books.At.AddDays(5))).ShouldBeEmpty();

        (await comparing.FindingsAsync()).ShouldBe(["stripe_differs ch:ch_1:capture resolved", "stripe_extra ch:ch_made_up:capture open"]);
    }

    [Fact]
    public async Task RunAsync_TransactionIsBeforeTheTimeCompared_TheMovementIsFoundByItsId()
    {
        // Captured before the span that is compared and told as of within it, and one that Stripe has with another amount.
        var books = new Books().Charge("ch_1", created: Books.At.AddDays(3)).Charge("ch_2", 400, Books.At.AddDays(3));
        foreach (var transaction in books.Account.Transactions)
        {
            transaction["created"] = Books.At.ToUnixTimeSeconds();
        }

        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.PostAsync(new Books().Charge("ch_1", created: Books.At.AddDays(3)).Charge("ch_2", 300, Books.At.AddDays(3)));

        (await comparing.CompareAsync(since: Books.At.AddDays(1))).ShouldBe(["movement ch:ch_1:capture matched", "movement ch:ch_2:capture differing"]);
        (await comparing.CashAsync()).ShouldBe(["USD 18 1400"]);

        // Under the same keys as the comparison by transaction would: it corrects nothing twice.
        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture matched", "movement ch:ch_2:capture matched"]);
        (await comparing.CashAsync()).ShouldBe(["USD 18 1400"]);
    }

    [Fact]
    public async Task RunAsync_PayoutsDiffer_AreFoundAndLeft()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Payout("po_1", 800));
        await comparing.PostAsync(new Books().Payout("po_1", 700).Payout("po_2"));

        (await comparing.CompareAsync()).ShouldBe(["payout po:po_1:paid differing", "payout po:po_2:paid extra"]);
        (await comparing.CorrectionsAsync()).ShouldBeEmpty();
        (await ledger.ListAsync("select distinct severity from recon.findings where tenant_id = $1", row => row.GetString(0), comparing.Tenant.Id)).ShouldBe(["medium"]);
    }

    private Task<string> DetailAsync(Comparing comparing) => ledger.ScalarAsync<string>(
        "select detail from recon.findings where tenant_id = $1 and subject = 'ch:ch_1:capture' order by seq desc limit 1", comparing.Tenant.Id);

    private Task<int> OwnCashAsync(string source) =>
        ledger.ExecuteAsync("insert into config.field_owners (field, source, actor) values ('cash', $1, 'test')", source);

    private Task<int> VoidAsync(Comparing comparing, string table, string? key = null) => ledger.ExecuteAsync(
        $"""
        insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor)
        select tenant_id, 'manual', source_key, occurred_at, 'void', $2, seq, 'somebody decided so', 'a person'
        from ledger.{table}
        where tenant_id = $1 and source_key = coalesce($3, source_key)
        """,
        comparing.Tenant.Id, table, key);
}
