using Plumbline.Quarantines;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.Quarantine;

/// <summary>Movements that came again with another amount: what waits, what is found, and how both end.</summary>
[Trait("Category", "Sql")]
public sealed class ConflictTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task Replay_OfAConflict_StaysOneAndWritesNothing()
    {
        var tenant = await ConflictingAsync();
        var before = await tenant.CountsAsync();

        var done = await tenant.ReplayAllAsync();

        var item = done.Items.ShouldHaveSingleItem();
        (item.Outcome, item.Changed, item.Remaining.ShouldHaveSingleItem().Reason).ShouldBe(("stillQuarantined", false, "conflict"));
        (await tenant.CountsAsync()).ShouldBe(before);
        (await FindingsAsync(tenant)).ShouldBe("open");
    }

    [Fact]
    public async Task Replay_ThatNowMeetsAnotherAmount_IsAConflictAndFound()
    {
        var tenant = await Replaying.BeginAsync(ledger, ["acct_1"]);
        await tenant.AppendAsync(tenant.Stripe(StripeEvents.Charge(amount: 500, eventId: "evt_1", account: "acct_2")));
        await tenant.SetAsync([]);
        await tenant.AppendAsync(tenant.Stripe(StripeEvents.Charge(amount: 700, eventId: "evt_2", account: "acct_2")));

        var item = (await tenant.ReplayAllAsync()).Items.ShouldHaveSingleItem();

        (item.Outcome, item.Changed, item.Remaining.ShouldHaveSingleItem().Reason).ShouldBe(("stillQuarantined", true, "conflict"));
        (await tenant.ItemsAsync()).Select(known => (known.Reason, known.IsOpen)).ShouldBe([("unknown-account", false), ("conflict", true)]);
        (await FindingsAsync(tenant)).ShouldBe("open");
        (await ledger.ScalarAsync<long>("select amount_minor from ledger.raw_payments where tenant_id = $1", tenant.Tenant.Id)).ShouldBe(700);
    }

    [Fact]
    public async Task Replay_ThatNoLongerConflicts_ResolvesTheFinding()
    {
        var tenant = await Replaying.BeginAsync(ledger);
        var misread = tenant.Stripe(StripeEvents.Charge(eventId: "evt_2"));
        await tenant.AppendAsync(
            tenant.Stripe(StripeEvents.Charge(eventId: "evt_1")),
            misread with { Payments = [.. misread.Payments.Select(payment => payment with { AmountMinor = 999 })] });
        (await FindingsAsync(tenant)).ShouldBe("open");

        (await tenant.ReplayAllAsync()).Items.ShouldHaveSingleItem().Outcome.ShouldBe("mapped");

        (await FindingsAsync(tenant)).ShouldBe("open resolved");
        (await tenant.ItemsAsync()).ShouldAllBe(item => !item.IsOpen);
    }

    [Fact]
    public async Task Dismiss_Conflict_AcceptsItsFindingOnce()
    {
        var tenant = await ConflictingAsync();
        var item = (await tenant.ItemsAsync()).ShouldHaveSingleItem().Seq;

        var (first, again) = (await tenant.DismissAsync(item), await tenant.DismissAsync(item));

        (first.Dismissed, first.Unchanged, first.Findings).ShouldBe((1, 0, 1));
        (again.Dismissed, again.Unchanged, again.Findings).ShouldBe((0, 1, 0));
        (await FindingsAsync(tenant)).ShouldBe("open accepted");
        (await tenant.CountAsync("ledger.resolutions")).ShouldBe(1);
        (await ledger.ScalarAsync<string>("select actor || ': ' || reason from staging.findings where tenant_id = $1", tenant.Tenant.Id)).ShouldBe("a test: it was a test delivery");
    }

    [Fact]
    public async Task Dismiss_OneOfTwoConflictsOfAMovement_LeavesItsFindingOpen()
    {
        var tenant = await ConflictingAsync();
        await tenant.AppendAsync(tenant.Stripe(StripeEvents.Charge(amount: 900, eventId: "evt_3")));
        var items = await tenant.ItemsAsync();

        (await tenant.DismissAsync(items[0].Seq)).Findings.ShouldBe(0);
        (await tenant.DismissAsync(items[1].Seq)).Findings.ShouldBe(1);
    }

    [Fact]
    public async Task Replay_OfADismissedDelivery_ReopensNothingUnlessItReadsSomething()
    {
        var tenant = await Replaying.BeginAsync(ledger, ["acct_1"]);
        await tenant.AppendAsync(tenant.Stripe(StripeEvents.Charge(account: "acct_2")));
        var item = (await tenant.ItemsAsync()).ShouldHaveSingleItem().Seq;
        await tenant.DismissAsync(item);

        (await tenant.ReplayAllAsync()).Items.ShouldBeEmpty();
        (await tenant.ReplayAsync(new ReplayRequest([item]))).Items.ShouldHaveSingleItem().Changed.ShouldBeFalse();
        (await tenant.ItemsAsync()).ShouldHaveSingleItem().IsOpen.ShouldBeFalse();

        await tenant.SetAsync([]);
        (await tenant.ReplayAsync(new ReplayRequest([item]))).Items.ShouldHaveSingleItem().Outcome.ShouldBe("mapped");
        (await tenant.CountAsync("ledger.raw_payments")).ShouldBe(1);
    }

    private async Task<Replaying> ConflictingAsync()
    {
        var tenant = await Replaying.BeginAsync(ledger);
        await tenant.AppendAsync(
            tenant.Stripe(StripeEvents.Charge(amount: 500, eventId: "evt_1")), tenant.Stripe(StripeEvents.Charge(amount: 700, eventId: "evt_2")));
        return tenant;
    }

    private async Task<string> FindingsAsync(Replaying tenant) => string.Join(
        ' ', await ledger.ListAsync("select status from recon.findings where tenant_id = $1 order by seq", row => row.GetString(0), tenant.Tenant.Id));
}
