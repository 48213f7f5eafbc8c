using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Snapshots.ChangedMonths;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Snapshots;

public sealed class RetroactiveChangesTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly ChangedMonths months = new(ledger);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_MonthNotFrozen_IsNull() =>
        (await months.Changes.ReadAsync(await months.TenantAsync(), Of("2026-01"), 10, Cancel)).ShouldBeNull();

    [Fact]
    public async Task Read_LateMoneyAndCorrections_MovesNothingFrozenAndTellsEachWithItsRows()
    {
        var tenant = await months.TenantAsync();
        await months.AppendAsync(tenant, Payment("ch:1:capture", 20_000, at: At("2026-01-10")), Payment("ch:2:capture", 30_000, at: At("2026-01-11")));
        await months.FreezeAsync(tenant, "2026-01");
        var frozen = await FrozenAsync(tenant.Id);
        (await months.ReadAsync(tenant, "2026-01")).ShouldBeEmpty();

        await months.AppendAsync(
            tenant, Payment("ch:3:capture", 100_000, at: At("2026-01-12")), Payment("ch:4:capture", 50_000, at: At("2026-01-31T23:00:00Z")),
            Payment("ch:5:capture", 777, at: At("2026-02-01T06:00:00Z")));
        await months.AdjustAsync(tenant, voidPayment: "ch:2:capture");
        await months.AdjustAsync(tenant, amount: 4_000);

        var (cash, rows) = await months.ReadAsync(tenant, "2026-01", "cash_collected");
        (await FrozenAsync(tenant.Id)).ShouldBe(frozen);
        (cash.FrozenValue, cash.CurrentValue).ShouldBe((50_000, 174_000));
        (cash.DefinitionChange, cash.SettingsChange, cash.LateChange, cash.AdjustmentChange).ShouldBe((0, 0, 150_000, -26_000));
        cash.Reading.ShouldBe("Cash collected of January 2026 would be $1,240.00 higher: $1,500.00 from 2 payments that came late, −$260.00 from corrections.");
        rows.Select(row => (row.Cause, row.Term, row.FactTable, row.Currency, row.Before, row.After)).ShouldBe(
        [
            ("late", "cash", "raw_payments", "USD", null, 100_000), ("late", "cash", "raw_payments", "USD", null, 50_000),
            ("adjustments", "cash", "raw_payments", "USD", 30_000, null), ("adjustments", "cash", "adjustments", "USD", null, 4_000),
        ]);
        rows.Select(row => row.EventSeq is null).ShouldBe([false, false, false, true]);
        cash.RowCount.ShouldBe(4);
        rows[0].LocalDate.ShouldBe(new DateOnly(2026, 1, 11));
    }

    [Fact]
    public async Task Read_MoneyOfANewCurrency_IsNextToNothing()
    {
        var tenant = await months.TenantAsync();
        await months.FreezeAsync(tenant, "2026-01");

        await months.AppendAsync(tenant, Payment("ch:1:capture", 500, currency: "EUR", at: At("2026-01-10")));

        var (cash, _) = await months.ReadAsync(tenant, "2026-01", "cash_collected");
        (cash.Currency, cash.FrozenValue, cash.CurrentValue, cash.LateChange).ShouldBe(("EUR", 0, 500, 500));
        cash.Reading.ShouldBe("Cash collected of January 2026 would be EUR 5.00 higher, from a payment that came late.");
    }

    [Fact]
    public async Task Read_LateAndVoided_StandsInBothCausesAndIsNotTold()
    {
        var tenant = await months.TenantAsync();
        await months.AppendAsync(tenant, Payment("ch:1:capture", 100, at: At("2026-01-10")));
        await months.FreezeAsync(tenant, "2026-01");

        await months.AppendAsync(tenant, Payment("ch:2:capture", 100, at: At("2026-01-10")));
        await months.AdjustAsync(tenant, voidPayment: "ch:2:capture");

        (await months.ReadAsync(tenant, "2026-01")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_AnEarlierSightingOfALead_ShowsInBothMonths()
    {
        var tenant = await months.TenantAsync();
        await months.AppendAsync(Observations.Contact(tenant.Id, "c1", "2026-02-10"), Observations.Contact(tenant.Id, "c2", "2026-02-11"));
        await months.FreezeAsync(tenant, "2026-01");
        await months.FreezeAsync(tenant, "2026-02");

        await months.AppendAsync(Observations.Contact(tenant.Id, "c1", "2026-01-09"));

        var (january, came) = await months.ReadAsync(tenant, "2026-01", "leads");
        var (february, went) = await months.ReadAsync(tenant, "2026-02", "leads");
        (january.FrozenValue, january.CurrentValue, january.LateChange).ShouldBe((0, 1, 1));
        (february.FrozenValue, february.CurrentValue, february.LateChange).ShouldBe((2, 1, -1));
        (came.ShouldHaveSingleItem().Before, came[0].After).ShouldBe((null, 1));
        (went.ShouldHaveSingleItem().Before, went[0].After).ShouldBe((1, null));
        went[0].FactSeq.ShouldNotBe(came[0].FactSeq);
        february.Reading.ShouldBe("Leads of February 2026 would be 1 lower, from late news of clients.");
    }

    [Fact]
    public async Task Read_SettingsThatMakeALabelSpam_AreTheCause()
    {
        var tenant = await months.TenantAsync();
        await months.AppendAsync(Observations.Contact(tenant.Id, "c1", "2026-01-10", labels: ["bot"]), Observations.Contact(tenant.Id, "c2", "2026-01-11"));
        await months.FreezeAsync(tenant, "2026-01");

        await ledger.ExecuteAsync(
            """
            with version as (
                insert into config.tenant_versions (tenant_id, name, currency, first_month, actor) values ($1, 'Test', 'USD', '2026-01-01', 'test')
                returning tenant_id, seq
            )
            insert into config.label_rules (tenant_id, tenant_version, label, meaning) select tenant_id, seq, 'bot', 'spam' from version
            """,
            tenant.Id);

        var (leads, rows) = await months.ReadAsync(tenant, "2026-01", "leads");
        (leads.FrozenValue, leads.CurrentValue, leads.SettingsChange, leads.LateChange).ShouldBe((2, 1, -1, 0));
        (rows.ShouldHaveSingleItem().Cause, rows[0].Before, rows[0].After).ShouldBe(("settings", 1, null));
        leads.Reading.ShouldBe("Leads of January 2026 would be 1 lower, from changed settings.");
    }

    [Fact]
    public async Task Read_RatioThatWasOverNothing_IsTold()
    {
        var tenant = await months.TenantAsync();
        await months.AppendAsync(tenant, Payment("ch:1:capture", 6_000, at: At("2026-01-10")));
        await months.FreezeAsync(tenant, "2026-01");

        await months.AppendAsync(Observations.Spend(tenant.Id, "2026-01-10", "2026-02-10", 2_000));

        var (mer, _) = await months.ReadAsync(tenant, "2026-01", "mer");
        (mer.FrozenValue, mer.CurrentValue, mer.DefinitionChange, mer.LateChange).ShouldBe((null, 3, null, null));
        mer.Reading.ShouldBe("Marketing efficiency of January 2026 could not be told and would be 3.00×, from late statements of ad spend.");
    }

    [Fact]
    public async Task Read_MonthOfAnEarlierLifeOfTheDatabase_IsComparedAlike()
    {
        await using var own = new LedgerDatabase();
        await own.InitializeAsync();
        var restored = new ChangedMonths(own);
        var tenant = await restored.TenantAsync();
        await restored.AppendAsync(tenant, Payment("ch:1:capture", 100, at: At("2026-01-10")));
        await restored.FreezeAsync(tenant, "2026-01");

        // What the migrator does after a restore; transactions may have been counted from anew.
        await own.ExecuteAsync("""
            insert into config.database_identity (incarnation, system_identifier, database_oid)
            select incarnation + 1, system_identifier, database_oid from config.database_identity;
            alter table ledger.raw_payments alter column incarnation set default 2;
            alter table ledger.raw_events alter column incarnation set default 2
            """);
        (await restored.ReadAsync(tenant, "2026-01")).ShouldBeEmpty();
        await restored.AppendAsync(tenant, Payment("ch:2:capture", 11, at: At("2026-01-10")));

        var (cash, rows) = await restored.ReadAsync(tenant, "2026-01", "cash_collected");
        (cash.LateChange, cash.AdjustmentChange, rows.ShouldHaveSingleItem().After).ShouldBe((11, 0, 11));
    }

    [Fact]
    public async Task Read_AnotherDefinition_IsTheCauseAndItsTermsRowsAreListed()
    {
        await using var own = new LedgerDatabase();
        await own.InitializeAsync();
        var redefined = new ChangedMonths(own);
        var tenant = await redefined.TenantAsync();
        await redefined.AppendAsync(
            tenant, Payment("ch:1:capture", 100, at: At("2026-01-10")), Payment("re:1:out", -30, PaymentKind.Refund, at: At("2026-01-11")));
        await redefined.FreezeAsync(tenant, "2026-01");

        await own.ExecuteAsync("""
            insert into config.kpi_definitions (
                kpi, version, label, unit, good_direction, department, display_order, numerator, denominator, in_digest, rule, effective_from, approved_by)
            select kpi, max(version) + 1, 'Cash', 'money', 'up', 'company', 1, '{cash,refunds}', null, true, 'Before refunds.', '2026-02-01', 'test'
            from config.kpi_definitions
            where kpi = 'cash_collected'
            group by kpi
            """);
        await redefined.AppendAsync(tenant, Payment("ch:2:capture", 5, at: At("2026-01-12")));

        var (cash, rows) = await redefined.ReadAsync(tenant, "2026-01", "cash_collected");
        (cash.FrozenValue, cash.CurrentValue, cash.DefinitionChange, cash.LateChange).ShouldBe((70, 105, 30, 5));
        rows.Select(row => (row.Cause, row.Term, row.Before, row.After)).ShouldBe([("definition", "refunds", null, 30), ("late", "cash", null, 5)]);
        cash.Reading.ShouldBe("Cash of January 2026 would be $0.35 higher: $0.30 from a new definition, $0.05 from a payment that came late.");
    }

    [Fact]
    public async Task Read_FewerRowsThanThereAre_CountsThemAll()
    {
        var tenant = await months.TenantAsync();
        await months.FreezeAsync(tenant, "2026-01");
        await months.AppendAsync(tenant, [.. Enumerable.Range(0, 5).Select(n => Payment($"ch:{n}:capture", 10, at: At("2026-01-10")))]);

        var some = (await months.ReadAsync(tenant, "2026-01", rows: 2)).Single(changed => changed.Change.Kpi == "cash_collected");
        var none = (await months.ReadAsync(tenant, "2026-01", rows: 0)).Single(changed => changed.Change.Kpi == "cash_collected");

        (some.Rows.Count, some.Change.RowCount, none.Rows.Count, none.Change.RowCount).ShouldBe((2, 5, 0, 5));
    }

    private Task<string> FrozenAsync(Guid tenant) =>
        ledger.ScalarAsync<string>("select string_agg(m::text, ' ' order by m.seq) from frozen.month_metrics as m where m.tenant_id = $1", tenant);
}
