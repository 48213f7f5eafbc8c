using System.Data;
using Microsoft.Extensions.Logging;
using Plumbline.Platform;
using Plumbline.Reports;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>
/// What would differ in closed months if they were closed now, told apart by cause. Frozen figures stay as they are: this is
/// computed beside them, by the same SQL at each point between a month's close and now.
/// </summary>
public sealed partial class RetroactiveChanges(Database database, ILogger<RetroactiveChanges> log)
{
    /// <summary>How many earlier months a digest looks back on.</summary>
    public const int MonthsBack = 12;

    // One plan for every month and point: planning takes longer than running, and what a call would narrow down is the same each time.
    private const string UseOnePlan = "select set_config('plan_cache_mode', 'force_generic_plan', true)";

    private const string SelectPlanMode = "select current_setting('plan_cache_mode')";

    private const string RestorePlanMode = "select set_config('plan_cache_mode', $1, true)";

    private const string SelectLatest = $"""
        select {ClosedPin.Columns}
        from frozen.months as m
        where m.tenant_id = $1 and m.month = $2
        order by m.revision desc
        limit 1
        """;

    private const string SelectPosition = "select incarnation, snapshot::text from report.position";

    // Of each month also whether something came since it closed, or since the close of a later one looked at it: those alone did
    // whose digest was to go out by itself.
    private const string SelectEarlier = $"""
        select {ClosedPin.Columns}
        from report.closed_months as c
        join frozen.months as m on m.tenant_id = c.tenant_id and m.month = c.month and m.revision = c.revision
        cross join lateral (
            select l.incarnation, l.snapshot
            from frozen.months as l
            where l.tenant_id = c.tenant_id
                and (
                    l.month = c.month and l.revision = c.revision
                    or l.month > c.month and l.revision = 1 and exists (
                        select
                        from ops.digests as d
                        where d.tenant_id = l.tenant_id and d.month = l.month and d.revision = 1 and d.requested_by = 'month end'
                    )
                )
                and (l.month, l.revision) <> ($2, $3)
            order by l.seq desc
            limit 1
        ) as l
        cross join lateral report.is_unchanged_since(c.tenant_id, l.incarnation, l.snapshot) as u
        where c.tenant_id = $1 and c.is_latest and c.month < $2 and c.month >= ($2 - make_interval(months => $4)) and not u.is_unchanged
        order by c.month
        """;

    private const string SelectTold = """
        select distinct on (c.kpi, c.currency) c.kpi, c.currency, c.current_value
        from frozen.month_changes as c
        where c.tenant_id = $1 and c.changed_month = $2 and c.changed_revision = $3
        order by c.kpi, c.currency, c.seq desc
        """;

    private const string InsertChanges = """
        insert into frozen.month_changes (
            tenant_id, month, revision, changed_month, changed_revision, kpi, currency, unit, frozen_value, current_value,
            definition_change, settings_change, late_change, adjustment_change, row_count, reading)
        select $1, $2, $3, $4, $5, c.kpi, c.currency, c.unit, c.frozen_value, c.current_value, c.definition_change, c.settings_change, c.late_change, c.adjustment_change, c.row_count, c.reading
        from unnest(
            $6::text[], $7::text[], $8::text[], $9::numeric[], $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[], $14::numeric[], $15::bigint[], $16::text[])
            as c (kpi, currency, unit, frozen_value, current_value, definition_change, settings_change, late_change, adjustment_change, row_count, reading)
        """;

    /// <param name="rowsPerKpi">How many rows of each figure to read; 0 for the figures alone.</param>
    /// <returns>Null when the month is not frozen.</returns>
    public async Task<MonthChanges?> ReadAsync(Tenant tenant, Month month, int rowsPerKpi, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel, IsolationLevel.RepeatableRead);
        if (await session.FirstAsync(SelectLatest, ClosedPin.Read, cancel, tenant.Id, month.First) is not { } closed)
        {
            return null;
        }

        await session.ExecuteAsync(UseOnePlan, cancel);
        var asOf = (await session.FirstAsync(SelectPosition, row => new LedgerPosition(row.GetInt32(0), row.GetString(1)), cancel))!;
        await using var comparison = new MonthComparison(session);
        var changes = await comparison.CompareAsync(tenant, closed, told: null, rowsPerKpi, cancel);
        return new MonthChanges(closed.Month, closed.Revision, closed.FrozenAt, closed.Reason, asOf, changes);
    }

    /// <summary>
    /// Inside the transaction that closes a month: writes down what differs in the months before it and no digest has told. Its
    /// now is the snapshot that the month is pinned to, so what is written can be computed again.
    /// </summary>
    public async Task RecordAsync(TenantSession session, Tenant tenant, Month month, int revision, CancellationToken cancel)
    {
        var earlier = await session.ListAsync(SelectEarlier, ClosedPin.Read, cancel, tenant.Id, month.First, revision, MonthsBack);
        if (earlier.Count == 0)
        {
            return;
        }

        var planMode = await session.FirstAsync(SelectPlanMode, row => row.GetString(0), cancel);
        await session.ExecuteAsync(UseOnePlan, cancel);
        await using var comparison = new MonthComparison(session);
        foreach (var closed in earlier)
        {
            var told = (await session.ListAsync(
                    SelectTold, row => (Key: (row.GetString(0), row.GetOptionalText(1)), Value: row.GetOptional<decimal>(2)), cancel,
                    tenant.Id, closed.Month.First, closed.Revision))
                .ToDictionary(row => row.Key, row => row.Value);
            var changes = await comparison.CompareAsync(tenant, closed, told, rowsPerKpi: 0, cancel);
            if (changes.Count > 0)
            {
                await InsertAsync(session, tenant, month, revision, closed, [.. changes.Select(change => change.Change)], cancel);
                LogTold(tenant.Slug, month, changes.Count, closed.Month);
            }
        }

        await session.ExecuteAsync(RestorePlanMode, cancel, planMode);
    }

    private static async Task InsertAsync(
        TenantSession session, Tenant tenant, Month month, int revision, ClosedPin closed, IReadOnlyList<MonthChange> changes, CancellationToken cancel)
    {
        T[] Column<T>(Func<MonthChange, T> value) => [.. changes.Select(value)];
        await session.ExecuteAsync(
            InsertChanges, cancel, tenant.Id, month.First, revision, closed.Month.First, closed.Revision,
            Column(change => change.Kpi), Column(change => change.Currency), Column(change => change.Unit),
            Column(change => change.FrozenValue), Column(change => change.CurrentValue), Column(change => change.DefinitionChange),
            Column(change => change.SettingsChange), Column(change => change.LateChange), Column(change => change.AdjustmentChange),
            Column(change => change.RowCount), Column(change => change.Reading));
    }

    [LoggerMessage(LogLevel.Information, "The close of {Month} of {Tenant} tells {Count} changes in {ChangedMonth}")]
    private partial void LogTold(string tenant, Month month, int count, Month changedMonth);
}
