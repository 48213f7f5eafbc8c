using Plumbline.Quarantines;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>What the ledger lacks, over HTTP, from Stripe's balance transactions and events.</summary>
public sealed class StripeHealingTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly string[] Movements =
    [
        "ch:ch_back:capture 3000 USD 13 12:00", "ch:ch_late:capture 7000 USD 15 12:00", "ch:ch_now:capture 5000 USD 15 12:00", "ch:ch_yen:capture 900 JPY 15 13:00",
        "po:po_failed:failed 600 USD 18 12:00", "po:po_failed:paid -600 USD 17 12:00", "po:po_paid:paid -800 USD 16 12:00",
        "re:re_failed:out -1000 USD 16 12:00", "re:re_failed:return 1000 USD 19 12:00", "re:re_well:out -2000 USD 16 12:00",
        "txn:txn_dp_won -3000 USD 17 12:00", "txn:txn_dp_won_back 3000 USD 20 12:00",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_LedgerIsHealthy_EverythingMatchesAndNothingIsAppendedTwice()
    {
        var books = Books.OfEverything();
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        comparing.Api.PageSize = 5;
        await comparing.PostAsync(books);

        (await comparing.CompareAsync()).ShouldAllBe(item => item.EndsWith(" matched", StringComparison.Ordinal));
        var counts = await comparing.CountsAsync();
        (await comparing.CompareAsync()).Count.ShouldBe(Movements.Length);

        (await comparing.CountsAsync()).ShouldBe(counts);
        (await comparing.FindingsAsync()).ShouldBeEmpty();
        (await comparing.MovementsAsync()).ShouldBe(Movements);
        (await comparing.SettlementsAsync()).Count.ShouldBe(Movements.Length);
    }

    [Fact]
    public async Task RunAsync_EveryKindIsMissing_IsHealedWithItsDateAmountAndFee()
    {
        var books = Books.OfEverything();
        await using var comparing = await Comparing.BeginAsync(ledger, books);

        (await comparing.CompareAsync()).ShouldBe(Movements.Select(movement => movement.Split(' ')[0])
            .Select(key => $"{(key.StartsWith("po:", StringComparison.Ordinal) ? "payout" : "movement")} {key} missing").Order(StringComparer.Ordinal), ignoreOrder: true);

        (await comparing.MovementsAsync()).ShouldBe(Movements);
        (await comparing.SettlementsAsync()).ShouldBe(
        [
            "ch:ch_back:capture 3000 117 2883 USD", "ch:ch_late:capture 7000 233 6767 USD", "ch:ch_now:capture 5000 175 4825 USD", "ch:ch_yen:capture 900 56 844 JPY",
            "po:po_failed:failed 600 0 600 USD", "po:po_failed:paid -600 0 -600 USD", "po:po_paid:paid -800 0 -800 USD",
            "re:re_failed:out -1000 0 -1000 USD", "re:re_failed:return 1000 0 1000 USD", "re:re_well:out -2000 0 -2000 USD",
            "txn:txn_dp_won -3000 1500 -4500 USD", "txn:txn_dp_won_back 3000 -1500 4500 USD",
        ]);
        (await ledger.ListAsync(
            "select distinct channel from ledger.raw_events where tenant_id = $1", row => row.GetString(0), comparing.Tenant.Id)).ShouldBe(["pull"]);
        // An erasure of the payer finds the body.
        (await ledger.ScalarAsync<string[]>(
            "select related_ids from ledger.raw_events where tenant_id = $1 and object_id = 'txn_ch_now'", comparing.Tenant.Id)).ShouldBe(["ch_now", "cus_1", "pi_ch_now"]);
        (await ledger.ScalarAsync<long>(
            "select sum(apart_minor)::bigint from ops.reconciliation_items where tenant_id = $1 and currency = 'USD'", comparing.Tenant.Id)).ShouldBe(-13000);
    }

    [Fact]
    public async Task RunAsync_WebhooksComeAfterThePull_AreNoSecondMovements()
    {
        var books = Books.OfEverything();
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.CompareAsync();

        await comparing.PostAsync(books);

        (await comparing.MovementsAsync()).ShouldBe(Movements);
        (await comparing.CountsAsync()).ShouldContain("quarantine 0");
        (await comparing.CompareAsync()).ShouldAllBe(item => item.EndsWith(" matched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_EventWasNotDelivered_IsAppendedUnderItsOwnId()
    {
        var books = new Books().Charge("ch_1", 4000);
        var lost = StripeEventsOf(books);
        books.Account.Undelivered.Add(lost);
        await using var comparing = await Comparing.BeginAsync(ledger, books);

        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture missing"]);
        await comparing.PostAsync(books);

        (await comparing.CountsAsync()).Take(2).ShouldBe(["events 2", "movements 1"]);
    }

    [Fact]
    public async Task RunAsync_ConnectedAccountsMovementIsMissing_IsHealedAsThatAccounts()
    {
        var connected = new Books().Charge("ch_theirs", 2500, account: "acct_1").Refund("re_theirs", "ch_theirs", 500);
        connected.Account.Undelivered.Add(StripeEventsOf(connected));
        connected.Account.Undelivered[0].Remove("account");
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_ours"), connected: ("acct_1", connected));

        (await comparing.CompareAsync()).Count.ShouldBe(3);

        (await ledger.ListAsync(
            "select account || ' ' || source_key from ledger.raw_payments where tenant_id = $1 order by 1", row => row.GetString(0), comparing.Tenant.Id))
            .ShouldBe([" ch:ch_ours:capture", "acct_1 ch:ch_theirs:capture", "acct_1 re:re_theirs:out"]);
        (await comparing.CompareAsync()).ShouldAllBe(item => item.EndsWith(" matched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_SourceIsNotExpanded_IsAskedForByItsId()
    {
        var books = new Books().Charge("ch_1");
        books.Account.Objects.Remove("ch_1", out var charge);
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        comparing.Api.Interfere = context =>
        {
            if (context.Request.Path.Value!.EndsWith("/charges/ch_1", StringComparison.Ordinal))
            {
                books.Account.Add(charge!);
            }

            return Task.FromResult(false);
        };

        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_1:capture missing"]);
        (await comparing.MovementsAsync()).ShouldBe(["ch:ch_1:capture 1000 USD 15 12:00"]);
    }

    [Fact]
    public async Task RunAsync_ChargeFailedAfterAll_IsHealedBothWays()
    {
        var books = new Books().Charge("ch_1").Transaction("txn_back", -1000, Books.At.AddDays(2), "payment_failure_refund", "ch_1");
        (books.Account.Objects["ch_1"]["status"], books.Account.Objects["ch_1"]["failure_balance_transaction"]) = ("failed", "txn_back");
        await using var comparing = await Comparing.BeginAsync(ledger, books);

        await comparing.CompareAsync();

        (await comparing.MovementsAsync()).ShouldBe(["ch:ch_1:capture 1000 USD 15 12:00", "ch:ch_1:failure -1000 USD 17 12:00"]);
    }

    [Fact]
    public async Task RunAsync_PayoutIsOnItsWay_IsHealedOnceItHasArrived()
    {
        var books = new Books().Payout("po_1");
        books.Account.Objects["po_1"]["status"] = "in_transit";
        await using var comparing = await Comparing.BeginAsync(ledger, books);

        (await comparing.CompareAsync()).ShouldBeEmpty();
        books.Account.Objects["po_1"]["status"] = "paid";

        (await comparing.CompareAsync()).ShouldBe(["payout po:po_1:paid missing"]);
        (await comparing.MovementsAsync()).ShouldBe(["po:po_1:paid -500 USD 15 12:00"]);
    }

    [Fact]
    public async Task RunAsync_DatesFarAhead_AreQuarantinedAndCountNowhere()
    {
        var books = new Books().Charge("ch_1", created: Comparing.Now.AddDays(3)).Charge("ch_2");
        books.Account.Transactions[0]["created"] = Books.At.ToUnixTimeSeconds();
        await using var comparing = await Comparing.BeginAsync(ledger, books);

        (await comparing.CompareAsync()).ShouldBe(["movement ch:ch_2:capture missing"]);

        (await comparing.MovementsAsync()).ShouldBe(["ch:ch_2:capture 1000 USD 15 12:00"]);
        (await comparing.CountsAsync()).ShouldContain("quarantine 1");
    }

    [Fact]
    public async Task RunAsync_KeyIsOfTestMode_IsSkippedAndSaysNothingOfWhatStandsOpen()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1"));

        (await comparing.Part(apiKey: "rk_test_of_these_tests").RunAsync(await comparing.NewRunAsync(), Cancel)).ShouldBeOfType<Plumbline.Reconciliation.PartResult.Skipped>()
            .Why.ShouldBe("The API key is of test mode.");
        (await comparing.CountsAsync()).ShouldContain("events 0");
    }

    [Fact]
    public async Task RunAsync_ClientWasErased_MoneyIsAppendedWithoutThePerson()
    {
        var books = new Books().Charge("ch_1", 60000).Charge("ch_2", 500);
        books.Account.Objects["ch_2"]["customer"] = "cus_2";
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.PostAsync(new Books().Charge("ch_1", 60000));
        await ledger.ExecuteAsync(
            $"begin; set local role ledger_owner; select ledger.erase('{comparing.Tenant.Id}', 'cus_1', 'asked by the client', 'admin'); commit");
        var links = await AddressLinksAsync(comparing);

        await comparing.CompareAsync();

        (await ledger.ListAsync(
            """
            select e.object_id || ' ' || (strpos(convert_from(b.body, 'UTF8'), 'jenny.rosen') > 0)
            from ledger.bodies as b
            join ledger.raw_events as e on e.tenant_id = b.tenant_id and e.seq = b.event_seq
            where b.tenant_id = $1 and b.body is not null
            order by 1
            """,
            row => row.GetString(0), comparing.Tenant.Id)).ShouldBe(["txn_ch_1 false", "txn_ch_2 true"]);
        (await AddressLinksAsync(comparing)).ShouldBe([.. links, "cus_2"]);
        (await comparing.MovementsAsync()).Count.ShouldBe(2);
        (await comparing.SettlementsAsync()).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("card", "ch:ch_1:capture 1000 USD 18 12:00")]
    [InlineData("us_bank_account", "ch:ch_1:capture 1000 USD 15 12:00")]
    public async Task RunAsync_TransactionIsDaysAfterItsCharge_OnlyACaptureThatWasLaterMovesIt(string type, string movement)
    {
        var books = new Books().Charge("ch_1", created: Books.At, capturedAt: Books.At.AddDays(3));
        books.Account.Objects["ch_1"]["payment_method_details"] = new System.Text.Json.Nodes.JsonObject { ["type"] = type };
        await using var comparing = await Comparing.BeginAsync(ledger, books);

        await comparing.CompareAsync();

        (await comparing.MovementsAsync()).ShouldBe([movement]);
    }

    [Fact]
    public async Task RunAsync_SomebodyTookMovementsOut_SaysHowMany()
    {
        var books = new Books().Charge("ch_1").Charge("ch_2");
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.PostAsync(books);
        await ledger.ExecuteAsync(
            """
            insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor)
            select tenant_id, 'manual', source_key, occurred_at, 'void', 'raw_payments', seq, 'somebody decided so', 'a person'
            from ledger.raw_payments
            where tenant_id = $1
            """,
            comparing.Tenant.Id);

        (await comparing.Part().RunAsync(await comparing.NewRunAsync(), Cancel))
            .ShouldBe(new Plumbline.Reconciliation.PartResult.Completed("2 were taken out by hand."));
    }

    [Theory]
    [InlineData("won", true)]
    [InlineData("warning_closed", true)]
    [InlineData("under_review", false)]
    public async Task RunAsync_DisputesEndWasNeverTold_IsAskedForAndAppended(string status, bool isEnded)
    {
        var books = new Books().Dispute("dp_1", "ch_1", 3000, Books.At, reinstated: Books.At.AddDays(2));
        books.Account.Objects["dp_1"]["status"] = status;
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        await comparing.PostAsync(new Books().Dispute("dp_1", "ch_1", 3000, Books.At));
        await ledger.ExecuteAsync(
            """
            insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, actor)
            values ($1, 'open_disputes', 'dp_1', 'open', 'medium', 'stripe', 'It is open.', 'test')
            """,
            comparing.Tenant.Id);

        // Its transactions are of long before.
        await comparing.CompareAsync(since: Books.At.AddDays(5));
        await comparing.CompareAsync(since: Books.At.AddDays(5));

        (await comparing.CashAsync()).ShouldBe(isEnded ? ["USD 15 -3000", "USD 17 3000"] : ["USD 15 -3000"]);
        (await ledger.ListAsync(
            "select source_key from ledger.raw_events where tenant_id = $1 and event_type = 'charge.dispute.closed' and channel = 'pull'", row => row.GetString(0),
            comparing.Tenant.Id)).ShouldBe(isEnded ? ["pull:dp_1:closed"] : []);
    }

    [Fact]
    public async Task RunAsync_NoKey_IsSkipped()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books());

        (await comparing.Part(apiKey: "").RunAsync(await comparing.NewRunAsync(), Cancel)).ShouldBeOfType<Plumbline.Reconciliation.PartResult.Skipped>()
            .Why.ShouldBe($"There is no API key (secret stripe-api--{comparing.Tenant.Slug}).");
    }

    [Fact]
    public async Task Map_PulledDeliveryIsStored_SaysTheSameAgain()
    {
        var connected = new Books().Charge("ch_theirs", capturedAt: Books.At.AddDays(2));
        await using var comparing = await Comparing.BeginAsync(ledger, Books.OfEverything(), connected: ("acct_1", connected));
        await comparing.CompareAsync();
        var movements = await comparing.MovementsAsync();

        var hash = new Plumbline.Ledger.ContactHash("a key of these tests"u8.ToArray(), comparing.Tenant.Id);
        var seqs = await ledger.ListAsync("select seq from ledger.raw_events where tenant_id = $1", row => row.GetInt64(0), comparing.Tenant.Id);
        var stored = await ledger.ListAsync(StoredDelivery.Select, StoredDelivery.Read, comparing.Tenant.Id, seqs.ToArray());
        var mapped = stored.Select(delivery => (delivery, delivery.Map(comparing.Tenant, hash))).ToArray();

        mapped.Length.ShouldBe(movements.Count);
        mapped.ShouldAllBe(pair => pair.Item2.Error == null && pair.Item2.Delivery!.SourceKey == pair.delivery.Key && pair.Item2.Delivery.OccurredAt == pair.delivery.OccurredAt);
        mapped.Select(pair => pair.Item2.Delivery!.Payments.Single())
            .Select(payment => $"{payment.SourceKey} {payment.AmountMinor} {payment.Currency} {payment.OccurredAt:dd HH:mm}").Order(StringComparer.Ordinal).ShouldBe(movements);
        mapped.Where(pair => pair.delivery.Account == "acct_1").ShouldHaveSingleItem().Item2.Delivery!.Payments[0].Account.ShouldBe("acct_1");
    }

    private Task<List<string>> AddressLinksAsync(Comparing comparing) => ledger.ListAsync(
        "select from_id from ledger.links where tenant_id = $1 and kind in ('customer_email', 'charge_email') order by 1", row => row.GetString(0), comparing.Tenant.Id);

    private static System.Text.Json.Nodes.JsonObject StripeEventsOf(Books books) =>
        System.Text.Json.Nodes.JsonNode.Parse(System.Text.Encoding.UTF8.GetString(books.Webhooks[0].Body))!.AsObject();
}
