using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Reconciliation.Checks;

public sealed class FeedCheckTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task StaleSources_LongerSilentThanTheirHabit_AreFoundUntilTheySpeakAgain()
    {
        var business = await CheckedBusiness.BeginAsync(ledger);
        var id = business.Id;
        await business.AppendAsync([.. Enumerable.Range(1, 6).Select(day => business.Stripe("charge.updated", $"ch_{day}", $"2026-06-{2 * day:00}T09:00:00Z"))]);
        // Rarely, and so without a habit; and what is not live.
        await business.AppendAsync(OptIn(id, "v1", "2026-01-01"), business.Stripe("charge.updated", "ch_9", "2026-06-14") with { Livemode = false });
        (await business.FindAsync("stale_sources", "2026-06-18T08:00:00Z")).ShouldBeEmpty();

        // What was pulled, and how long it lasts, change nothing of what is said.
        await business.AppendAsync(
            business.Stripe("charge.updated", "ch_10", "2026-06-15") with { Channel = "pull" }, business.Stripe("balance_transaction", "txn_1", "2026-06-16") with { Channel = "pull" });
        const string Found = "stripe stripe at 2026-06-12: Stripe sent nothing since 2026-06-12; it usually sends every day. [charge.updated ch_6]";
        (await business.FindAsync("stale_sources", "2026-06-18T10:00:00Z")).ShouldBe([Found.Replace("every day", "every 2 days", StringComparison.Ordinal)]);
        (await business.FindAsync("stale_sources", "2027-01-01")).ShouldBe([Found.Replace("every day", "every 2 days", StringComparison.Ordinal)]);

        await business.SetAsync("insert into config.source_intervals (tenant_id, tenant_version, feed, hours) select tenant_id, version, f.feed, f.hours from staging.tenants, (values ('stripe', 240), ('finance', 800)) as f (feed, hours) where tenant_id = $1");
        (await business.FindAsync("stale_sources", "2026-06-18T10:00:00Z")).ShouldBe(
            ["finance events at : Finance sent nothing yet; by the settings no more than 33 days of silence is usual. []"]);
        await business.AppendAsync(Observations.Finance(id, "2026-05-01", "2026-06-05", 1));
        (await business.FindAsync("stale_sources", "2026-06-18T10:00:00Z")).ShouldBeEmpty();
        (await business.FindAsync("stale_sources", "2026-06-22T10:00:00Z")).ShouldBe(
            ["stripe stripe at 2026-06-12: Stripe sent nothing since 2026-06-12; by the settings no more than 10 days is usual. [charge.updated ch_6]"]);
    }

    [Fact]
    public async Task QuarantineAge_OfWhatStillWaits_IsFoundAfterSevenDays()
    {
        var business = await CheckedBusiness.BeginAsync(ledger);
        var note = new QuarantineNote("unmappable", "amount is missing");
        await business.AppendAsync(
            business.Stripe("charge.succeeded", "ch_1", "2026-05-01") with { Quarantine = [note, new QuarantineNote("conflict", "known otherwise")] },
            business.Stripe("charge.succeeded", "ch_2", "2026-05-01") with { Quarantine = [note], Livemode = false },
            business.Stripe("charge.succeeded", "ch_3", "2026-05-01") with { Quarantine = [note] });
        await business.SetAsync("insert into ledger.resolutions (tenant_id, event_seq, kind, actor, reason) select tenant_id, seq, 'dismissal', 'test', 'not ours at all' from ledger.raw_events where tenant_id = $1 and object_id = 'ch_3'");
        var arrived = await ledger.ScalarAsync<DateTime>("select min(recorded_at) from ledger.raw_events where tenant_id = $1", business.Id);
        var seq = await ledger.ScalarAsync<long>("select seq from ledger.raw_events where tenant_id = $1 and object_id = 'ch_1'", business.Id);

        (await business.FindAsync("quarantine_age", $"{arrived.AddDays(7).AddSeconds(-1):o}")).ShouldBeEmpty();
        (await business.FindAsync("quarantine_age", $"{arrived.AddDays(7).AddMinutes(1):o}")).ShouldBe(
            [$"delivery {seq} stripe at 2026-05-01: Delivery {seq} (charge.succeeded) has waited in quarantine since {arrived:yyyy-MM-dd}: conflict, unmappable. [charge.succeeded ch_1]"]);
    }
}
