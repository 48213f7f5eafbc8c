using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Sql;

/// <summary>Leads, calls, deals and the pipeline, month by month in UTC.</summary>
public sealed class CrmMeasureTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    // Dated by the day the contact was added, however late it was seen.
    [InlineData("c1 2026-02-03 added=2026-01-31T23:59:59Z email", "1 0 0")]
    [InlineData("c1 2026-01-10 email; c1 2026-02-10 email; c2 2026-02-11 email", "1 1 0")]
    // Without address or number it is no lead yet; it becomes one when it gets them.
    [InlineData("c1 2026-01-10 added=2026-01-10", "0 0 0")]
    [InlineData("c1 2026-01-10 added=2026-01-10; c1 2026-02-10 added=2026-01-10 email; c1 2026-03-10 added=2026-01-10 email", "0 1 0")]
    // Said out of order: the earlier observation decides.
    [InlineData("c1 2026-02-10 added=2026-01-10 email; c1 2026-01-10 added=2026-01-10", "0 1 0")]
    // Added nobody says when, or says later.
    [InlineData("c1 2026-02-10 added=untold email", "0 1 0")]
    [InlineData("c1 2026-02-10 added=untold email; c1 2026-03-10 added=2026-01-20 email", "1 0 0")]
    [InlineData("c1 2026-02-10 added=untold; c1 2026-03-10 added=2026-01-20 email", "0 0 1")]
    // Left out as it stands now, whenever that was said.
    [InlineData("c1 2026-01-10 email; c1 2026-03-10 email deleted", "0 0 0")]
    [InlineData("c1 2026-01-10 email; c1 2026-02-10 email deleted; c1 2026-03-10 email", "1 0 0")]
    [InlineData("c1 2026-01-10 email; c1 2026-03-10 email label=junk", "0 0 0")]
    [InlineData("c1 2026-01-10 email label=junk; c1 2026-03-10 email", "1 0 0")]
    [InlineData("c1 2026-01-10 email label=vip", "1 0 0")]
    public async Task Leads_OfObservations_CountInTheirMonth(string observations, string expected)
    {
        var tenant = await TenantAsync();
        await LabelRuleAsync(tenant, "junk", "spam");
        foreach (var words in observations.Split("; ").Select(text => text.Split(' ')))
        {
            string? Value(string name) => words.FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
            await AppendAsync(Contact(
                tenant, words[0], words[1], Value("added"), words.Contains("email"),
                Value("label") is { } label ? [label] : [], words.Contains("deleted")));
        }

        (await MonthsAsync(tenant, "leads")).ShouldBe(expected);
    }

    [Fact]
    public async Task Leads_WithADealInASpamStage_AreLeftOutUntilItMoves()
    {
        var tenant = await TenantAsync();
        await StageAsync(tenant, "s9", "spam");
        await AppendAsync(Contact(tenant, "c1", "2026-01-10"), Contact(tenant, "c2", "2026-01-11"), Deal(tenant, "d1", "2026-01-12", "open", stage: "s9"));
        (await MonthsAsync(tenant, "leads")).ShouldBe("1 0 0");

        await AppendAsync(Deal(tenant, "d1", "2026-01-13", "open", stage: "s1"));
        (await MonthsAsync(tenant, "leads")).ShouldBe("2 0 0");
    }

    [Theory]
    [InlineData("a1 2026-01-10 new booked=2026-01-10", "1 0 0")]
    // Moved to another month: still the one booking.
    [InlineData("a1 2026-01-10 new booked=2026-01-10 start=2026-01-20; a1 2026-02-10 confirmed booked=2026-01-10 start=2026-03-20", "1 0 0")]
    [InlineData("a1 2026-01-10 cancelled booked=2026-01-10", "1 0 0")]
    [InlineData("a1 2026-02-10 new booked=untold start=2026-03-01", "0 1 0")]
    [InlineData("a1 2026-02-10 new booked=untold start=2026-03-01; a1 2026-03-10 confirmed booked=2026-01-20 start=2026-03-01", "1 0 0")]
    [InlineData("a1 2026-01-10 new booked=2026-01-10; a1 2026-01-11 invalid booked=2026-01-10", "0 0 0")]
    [InlineData("a1 2026-01-10 new booked=2026-01-10; a1 2026-02-11 new booked=2026-01-10 deleted", "0 0 0")]
    [InlineData("a1 2026-01-10 new booked=2026-01-10 deleted; a1 2026-02-11 new booked=2026-01-10", "1 0 0")]
    [InlineData("a1 2026-01-10 new booked=2026-01-10 calendar=internal", "0 0 0")]
    [InlineData("a1 2026-01-10 new booked=2026-01-10; a2 2026-02-10 new booked=2026-02-10; a3 2026-02-11 new booked=2026-02-11", "1 2 0")]
    public async Task Booked_OfObservations_CountOnceAnAppointment(string observations, string expected)
    {
        var tenant = await TenantAsync();
        await CallsAsync(tenant, observations);

        (await MonthsAsync(tenant, "booked")).ShouldBe(expected);
    }

    [Fact]
    public async Task Booked_WithoutSalesCalendars_CountsEveryCalendar()
    {
        var tenant = await TenantAsync(calendars: "{}");
        await CallsAsync(tenant, "a1 2026-01-10 new booked=2026-01-10 calendar=internal; a2 2026-01-10 new booked=2026-01-10");

        (await MonthsAsync(tenant, "booked")).ShouldBe("2 0 0");
    }

    [Fact]
    public async Task BookingRate_CountsALeadOnceAndItsFirstCallAlone()
    {
        var tenant = await TenantAsync();
        await LabelRuleAsync(tenant, "junk", "spam");
        await AppendAsync(
            Contact(tenant, "c1", "2026-01-05"), Contact(tenant, "c2", "2026-01-06"), Contact(tenant, "c3", "2026-02-01"), Contact(tenant, "c4", "2026-01-06", labels: ["junk"]),
            Call(tenant, "a1", "2026-01-10", "new", "2026-01-10", client: "c1"), Call(tenant, "a2", "2026-02-10", "new", "2026-02-10", client: "c1"),
            // An invalid one does not take the place of the first that counts.
            Call(tenant, "a3", "2026-01-11", "invalid", "2026-01-11", client: "c2"), Call(tenant, "a4", "2026-02-12", "new", "2026-02-12", client: "c2"),
            Call(tenant, "a5", "2026-02-13", "new", "2026-02-13", client: "c3"),
            Call(tenant, "a6", "2026-01-14", "new", "2026-01-14", client: "c4"), Call(tenant, "a7", "2026-01-14", "new", "2026-01-14", client: "unheard-of"));

        (await MonthsAsync(tenant, "booking_rate")).ShouldBe("1/2 2/1 0/0");
        (await MonthsAsync(tenant, "booked")).ShouldBe("3 3 0");
    }

    [Theory]
    [InlineData("a1 2026-01-10 showed booked=2026-01-01 start=2026-01-10", "1/1 0/0 0/0")]
    [InlineData("a1 2026-01-10 completed booked=2026-01-01 start=2026-01-10", "1/1 0/0 0/0")]
    // The latest word wins, also when it takes back an earlier one.
    [InlineData("a1 2026-01-10 showed booked=2026-01-01 start=2026-01-10; a1 2026-02-10 noshow booked=2026-01-01 start=2026-01-10", "0/1 0/0 0/0")]
    [InlineData("a1 2026-01-12 noshow booked=2026-01-01 start=2026-01-10; a1 2026-01-11 showed booked=2026-01-01 start=2026-01-10", "0/1 0/0 0/0")]
    // It counts when it took place, not when it was first meant to.
    [InlineData("a1 2026-01-10 new booked=2026-01-01 start=2026-01-31; a1 2026-02-10 showed booked=2026-01-01 start=2026-02-02", "0/0 1/1 0/0")]
    [InlineData("a1 2026-01-10 cancelled booked=2026-01-01 start=2026-01-10; a2 2026-01-10 confirmed booked=2026-01-01 start=2026-01-10", "0/0 0/0 0/0")]
    [InlineData("a1 2026-01-10 showed booked=2026-01-01 start=2026-01-10 calendar=internal", "0/0 0/0 0/0")]
    [InlineData("a1 2026-01-10 showed booked=2026-01-01 start=2026-01-10; a1 2026-01-11 showed booked=2026-01-01 start=2026-01-10 deleted", "0/0 0/0 0/0")]
    public async Task ShowRate_OfObservations_TakesTheLatestOutcome(string observations, string expected)
    {
        var tenant = await TenantAsync();
        await CallsAsync(tenant, observations);

        (await MonthsAsync(tenant, "show_rate")).ShouldBe(expected);
    }

    [Fact]
    public async Task Outcomes_OverAndUntold_ArePendingAndCancelledOnesAreShown()
    {
        var tenant = await TenantAsync();
        await CallsAsync(tenant, "a1 2026-01-10 confirmed booked=2026-01-01 start=2026-01-10; a2 2026-01-10 cancelled booked=2026-01-01 start=2026-01-10; a3 2026-01-10 confirmed booked=2026-01-01 start=2099-01-10");

        (await ledger.ListAsync("select measure from report.measures where tenant_id = $1 and measure <> 'booked' order by 1", row => row.GetString(0), tenant))
            .ShouldBe(["cancelled", "pending"]);
    }

    [Theory]
    [InlineData("d1 2026-01-10 won 100", "1 0 0", "100 0 0")]
    [InlineData("d1 2026-01-10 open 100; d1 2026-02-10 won 150; d1 2026-03-10 won 150", "0 1 0", "0 150 0")]
    // Worth what is known now, on the day it was won.
    [InlineData("d1 2026-01-10 won 0; d1 2026-02-10 won 700", "1 0 0", "700 0 0")]
    // Lost again, or never won: nothing. Won again: the entry into the state that holds.
    [InlineData("d1 2026-01-10 won 100; d1 2026-02-10 open 100", "0 0 0", "0 0 0")]
    [InlineData("d1 2026-01-10 won 100; d1 2026-02-10 open 100; d1 2026-03-10 won 90", "0 0 1", "0 0 90")]
    [InlineData("d1 2026-01-10 won 100; d1 2026-02-10 won 100 deleted", "0 0 0", "0 0 0")]
    [InlineData("d1 2026-01-10 won 100; d1 2026-02-10 won 100 deleted; d1 2026-03-10 won 100", "0 0 1", "0 0 100")]
    // The same instant: the one that arrived later holds.
    [InlineData("d1 2026-01-10 open 100; d1 2026-01-10 won 100", "1 0 0", "100 0 0")]
    // Out of order.
    [InlineData("d1 2026-02-10 won 100; d1 2026-01-10 open 50", "0 1 0", "0 100 0")]
    public async Task Won_OfObservations_CountsTheEntryIntoTheStateThatHolds(string observations, string won, string value)
    {
        var tenant = await TenantAsync();
        await DealsAsync(tenant, observations);

        (await MonthsAsync(tenant, "won")).ShouldBe(won);
        (await MonthsAsync(tenant, "won_value")).ShouldBe(value);
    }

    [Theory]
    [InlineData("d1 2026-01-10 open 100", "100 100 100")]
    [InlineData("d1 2026-01-10 open 100; d1 2026-02-10 open 250; d1 2026-03-10 won 250", "100 250 0")]
    [InlineData("d1 2026-01-10 open 100; d1 2026-01-10 open 100; d1 2026-02-10 lost 100; d1 2026-03-10 open 100", "100 0 100")]
    [InlineData("d1 2026-03-10 open 70; d1 2026-01-10 open 100; d2 2026-02-01 open 1", "100 101 71")]
    [InlineData("d1 2026-01-10 open 100; d1 2026-02-10 open 100 deleted", "100 0 0")]
    public async Task PipelineValue_AtTheEndOfAMonth_IsWhatWasOpenThen(string observations, string expected)
    {
        var tenant = await TenantAsync();
        await DealsAsync(tenant, observations);

        (await MonthsAsync(tenant, "pipeline_value")).ShouldBe(expected);
    }

    [Fact]
    public async Task PipelineValue_OfADealThatChangesHands_GoesWithIt()
    {
        var tenant = await TenantAsync();
        await ledger.ExecuteAsync(
            "insert into config.owners (tenant_id, tenant_version, owner_id, department, effective_from) select tenant_id, version, o.id, o.department, o.since::date from staging.tenants, (values ('ann', 'sales', '2025-01-01'), ('ann', 'success', '2026-02-15'), ('bob', 'sales', '2025-01-01')) as o (id, department, since) where tenant_id = $1",
            tenant);
        await AppendAsync(Deal(tenant, "d1", "2026-01-10", "open", 100, "ann"), Deal(tenant, "d2", "2026-01-10", "open", 7, "ann"));
        await AppendAsync(Deal(tenant, "d1", "2026-03-10", "open", 120, "bob"));

        (await MonthsAsync(tenant, "pipeline_value", """{"owner_id": "ann"}""")).ShouldBe("107 107 7");
        (await MonthsAsync(tenant, "pipeline_value", """{"owner_id": "bob"}""")).ShouldBe("0 0 120");
        // What she brought came as sales' and goes from sales, although she belongs to success by then.
        (await MonthsAsync(tenant, "pipeline_value", """{"department": "sales"}""")).ShouldBe("107 107 127");
        (await MonthsAsync(tenant, "pipeline_value", """{"department": "success"}""")).ShouldBe("0 0 0");
    }

    [Fact]
    public async Task AverageDeal_OfSeveralCurrencies_DividesEachByItsOwn()
    {
        var tenant = await TenantAsync();
        await AppendAsync(
            Deal(tenant, "d1", "2026-01-10", "won", 20_000), Deal(tenant, "d2", "2026-01-10", "won", 90_000, currency: "EUR"),
            Deal(tenant, "d3", "2026-01-10", "won", 10_000), Deal(tenant, "d4", "2026-01-10", "won", value: null));

        (await ledger.KpisAsync(tenant, "2026-01-01")).Where(kpi => kpi.Kpi is "average_deal" or "won")
            .ShouldBe([("won", null, 4m, 4m, null), ("average_deal", "USD", 15_000m, 30_000m, 2m), ("average_deal", "EUR", 90_000m, 90_000m, 1m)]);
    }

    [Fact]
    public async Task Observation_Voided_IsAsIfItHadNotBeenSaid()
    {
        var tenant = await TenantAsync();
        await DealsAsync(tenant, "d1 2026-01-10 won 100; d1 2026-02-10 open 100");
        (await MonthsAsync(tenant, "won")).ShouldBe("0 0 0");

        await ledger.ExecuteAsync(
            "insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor) select tenant_id, 'manual', 'v', now(), 'void', 'raw_opportunities', max(seq), 'reopened by mistake', 'test' from ledger.raw_opportunities where tenant_id = $1 group by 1",
            tenant);

        (await MonthsAsync(tenant, "won")).ShouldBe("1 0 0");
        (await MonthsAsync(tenant, "pipeline_value")).ShouldBe("0 0 0");
    }

    [Fact]
    public async Task Kpis_AsOfAnEarlierSnapshot_SeeTheStatesAndSettingsOfThen()
    {
        var tenant = await TenantAsync();
        await AppendAsync(Contact(tenant, "c1", "2026-01-10", labels: ["junk"]));
        await DealsAsync(tenant, "d1 2026-01-10 won 100");
        var pin = await ledger.ScalarAsync<string>("select (select max(incarnation) from config.database_identity) || ':' || pg_current_snapshot()");
        await DealsAsync(tenant, "d1 2026-01-20 lost 100");
        await ledger.ExecuteAsync("insert into config.tenant_versions (tenant_id, name, currency, first_month, actor) values ($1, 'Test', 'USD', '2025-01-01', 'test')", tenant);
        await LabelRuleAsync(tenant, "junk", "spam");

        (await MonthsAsync(tenant, "won")).ShouldBe("0 0 0");
        (await MonthsAsync(tenant, "leads")).ShouldBe("0 0 0");
        (await MonthsAsync(tenant, "won", asOf: pin)).ShouldBe("1 0 0");
        (await MonthsAsync(tenant, "leads", asOf: pin)).ShouldBe("1 0 0");
    }

    private Task<Guid> TenantAsync(string calendars = "{sales}") => ledger.AddSalesTenantAsync(calendars);

    private Task LabelRuleAsync(Guid tenant, string label, string meaning) => ledger.ExecuteAsync(
        "insert into config.label_rules (tenant_id, tenant_version, label, meaning) select tenant_id, version, $2, $3 from staging.tenants where tenant_id = $1", tenant, label, meaning);

    private async Task StageAsync(Guid tenant, string stage, string meaning)
    {
        await ledger.ExecuteAsync(
            "insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order) select tenant_id, version, 'p1', 'Sales', 1 from staging.tenants where tenant_id = $1", tenant);
        await ledger.ExecuteAsync(
            "insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order, meaning) select tenant_id, version, 'p1', $2, $2, 1, $3 from staging.tenants where tenant_id = $1",
            tenant, stage, meaning);
    }

    private async Task CallsAsync(Guid tenant, string observations)
    {
        foreach (var words in observations.Split("; ").Select(text => text.Split(' ')))
        {
            string? Value(string name) => words.FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
            await AppendAsync(Call(tenant, words[0], words[1], words[2], Value("booked")!, Value("start"), calendar: Value("calendar") ?? "sales", deleted: words.Contains("deleted")));
        }
    }

    private async Task DealsAsync(Guid tenant, string observations)
    {
        foreach (var words in observations.Split("; ").Select(text => text.Split(' ')))
        {
            await AppendAsync(Deal(tenant, words[0], words[1], words[2], long.Parse(words[3], CultureInfo.InvariantCulture), deleted: words.Contains("deleted")));
        }
    }

    private async Task AppendAsync(params Delivery[] deliveries) =>
        (await writer.AppendAsync(deliveries, Cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored);

    private Task<string> MonthsAsync(Guid tenant, string kpi, string filter = "{}", string asOf = "") => ledger.KpiMonthsAsync(tenant, kpi, filter, asOf);
}
