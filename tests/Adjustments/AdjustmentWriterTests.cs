using Plumbline.Access;
using Plumbline.Adjustments;
using Plumbline.Ledger;
using Plumbline.Manage;
using Plumbline.Tenants;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Adjustments;

public sealed class AdjustmentWriterTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string Why = "Agreed with the bookkeeper";

    private readonly AdjustmentWriter writer = new(ledger.Database);
    private readonly LedgerWriter facts = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_VoidsOfOneFactAtOnce_TakeItOutOnce()
    {
        var tenant = await TenantAsync();
        var payment = await PayAsync(tenant, 500);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => WriteAsync(tenant, Void(payment), $"void-{n}"), Cancel)));

        var stored = results.OfType<AdjustmentResult.Stored>().ShouldHaveSingleItem();
        results.OfType<AdjustmentResult.AlreadyVoided>().Select(refused => refused.By).ShouldBe(Enumerable.Repeat(stored.Adjustment.Seq, 7));
        (await CashAsync(tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task Write_OneKeyAtOnce_IsOneAdjustment()
    {
        var tenant = await TenantAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteAsync(tenant, Cash(3), "once"), Cancel)));

        results.ShouldAllBe(result => result is AdjustmentResult.Stored);
        results.Cast<AdjustmentResult.Stored>().Count(result => result.IsNew).ShouldBe(1);
        results.Cast<AdjustmentResult.Stored>().Select(result => result.Adjustment.Seq).Distinct().Count().ShouldBe(1);
        (await CashAsync(tenant)).ShouldBe(300);
        (await ledger.ScalarAsync<long>("select count(*) from config.audit where tenant_id = $1 and action = 'adjustment.create'", tenant.Id)).ShouldBe(8);
    }

    [Fact]
    public async Task Write_KnownKeyWithOtherContent_IsRefusedAlsoWhenOnlyDefaultsDiffer()
    {
        var tenant = await TenantAsync();
        var first = (await WriteAsync(tenant, Cash(3), "key")).ShouldBeOfType<AdjustmentResult.Stored>().Adjustment;

        foreach (var other in new[] { Cash(4), Cash(3) with { Currency = "USD" }, Cash(3) with { Reason = Why + "s" } })
        {
            (await WriteAsync(tenant, other, "key")).ShouldBe(new AdjustmentResult.KeyTaken(first.Seq));
        }

        (await WriteAsync(tenant, Cash(3.00m), "key")).ShouldBe(new AdjustmentResult.Stored(first, IsNew: false));
        (await CashAsync(tenant)).ShouldBe(300);
    }

    [Fact]
    public async Task Write_AmountOfATarget_CountsWhereThatCounts()
    {
        var tenant = await TenantAsync("America/New_York");
        // Still the last of January in New York.
        var tags = new Tags { Department = "sales", OwnerId = "ann", UtmSource = "google" };
        var payment = await PayAsync(tenant, 500, "EUR", new DateTimeOffset(2026, 2, 1, 3, 0, 0, TimeSpan.Zero), tags);
        var request = new AdjustmentRequest("amount", Why, payment, "cash", -1.25m);

        var stored = (await WriteAsync(tenant, request)).ShouldBeOfType<AdjustmentResult.Stored>().Adjustment;

        (stored.Amount, stored.Currency, stored.EffectiveDate, stored.Tags, stored.Target).ShouldBe((-1.25m, "EUR", new DateOnly(2026, 1, 31), tags, payment));
        (await ledger.ScalarAsync<DateTime>("select occurred_at from ledger.adjustments where tenant_id = $1", tenant.Id)).ShouldBe(new DateTime(2026, 1, 31, 17, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task Write_AmountOfATargetWithMembersOfItsOwn_TakesThoseAndTheTargetsRest()
    {
        var tenant = await TenantAsync();
        var payment = await PayAsync(tenant, 500, "EUR", tags: new Tags { Department = "sales", OwnerId = "ann" });
        var request = new AdjustmentRequest("amount", Why, payment, "cash", 2, "JPY", "2026-03-01", new Tags { OwnerId = "bob", Branch = "north" });

        var stored = (await WriteAsync(tenant, request)).ShouldBeOfType<AdjustmentResult.Stored>().Adjustment;

        (stored.Amount, stored.Currency, stored.EffectiveDate).ShouldBe((2m, "JPY", new DateOnly(2026, 3, 1)));
        stored.Tags.ShouldBe(new Tags { Department = "sales", OwnerId = "bob", Branch = "north" });
    }

    [Fact]
    public async Task Write_TargetThatDoesNotCountForTheMeasure_NamesThoseItCountsFor()
    {
        var tenant = await TenantAsync();
        var payment = await PayAsync(tenant, -500, kind: PaymentKind.Refund);

        var refused = (await WriteAsync(tenant, new AdjustmentRequest("amount", Why, payment, "leads", 1))).ShouldBeOfType<AdjustmentResult.Invalid>();
        await WriteAsync(tenant, Void(payment));
        var voided = (await WriteAsync(tenant, new AdjustmentRequest("amount", Why, payment, "cash", 1))).ShouldBeOfType<AdjustmentResult.Invalid>();

        refused.Reason.ShouldBe($"{payment} does not count for leads, but for cash, refunds.");
        voided.Reason.ShouldStartWith($"{payment} counts for no measure now");
    }

    [Fact]
    public async Task Write_MeasureOrCurrencyThatCannotBe_IsNamed()
    {
        var tenant = await TenantAsync();

        var unknown = (await WriteAsync(tenant, Cash(1) with { Measure = "cash_collected" })).ShouldBeOfType<AdjustmentResult.Invalid>();
        var currency = (await WriteAsync(tenant, Cash(1) with { Measure = "leads", Currency = "USD" })).ShouldBeOfType<AdjustmentResult.Invalid>();

        foreach (var measure in await ledger.ListAsync("select measure from config.measures", row => row.GetString(0)))
        {
            unknown.Reason.ShouldContain(measure);
        }

        currency.Reason.ShouldBe("currency must be left out: leads is not money.");
    }

    [Fact]
    public async Task Write_VoidOfADelivery_IsForThoseThatCountThemselves()
    {
        var tenant = await TenantAsync();
        await facts.AppendAsync(Observations.OptIn(tenant.Id, "v1", "2026-01-15"), Cancel);
        await facts.AppendAsync(Observations.View(tenant.Id, "v1", "2026-01-15"), Cancel);
        var payment = await PayAsync(tenant, 500);
        await facts.AppendAsync(Observations.Linked(tenant.Id), Cancel);
        var deliveries = await ledger.ListAsync("select seq from ledger.raw_events where tenant_id = $1 order by seq", row => new AdjustmentTarget("raw_events", row.GetInt64(0)), tenant.Id);

        (await WriteAsync(tenant, Void(deliveries[0]))).ShouldBeOfType<AdjustmentResult.Stored>();
        (await WriteAsync(tenant, Void(deliveries[1]))).ShouldBeOfType<AdjustmentResult.Stored>();
        (await WriteAsync(tenant, Void(deliveries[2]))).ShouldBeOfType<AdjustmentResult.Invalid>().Reason.ShouldEndWith($"void what was read from it: {payment}.");
        (await WriteAsync(tenant, Void(deliveries[3]))).ShouldBeOfType<AdjustmentResult.Invalid>().Reason.ShouldContain("counts for nothing");
        (await WriteAsync(tenant, Void(deliveries[0]))).ShouldBeOfType<AdjustmentResult.AlreadyVoided>();
    }

    [Fact]
    public async Task Write_TargetOfAnotherTenantOrOfNone_IsNotFound()
    {
        var (tenant, other) = (await TenantAsync(), await TenantAsync());
        var payment = await PayAsync(other, 500);

        (await WriteAsync(tenant, Void(payment))).ShouldBe(new AdjustmentResult.NoTarget(payment));
        foreach (var table in AdjustmentTarget.Tables)
        {
            (await WriteAsync(tenant, Void(new AdjustmentTarget(table, long.MaxValue)))).ShouldBeOfType<AdjustmentResult.NoTarget>(table);
        }
    }

    [Fact]
    public async Task Write_Reversal_BringsBackAndCannotBeReversed()
    {
        var tenant = await TenantAsync();
        var payment = await PayAsync(tenant, 500);
        var first = await StoredAsync(tenant, Void(payment));
        var reversal = await StoredAsync(tenant, Void(first));
        (await CashAsync(tenant)).ShouldBe(500);

        (await WriteAsync(tenant, Void(reversal))).ShouldBe(new AdjustmentResult.IsReversal(reversal));
        (await WriteAsync(tenant, Void(first))).ShouldBe(new AdjustmentResult.AlreadyVoided(first, reversal.Seq));
        await StoredAsync(tenant, Void(payment));

        (await CashAsync(tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task Write_ReversalsOfOneAdjustmentAtOnce_AreOne()
    {
        var tenant = await TenantAsync();
        var adjustment = await StoredAsync(tenant, Cash(7));

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => WriteAsync(tenant, Void(adjustment), $"reverse-{n}"), Cancel)));

        results.OfType<AdjustmentResult.Stored>().ShouldHaveSingleItem();
        results.OfType<AdjustmentResult.AlreadyVoided>().Count().ShouldBe(5);
        (await CashAsync(tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task Write_Date_IsFromThePastToTheTenantsTomorrow()
    {
        var tenant = await TenantAsync("Pacific/Kiritimati");
        var today = await ledger.ScalarAsync<DateOnly>("select (now() at time zone 'Pacific/Kiritimati')::date");

        foreach (var (date, isFine) in new[] { (new DateOnly(2000, 1, 1), true), (new DateOnly(1999, 12, 31), false), (today.AddDays(1), true), (today.AddDays(3), false) })
        {
            var result = await WriteAsync(tenant, Cash(1) with { EffectiveDate = $"{date:yyyy-MM-dd}" });
            (result is AdjustmentResult.Stored { Adjustment.EffectiveDate: var stored } && stored == date).ShouldBe(isFine, $"{date}");
        }
    }

    [Fact]
    public async Task Write_FirstDayOfANewZone_CountsOnThatDay()
    {
        var tenant = await TenantAsync("America/Los_Angeles");
        await ledger.ExecuteAsync("insert into config.time_zones (tenant_id, effective_from, time_zone, actor) values ($1, '2026-03-01', 'Pacific/Auckland', 'test')", tenant.Id);

        foreach (var date in new[] { "2026-02-28", "2026-03-01", "2026-03-02" })
        {
            // Noon of the first in Auckland is still February in Los Angeles, where the month before ended.
            var adjustment = await StoredAsync(tenant, Cash(1) with { EffectiveDate = date });
            (await ledger.ScalarAsync<DateOnly>("select local_date from report.measures where tenant_id = $1 and fact_table = 'adjustments' and fact_seq = $2", tenant.Id, adjustment.Seq))
                .ShouldBe(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture));
            (await new AdjustmentLog(ledger.Database).FindAsync(tenant, adjustment.Seq, Cancel)).ShouldNotBeNull().EffectiveDate.ToString("yyyy-MM-dd", null).ShouldBe(date);
        }
    }

    [Fact]
    public async Task List_Filtered_IsThoseAloneNewestFirst()
    {
        var tenant = await TenantAsync();
        var payment = await PayAsync(tenant, 500);
        var cash = await StoredAsync(tenant, Cash(7));
        var voided = await StoredAsync(tenant, Void(payment));
        var leads = await StoredAsync(tenant, Cash(2) with { Measure = "leads" });
        var reversal = await StoredAsync(tenant, Void(cash));
        var log = new AdjustmentLog(ledger.Database);
        var everything = new AdjustmentQuery(10, null, null, null, null);

        async Task<long[]> SeqsAsync(AdjustmentQuery query) => [.. (await log.ListAsync(tenant, query, Cancel)).Adjustments.Select(adjustment => adjustment.Seq)];

        (await SeqsAsync(everything)).ShouldBe([reversal.Seq, leads.Seq, voided.Seq, cash.Seq]);
        (await SeqsAsync(everything with { InForce = false })).ShouldBe([cash.Seq]);
        (await SeqsAsync(everything with { InForce = true, Before = reversal.Seq })).ShouldBe([leads.Seq, voided.Seq]);
        (await SeqsAsync(everything with { Measure = "leads" })).ShouldBe([leads.Seq]);
        (await SeqsAsync(everything with { Table = "adjustments" })).ShouldBe([reversal.Seq]);
        var page = await log.ListAsync(tenant, everything with { Limit = 3 }, Cancel);
        page.Next.ShouldBe($"?before={voided.Seq}&limit=3");
        (await log.FindAsync(tenant, cash.Seq, Cancel)).ShouldNotBeNull().ReversedBy.ShouldBe(reversal.Seq);
    }

    private static AdjustmentRequest Cash(decimal amount) => new("amount", Why, Measure: "cash", Amount: amount, EffectiveDate: "2026-01-15");

    private static AdjustmentRequest Void(AdjustmentTarget target) => new("void", Why, target);

    private async Task<Tenant> TenantAsync(string zone = "UTC")
    {
        var slug = $"t{Guid.NewGuid():n}"[..20];
        await ledger.AddTenantAsync(zone, slug: slug);
        return (await new TenantDirectory(ledger.Database, TimeProvider.System).FindAsync(slug, Cancel)).ShouldNotBeNull();
    }

    private Task<AdjustmentResult> WriteAsync(Tenant tenant, AdjustmentRequest request, string? key = null) =>
        writer.WriteAsync(new ManageCall(new Caller(tenant, "Ann Admin"), "adjustment.create"), request, key ?? $"{Guid.NewGuid()}", Cancel);

    /// <returns>The adjustment, as a target.</returns>
    private async Task<AdjustmentTarget> StoredAsync(Tenant tenant, AdjustmentRequest request) =>
        new("adjustments", (await WriteAsync(tenant, request)).ShouldBeOfType<AdjustmentResult.Stored>().Adjustment.Seq);

    private async Task<AdjustmentTarget> PayAsync(
        Tenant tenant, long amount, string currency = "USD", DateTimeOffset? at = null, Tags? tags = null, PaymentKind kind = PaymentKind.Capture)
    {
        var payment = Deliveries.Payment($"py-{Guid.NewGuid():n}", amount, kind, currency, at, tags: tags);
        await facts.AppendAsync(Deliveries.Event(tenant.Id, $"ev-{Guid.NewGuid():n}", payments: payment), Cancel);
        return new("raw_payments", await ledger.ScalarAsync<long>("select max(seq) from ledger.raw_payments where tenant_id = $1", tenant.Id));
    }

    private Task<decimal> CashAsync(Tenant tenant) =>
        ledger.ScalarAsync<decimal>("select value from report.kpis($1, '2026-01-01', '2026-02-01') where kpi = 'cash_collected'", tenant.Id);
}
