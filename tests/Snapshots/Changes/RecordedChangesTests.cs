using System.Data;
using Plumbline.Snapshots;
using Plumbline.Tenants;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Snapshots.ChangedMonths;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Snapshots;

/// <summary>What a month's close writes down about the months before it.</summary>
public sealed class RecordedChangesTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string FreezeMonth = """
        insert into frozen.months (tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status)
        values ($1, $2::text::date, 1, 'test', 'test', pg_current_snapshot(), 1, 'UTC', $2::text::date, $2::text::date + 28, 'final')
        """;

    private const string Settings = """
        select coalesce(current_setting(s.name, true), '')
        from unnest(array['app.as_of', 'app.as_of_definitions', 'app.as_of_settings', 'app.as_of_adjustments', 'plan_cache_mode']) with ordinality as s (name, place)
        order by s.place
        """;

    private readonly ChangedMonths months = new(ledger);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_AChange_IsToldOnceAndAgainWhenItMovesOrGoesBack()
    {
        var tenant = await months.TenantAsync();
        await months.AppendAsync(tenant, Payment("ch:1:capture", 100, at: At("2026-01-10")));
        await FreezeAndRecordAsync(tenant, "2026-01");

        await months.AppendAsync(tenant, Payment("ch:2:capture", 50, at: At("2026-01-11")), Payment("ch:3:capture", 7, currency: "EUR", at: At("2026-01-11")));
        await FreezeAndRecordAsync(tenant, "2026-02");
        // Something came, and nothing of January.
        await months.AppendAsync(tenant, Payment("ch:4:capture", 1, at: At("2026-03-11")));
        await FreezeAndRecordAsync(tenant, "2026-03");
        await months.AdjustAsync(tenant, voidPayment: "ch:2:capture");
        await months.AdjustAsync(tenant, voidPayment: "ch:3:capture");
        await FreezeAndRecordAsync(tenant, "2026-04");

        var told = await new FrozenMonths(months.Database).ListAsync(tenant, before: null, limit: 12, Cancel);
        told.OrderBy(month => month.Month).Select(month => string.Join(", ", month.Changes.Where(change => change.Kpi == "cash_collected").Select(Text))).ShouldBe(
        [
            "",
            "2026-01 r1 USD 100 → 150 (late 50, adjustments 0, 1 row), 2026-01 r1 EUR 0 → 7 (late 7, adjustments 0, 1 row)",
            "",
            "2026-01 r1 USD 100 → 100 (late 50, adjustments -50, 2 rows), 2026-01 r1 EUR 0 → 0 (late 7, adjustments -7, 2 rows)",
        ]);
        told.Single(month => month.Month == Of("2026-04")).Changes[0].Reading
            .ShouldBe("Cash collected of January 2026 would still come to $1.00: $0.50 from a payment that came late, −$0.50 from a voided payment.");
    }

    [Fact]
    public async Task Record_InTheFreezesTransaction_SeesWhatItPinsAndLeavesTheSessionAsItWas()
    {
        var tenant = await months.TenantAsync();
        await FreezeAndRecordAsync(tenant, "2026-01");
        await months.AppendAsync(tenant, Payment("ch:1:capture", 50, at: At("2026-01-11")));

        await using var session = await months.Database.OpenAsync(tenant.Id, Cancel, IsolationLevel.Serializable);
        await session.ExecuteAsync(FreezeMonth, Cancel, tenant.Id, "2026-02-01");
        await months.AppendAsync(tenant, Payment("ch:2:capture", 1_000, at: At("2026-01-11")));
        await session.ExecuteAsync("select set_config('plan_cache_mode', 'force_custom_plan', true)", Cancel);
        await months.Changes.RecordAsync(session, tenant, Of("2026-02"), 1, Cancel);

        (await session.ListAsync(Settings, row => row.GetString(0), Cancel)).ShouldBe(["", "", "", "", "force_custom_plan"]);
        await session.CommitAsync(Cancel);
        (await ledger.ScalarAsync<decimal>("select current_value from frozen.month_changes where tenant_id = $1 and kpi = 'cash_collected'", tenant.Id)).ShouldBe(50);
    }

    [Fact]
    public async Task Record_NothingCame_ComputesNothing()
    {
        var tenant = await months.TenantAsync();
        // A figure that never was: whoever looks sees it differ.
        await ledger.ExecuteAsync(FreezeMonth, tenant.Id, "2026-01-01");
        await ledger.ExecuteAsync(
            "insert into frozen.month_metrics (tenant_id, month, revision, kpi, currency, unit, value, status, reading, display_order) values ($1, '2026-01-01', 1, 'cash_collected', 'USD', 'money', 5, 'final', 'test', 1)",
            tenant.Id);

        (await RecordAsync(tenant, "2026-02")).ShouldBe(0);
        await months.AppendAsync(tenant, Payment("ch:1:capture", 100, at: At("2026-02-10")));
        (await RecordAsync(tenant, "2026-03")).ShouldBe(1);
    }

    private async Task<long> RecordAsync(Tenant tenant, string month)
    {
        await using var session = await months.Database.OpenAsync(tenant.Id, Cancel, IsolationLevel.Serializable);
        await session.ExecuteAsync(FreezeMonth, Cancel, tenant.Id, $"{month}-01");
        await months.Changes.RecordAsync(session, tenant, Of(month), 1, Cancel);
        await session.CommitAsync(Cancel);
        return await ledger.ScalarAsync<long>("select count(*) from frozen.month_changes where tenant_id = $1", tenant.Id);
    }

    // Beside the freeze, and not in it: the lead wires that.
    private async Task FreezeAndRecordAsync(Tenant tenant, string month)
    {
        await months.FreezeAsync(tenant, month);
        await using var session = await months.Database.OpenAsync(tenant.Id, Cancel, IsolationLevel.Serializable);
        await months.Changes.RecordAsync(session, tenant, Of(month), 1, Cancel);
        await session.CommitAsync(Cancel);
    }

    private static string Text(MonthChange change) =>
        $"{change.Month} r{change.Revision} {change.Currency} {change.FrozenValue:0} → {change.CurrentValue:0} (late {change.LateChange:0}, adjustments {change.AdjustmentChange:0}, {change.RowCount} row{(change.RowCount == 1 ? "" : "s")})";
}
