using Plumbline.Ledger;
using Plumbline.Quarantines;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.GoHighLevel;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.Quarantine;

[Trait("Category", "Sql")]
public sealed class QuarantineReplayerTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Reasons =>
        [.. QuarantineReasons.All.Where(reason => reason != QuarantineNote.Conflict.Reason)];

    [Theory, MemberData(nameof(Reasons))]
    public async Task Replay_WhatTodaysMapperReads_IsAppendedOnce(string reason)
    {
        var tenant = await Replaying.BeginAsync(ledger, stages: "Qualified");
        var charge = tenant.Stripe(StripeEvents.Charge());
        var deal = tenant.Workflow(GoHighLevelMapping.Fixture("workflow.opportunity"));
        await tenant.AppendAsync(Unread(charge, reason), Unread(deal, reason));

        var done = await tenant.ReplayAllAsync();

        (done.Mapped, done.StillQuarantined, done.Failed, done.Open).ShouldBe((2, 0, 0, 0));
        done.Items.ShouldAllBe(item => item.Outcome == "mapped" && item.Changed && item.Remaining.Count == 0);
        var counts = await tenant.CountsAsync();
        counts.ShouldStartWith("raw_events=2 raw_payments=1 raw_opportunities=1 raw_appointments=0 raw_clients=1 links=");
        counts.ShouldEndWith("quarantine=2 resolutions=2");
        done.Facts.ShouldBe(3 + charge.Links.Count);
        (await tenant.ItemsAsync()).ShouldAllBe(item => !item.IsOpen);

        var again = await tenant.ReplayAsync(new ReplayRequest([.. (await tenant.ItemsAsync()).Select(item => item.Seq)]));

        again.Items.ShouldAllBe(item => item.Outcome == "mapped" && !item.Changed && item.Facts == 0);
        (await tenant.CountsAsync()).ShouldBe(counts);
    }

    [Fact]
    public async Task Replay_WhatStillCannotBeRead_WritesNothingAndSaysWhy()
    {
        var tenant = await Replaying.BeginAsync(ledger, ["acct_1"], "New lead");
        await tenant.AppendAsync(
            tenant.Stripe("no json"u8.ToArray()),
            tenant.Stripe(StripeEvents.Charge("ch_2", account: "acct_2")),
            tenant.Stripe(StripeEvents.Charge("ch_3", created: new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero))),
            tenant.Stripe(StripeEvents.Charge("ch_4", customize: charge => charge["amount_captured"] = "ten")),
            tenant.Native(GoHighLevelMapping.Fixture("OpportunityStageUpdate").Without("locationId")),
            tenant.Workflow("[]"u8.ToArray()),
            tenant.Workflow(GoHighLevelMapping.Fixture("workflow.opportunity")));
        var before = await tenant.CountsAsync();

        var done = await tenant.ReplayAllAsync();

        (done.Mapped, done.StillQuarantined, done.Failed, done.Open, done.Facts).ShouldBe((0, 7, 0, 7, 0));
        done.Items.ShouldAllBe(item => !item.Changed);
        done.Items.Select(item => item.Remaining.ShouldHaveSingleItem().Reason).Order()
            .ShouldBe(["date-out-of-range", "no-location", "unknown-account", "unknown-stage", "unmappable", "unreadable", "unreadable"]);
        (await tenant.CountsAsync()).ShouldBe(before);
        before.ShouldEndWith("quarantine=7 resolutions=0");
    }

    [Fact]
    public async Task Replay_DealWhoseStageIsNowKnown_LeavesItsContactAsItWasSeen()
    {
        var tenant = await Replaying.BeginAsync(ledger, stages: "New lead");
        await tenant.AppendAsync(tenant.Workflow(GoHighLevelMapping.Fixture("workflow.opportunity"), TimeProvider.System.GetUtcNow().AddHours(-3)));
        (await tenant.CountsAsync()).ShouldBe("raw_events=1 raw_payments=0 raw_opportunities=0 raw_appointments=0 raw_clients=1 links=0 quarantine=1 resolutions=0");
        await tenant.SetAsync([], "New lead", "Qualified");

        var done = await tenant.ReplayAsync(new ReplayRequest(Reason: "unknown-stage"));

        done.Items.ShouldHaveSingleItem().Facts.ShouldBe(1);
        (await tenant.CountsAsync()).ShouldBe("raw_events=1 raw_payments=0 raw_opportunities=1 raw_appointments=0 raw_clients=1 links=0 quarantine=1 resolutions=1");
        (await ledger.ScalarAsync<bool>(
            """
            select o.effective_at = c.effective_at and o.event_seq = c.event_seq and o.stage_id = 'stg_Qualified' and r.related_ids @> array['opp_1', 'con_1']
            from ledger.raw_opportunities as o
            join ledger.raw_clients as c using (tenant_id)
            join ledger.resolutions as r using (tenant_id)
            where tenant_id = $1
            """, tenant.Tenant.Id)).ShouldBeTrue();
    }

    [Fact]
    public async Task Replay_SeveralAtOnce_DoublesNothing()
    {
        var tenant = await Replaying.BeginAsync(ledger, ["acct_1"]);
        await tenant.AppendAsync([.. Enumerable.Range(0, 30).Select(i => tenant.Stripe(StripeEvents.Charge($"ch_{i}", account: "acct_2")))]);
        await tenant.SetAsync([]);

        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => tenant.ReplayAsync(new ReplayRequest(Reason: "unknown-account"))));

        done.ShouldAllBe(one => one.Open == 0 && one.Failed == 0);
        (await tenant.CountAsync("ledger.raw_payments"), await tenant.CountAsync("ledger.resolutions")).ShouldBe((30, 30));
        done.Sum(one => one.Facts).ShouldBe(30 + (int)await tenant.CountAsync("ledger.links"));
    }

    [Fact]
    public async Task Replay_InPages_TriesEachDeliveryOnceAndGoesOn()
    {
        var tenant = await Replaying.BeginAsync(ledger, ["acct_1"]);
        await tenant.AppendAsync([.. Enumerable.Range(0, 7).Select(i => tenant.Stripe(StripeEvents.Charge($"ch_{i}", account: i % 2 == 0 ? "acct_2" : "acct_3")))]);
        await tenant.SetAsync(["acct_1", "acct_2"]);

        var pages = new List<ReplayJson>();
        long? before = null;
        do
        {
            pages.Add(await tenant.ReplayAsync(new ReplayRequest(All: true, Limit: 3, Before: before)));
            before = pages[^1].Next?.Before;
        }
        while (before is not null);

        pages.Select(page => page.Items.Count).ShouldBe([3, 3, 1]);
        pages.SelectMany(page => page.Items).Select(item => item.EventSeq).ShouldBeUnique();
        (pages.Sum(page => page.Mapped), pages.Sum(page => page.StillQuarantined), pages[^1].Open).ShouldBe((4, 3, 3));
    }

    [Fact]
    public async Task Replay_TwoItemsOfOneDelivery_AreOneDelivery()
    {
        var tenant = await Replaying.BeginAsync(ledger);
        await tenant.AppendAsync(tenant.Native(GoHighLevelMapping.Fixture("OpportunityStageUpdate").Without("locationId").Without("type")));
        var items = await tenant.ItemsAsync();
        items.Count.ShouldBe(2);

        var done = await tenant.ReplayAsync(new ReplayRequest([.. items.Select(item => item.Seq)]));

        (done.StillQuarantined, done.Open, done.Items.ShouldHaveSingleItem().Remaining.Count).ShouldBe((1, 1, 2));
    }

    [Fact]
    public async Task Replay_ErasedBodies_FailsLoudlyAndTheRestIsRead()
    {
        var tenant = await Replaying.BeginAsync(ledger);
        var charge = tenant.Stripe(StripeEvents.Charge(metadata: new() { ["client_id"] = "con_erased" }));
        await tenant.AppendAsync(
            Unread(charge, "unmappable"),
            Unread(tenant.Stripe(StripeEvents.Charge("ch_2")), "unmappable") with { Channel = "api" },
            Unread(tenant.Stripe(StripeEvents.Charge("ch_3")), "unmappable") with { SourceKey = "evt_other" },
            Unread(tenant.Stripe(StripeEvents.Charge("ch_4")), "unmappable"));
        await ledger.ExecuteAsync("do $$ begin set local role ledger_owner; perform ledger.erase('" + tenant.Tenant.Id + "', 'cus_1', 'asked to be forgotten', 'test'); end $$");
        await tenant.AppendAsync(Unread(tenant.Stripe(StripeEvents.Charge("ch_5")), "unmappable"));

        var done = await tenant.ReplayAllAsync();

        (done.Mapped, done.Failed, done.Facts > 0).ShouldBe((1, 4, true));
        done.Items.Select(item => item.Error).Order().ShouldBe([null, "erased", "erased", "erased", "erased"]);
    }

    [Fact]
    public async Task Replay_OfAnotherKeyOrChannel_FailsLoudlyAndTheRestIsRead()
    {
        var tenant = await Replaying.BeginAsync(ledger);
        await tenant.AppendAsync(
            Unread(tenant.Stripe(StripeEvents.Charge("ch_2")), "unmappable") with { Channel = "api" },
            Unread(tenant.Stripe(StripeEvents.Charge("ch_3")), "unmappable") with { SourceKey = "evt_other" },
            Unread(tenant.Stripe(StripeEvents.Charge("ch_4")), "unmappable"));

        var done = await tenant.ReplayAllAsync();

        done.Items.Select(item => $"{item.Outcome} {item.Error}").ShouldBe(["mapped ", "failed other-key", "failed unreplayable"]);
        (await tenant.CountAsync("ledger.raw_payments")).ShouldBe(1);
        done.Open.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_EventThatOnceHadNoReadableId_IsAppendedOnceAlsoWhenStripeSendsItAgain(bool replaysFirst)
    {
        var tenant = await Replaying.BeginAsync(ledger);
        Delivery[] events =
        [
            tenant.Stripe(StripeEvents.Charge(metadata: new() { ["client_id"] = "con_1" })),
            tenant.Stripe(StripeSubscriptionEvents.Event(metadata: new() { ["client_id"] = "con_1" })),
        ];
        events.Sum(one => one.Links.Count).ShouldBeGreaterThan(1);
        await tenant.AppendAsync([.. events.Select((one, i) => Unread(one, "unreadable") with { SourceKey = $"body:{i}", ObjectId = null, RelatedIds = [] })]);
        if (!replaysFirst)
        {
            await tenant.AppendAsync(events);
        }

        var done = await tenant.ReplayAllAsync();
        var again = await tenant.ReplayAsync(new ReplayRequest([.. (await tenant.ItemsAsync()).Select(item => item.Seq)]));
        await tenant.AppendAsync(events);

        (done.Mapped, done.Failed, done.Open).ShouldBe((2, 0, 0));
        again.Items.ShouldAllBe(item => item.Outcome == "mapped" && !item.Changed && item.Facts == 0);
        (await tenant.CountsAsync()).ShouldStartWith("raw_events=4 raw_payments=1 raw_opportunities=0 raw_appointments=0 raw_clients=1 links=");
        (await tenant.CountAsync("(select distinct tenant_id, kind, from_id, to_id, attributes, occurred_at from ledger.links) as said"))
            .ShouldBe(events.SelectMany(one => one.Links).DistinctBy(link => (link.Kind, link.FromId, link.ToId, link.Tags)).Count());
        (await tenant.ItemsAsync()).ShouldAllBe(item => !item.IsOpen);
    }

    [Fact]
    public async Task Replay_UnknownItems_NamesThemAndDoesNothing()
    {
        var (tenant, other) = (await Replaying.BeginAsync(ledger), await Replaying.BeginAsync(ledger));
        await tenant.AppendAsync(Unread(tenant.Stripe(StripeEvents.Charge()), "unmappable"));
        await other.AppendAsync(Unread(other.Stripe(StripeEvents.Charge()), "unmappable"));
        var (mine, foreign) = ((await tenant.ItemsAsync())[0].Seq, (await other.ItemsAsync())[0].Seq);

        var result = await tenant.Replayer.ReplayAsync(tenant.Call, new ReplayRequest([mine, foreign, 999_999]), Cancel);

        result.ShouldBeOfType<QuarantineResult<ReplayJson>.Unknown>().Items.ShouldBe([foreign, 999_999]);
        (await tenant.CountAsync("ledger.raw_payments")).ShouldBe(0);
    }

    [Fact]
    public async Task Replay_WithoutTheSecretOfHashes_SaysSo()
    {
        var tenant = await Replaying.BeginAsync(ledger);

        (await tenant.ReplayerWith(null).ReplayAsync(tenant.Call, new ReplayRequest(All: true), Cancel))
            .ShouldBeOfType<QuarantineResult<ReplayJson>.NotReady>().Missing.ShouldContain("contact-hash");
    }

    /// <summary>As a mapper of earlier days left it, which could not read it.</summary>
    private static Delivery Unread(Delivery delivery, string reason) => new()
    {
        TenantId = delivery.TenantId,
        Source = delivery.Source,
        SourceKey = delivery.SourceKey,
        Channel = delivery.Channel,
        EventType = "(unreadable)",
        OccurredAt = null,
        Body = delivery.Body,
        ObjectId = delivery.ObjectId,
        RelatedIds = delivery.RelatedIds,
        Quarantine = [new QuarantineNote(reason, "a reason of these tests")],
    };
}
