using Plumbline.Ledger;
using Plumbline.Snapshots;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots;

public sealed class GuardrailTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly DateTimeOffset MonthEnd = Freezing.At("2026-04-01T04:00:00Z");

    private readonly ManualTime time = new(Freezing.At("2026-04-20T00:00:00Z"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Freezing Freezing => new(ledger, time);

    [Fact]
    public async Task Freeze_ASourceSilentForThreeOfItsGaps_IsProvisionalWithTheCause()
    {
        var tenant = await Freezing.TenantAsync("2026-03");
        await ChargeAsync(tenant, days: 20, lastDaysBeforeEnd: 5);

        var march = await Freezing.FreezeAsync(tenant, "2026-03");

        var cash = Metric(march, "cash_collected");
        (march.Status, cash.Status, cash.Value, cash.Delta, cash.DeltaPercent).ShouldBe(("provisional", "provisional", 2_000m, null, null));
        cash.ProvisionalReason.ShouldBe("Stripe sent nothing in the last 5 days before the month ended; it usually sends every day.");
        cash.Reading.ShouldBe("Cash collected came to $20.00 so far; it may still change.");
        // What Stripe does not feed is final.
        Metric(march, "leads").Status.ShouldBe("final");
        Metric(march, "mer").Status.ShouldBe("provisional");
    }

    [Theory]
    // Three times the median, to the hour.
    [InlineData(71, "final")]
    [InlineData(73, "provisional")]
    public async Task Freeze_ASilence_IsMeasuredByTheMedianOfItsGaps(int hoursBeforeEnd, string status)
    {
        var tenant = await Freezing.TenantAsync("2026-03");
        await AppendAsync(Enumerable.Range(0, 10).Select(day => Charge(tenant, MonthEnd.AddHours(-hoursBeforeEnd).AddDays(-day))));

        (await Freezing.FreezeAsync(tenant, "2026-03")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Freeze_ASourceOfFewDays_HasNoHabitToBreak()
    {
        var tenant = await Freezing.TenantAsync("2026-03");
        await ChargeAsync(tenant, days: 4, lastDaysBeforeEnd: 25);

        (await Freezing.FreezeAsync(tenant, "2026-03")).Status.ShouldBe("final");
    }

    [Theory]
    [InlineData(240, "final")]
    [InlineData(48, "provisional")]
    public async Task Freeze_AConfiguredInterval_HoldsInsteadOfTheMedian(int hours, string status)
    {
        var tenant = await Freezing.TenantAsync("2026-03");
        await ChargeAsync(tenant, days: 20, lastDaysBeforeEnd: 5);
        await ConfigureAsync(tenant, "stripe", hours);

        var march = await Freezing.FreezeAsync(tenant, "2026-03");

        march.Status.ShouldBe(status);
        Metric(march, "cash_collected").ProvisionalReason.ShouldBe(
            status == "final" ? null : "Stripe sent nothing in the last 5 days before the month ended; by the settings no more than 2 days is usual.");
    }

    [Fact]
    public async Task Freeze_AConfiguredSourceThatNeverSpoke_IsProvisional()
    {
        var tenant = await Freezing.TenantAsync("2026-03");
        await ConfigureAsync(tenant, "ads", 24);

        Metric(await Freezing.FreezeAsync(tenant, "2026-03"), "ad_spend").ProvisionalReason.ShouldBe("The ad platforms sent nothing yet.");
    }

    [Fact]
    public async Task Freeze_QuarantineOrFindingsDatedInTheMonth_AreCauses()
    {
        var tenant = await Freezing.TenantAsync("2026-02");
        await AppendAsync([
            Deliveries.Say(tenant.Id, "q1", "stripe") with { OccurredAt = MonthEnd.AddDays(-3), Quarantine = [new QuarantineNote("unmappable", "a test")] },
            // Test mode moves no figure, whether it can be read or not.
            Deliveries.Say(tenant.Id, "q3", "stripe") with { OccurredAt = MonthEnd.AddDays(-3), Livemode = false, Quarantine = [new QuarantineNote("unmappable", "a test")] },
            Deliveries.Say(tenant.Id, "q2") with { OccurredAt = MonthEnd.AddDays(3), Quarantine = [new QuarantineNote("unmappable", "a test")] },
        ]);
        await FindAsync(tenant, "gohighlevel", "high", MonthEnd.AddDays(-2));
        await FindAsync(tenant, "events", "medium", MonthEnd.AddDays(-2));
        var february = await Freezing.FreezeAsync(tenant, "2026-02");

        var march = await Freezing.FreezeAsync(tenant, "2026-03");

        february.Status.ShouldBe("final");
        Metric(march, "cash_collected").ProvisionalReason.ShouldBe("A delivery of the month could not be read and waits in quarantine (Stripe).");
        Metric(march, "leads").ProvisionalReason.ShouldBe("A finding of high severity about the month is open (GoHighLevel).");
        Metric(march, "ad_spend").Status.ShouldBe("final");
    }

    [Fact]
    public async Task Regenerate_OnceTheCauseIsGone_IsFinalAndWasProposed()
    {
        var tenant = await Freezing.TenantAsync("2026-03");
        await ChargeAsync(tenant, days: 20, lastDaysBeforeEnd: 5);
        await Freezing.FreezeAsync(tenant, "2026-03");
        var provisional = new ProvisionalMonths(ledger.Database);
        await provisional.ProposeAsync(tenant, Cancel);
        (await ProposalsAsync(tenant)).ShouldBeEmpty();

        // The source sends what it had kept back.
        await AppendAsync([Charge(tenant, MonthEnd.AddDays(-1))]);
        await provisional.ProposeAsync(tenant, Cancel);
        await provisional.ProposeAsync(tenant, Cancel);
        (await ProposalsAsync(tenant)).ShouldBe(["2026-03 r1 open"]);
        var regenerated = (await Freezing.RegenerateAsync(tenant, "2026-03", expected: 1)).ShouldBeOfType<RegenerateResult.Regenerated>().Month;

        (regenerated.Revision, regenerated.Status, regenerated.Reason).ShouldBe((2, "final", "the cause is gone now"));
        Metric(regenerated, "cash_collected").Value.ShouldBe(2_100);
        (await ProposalsAsync(tenant)).ShouldBe(["2026-03 r1 open", "2026-03 r1 resolved"]);
        await provisional.ProposeAsync(tenant, Cancel);
        (await ProposalsAsync(tenant)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Regenerate_KeepsWhatWasClosedAndWhatLaterMonthsComparedWith()
    {
        var tenant = await Freezing.TenantAsync("2026-02");
        await AppendAsync([Charge(tenant, Freezing.At("2026-02-10")), Charge(tenant, Freezing.At("2026-03-10"))]);
        await Freezing.FreezeAsync(tenant, "2026-02");
        await Freezing.FreezeAsync(tenant, "2026-03");
        await AppendAsync([Charge(tenant, Freezing.At("2026-02-11"))]);

        var refused = await Freezing.RegenerateAsync(tenant, "2026-02", expected: 2);
        await Freezing.RegenerateAsync(tenant, "2026-02", expected: 1);
        var again = await Freezing.RegenerateAsync(tenant, "2026-02", expected: 1);

        refused.ShouldBe(new RegenerateResult.OtherRevision(1));
        again.ShouldBe(new RegenerateResult.OtherRevision(2));
        (await Freezing.RegenerateAsync(tenant, "2026-04", expected: 1)).ShouldBeOfType<RegenerateResult.NotFrozen>();
        var months = new FrozenMonths(ledger.Database);
        Metric((await months.FindAsync(tenant, Freezing.MonthOf("2026-02"), 1, Cancel))!, "cash_collected").Value.ShouldBe(100);
        Metric((await months.FindAsync(tenant, Freezing.MonthOf("2026-02"), null, Cancel))!, "cash_collected").Value.ShouldBe(200);
        Metric((await months.FindAsync(tenant, Freezing.MonthOf("2026-03"), null, Cancel))!, "cash_collected").Previous.ShouldBe(100);
    }

    [Fact]
    public async Task Regenerate_ByManyAtOnce_MakesOneRevision()
    {
        var tenant = await Freezing.TenantAsync("2026-03");
        await Freezing.FreezeAsync(tenant, "2026-03");

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Freezing.RegenerateAsync(tenant, "2026-03", expected: 1), Cancel)));

        results.Count(result => result is RegenerateResult.Regenerated).ShouldBe(1);
        results.Count(result => result is RegenerateResult.OtherRevision(2)).ShouldBe(3);
    }

    private static FrozenMetric Metric(FrozenMonth month, string kpi) => month.Metrics.First(metric => metric.Kpi == kpi && metric.Dimension == "company");

    private static Delivery Charge(Tenant tenant, DateTimeOffset at) =>
        Deliveries.Event(tenant.Id, $"evt_{Guid.NewGuid():n}", "{}", Deliveries.Payment($"ch:{Guid.NewGuid():n}:capture", 100, at: at)) with { OccurredAt = at };

    private Task ChargeAsync(Tenant tenant, int days, int lastDaysBeforeEnd) =>
        AppendAsync(Enumerable.Range(0, days).Select(day => Charge(tenant, MonthEnd.AddDays(-lastDaysBeforeEnd - day).AddMinutes(-1))));

    private async Task AppendAsync(IEnumerable<Delivery> deliveries) => await new LedgerWriter(ledger.Database, Metering.Off).AppendAsync([.. deliveries], Cancel);

    private Task ConfigureAsync(Tenant tenant, string feed, int hours) => ledger.ExecuteAsync(
        "insert into config.source_intervals (tenant_id, tenant_version, feed, hours) select $1, max(seq), $2, $3 from config.tenant_versions where tenant_id = $1", tenant.Id, feed, hours);

    private Task FindAsync(Tenant tenant, string source, string severity, DateTimeOffset at) => ledger.ExecuteAsync(
        "insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, actor) values ($1, 'test', $2, 'open', $3, $2, 'a test', $4, 'test')",
        tenant.Id, source, severity, at.UtcDateTime);

    private Task<List<string>> ProposalsAsync(Tenant tenant) => ledger.ListAsync(
        "select subject || ' ' || status from recon.findings where tenant_id = $1 and check_name = 'provisional_month' order by seq", row => row.GetString(0), tenant.Id);
}
