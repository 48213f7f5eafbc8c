using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Reads closed months. What is frozen is read here and nowhere computed again.</summary>
public sealed class FrozenMonths(Database database)
{
    private const string Columns =
        "month, revision, frozen_at, frozen_by, reason, definitions_version, time_zone, starts_at, ends_at, status, is_latest";

    private const string SelectMonths = $"""
        select {Columns}
        from report.closed_months
        where tenant_id = $1 and is_latest and ($2::date is null or month < $2)
        order by month desc
        limit $3
        """;

    private const string SelectMonth = $"""
        select {Columns}
        from report.closed_months
        where tenant_id = $1 and month = $2 and ($3::int is null and is_latest or revision = $3)
        """;

    private const string SelectMetrics = $"""
        select {FrozenMetric.Columns}, m.month, m.revision
        from report.closed_month_metrics as m
        join unnest($2::date[], $3::int[]) as wanted (month, revision) on wanted.month = m.month and wanted.revision = m.revision
        where m.tenant_id = $1
        order by m.display_order, m.dimension, m.dimension_value, m.currency is distinct from $4, m.currency
        """;

    private const string SelectChanges = $"""
        select {MonthChange.Columns}, wanted.month, wanted.revision
        from report.closed_month_changes as c
        -- Told by the first close of the month: a later revision of it tells the same.
        join unnest($2::date[], $3::int[]) as wanted (month, revision) on wanted.month = c.month and wanted.revision >= c.revision
        where c.tenant_id = $1
        order by c.changed_month desc, c.display_order, c.currency is distinct from $4, c.currency
        """;

    private const string SelectRevisions = $"""
        select {Columns}
        from report.closed_months
        where tenant_id = $1 and month = $2
        order by revision desc
        """;

    /// <param name="revision">Null for the latest.</param>
    /// <returns>Null when there is no such month or revision.</returns>
    public async Task<FrozenMonth?> FindAsync(Tenant tenant, Month month, int? revision, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var found = await session.ListAsync(SelectMonth, Read, cancel, tenant.Id, month.First, revision);
        return await WithFiguresAsync(session, tenant, found, cancel) is [var only] ? only : null;
    }

    /// <summary>The latest revision of each closed month, newest first.</summary>
    /// <param name="before">Only months before this one.</param>
    public async Task<IReadOnlyList<FrozenMonth>> ListAsync(Tenant tenant, Month? before, int limit, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var months = await session.ListAsync(SelectMonths, Read, cancel, tenant.Id, before?.First, limit);
        return await WithFiguresAsync(session, tenant, months, cancel);
    }

    /// <summary>Every revision of a month, newest first, without its figures. None when it is not frozen.</summary>
    public async Task<IReadOnlyList<FrozenMonth>> ListRevisionsAsync(Tenant tenant, Month month, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.ListAsync(SelectRevisions, Read, cancel, tenant.Id, month.First);
    }

    private static async Task<IReadOnlyList<FrozenMonth>> WithFiguresAsync(
        TenantSession session, Tenant tenant, List<FrozenMonth> months, CancellationToken cancel)
    {
        var metrics = (await ListOfAsync(session, SelectMetrics, FrozenMetric.Read, FrozenMetric.ColumnCount, tenant, months, cancel)).ToLookup(row => row.Key, row => row.Value);
        var changes = (await ListOfAsync(session, SelectChanges, MonthChange.Read, MonthChange.ColumnCount, tenant, months, cancel)).ToLookup(row => row.Key, row => row.Value);
        return [.. months.Select(month => month with { Metrics = [.. metrics[(month.Month, month.Revision)]], Changes = [.. changes[(month.Month, month.Revision)]] })];
    }

    // Month and revision stand behind what is read.
    private static Task<List<((Month, int) Key, T Value)>> ListOfAsync<T>(
        TenantSession session, string sql, Func<NpgsqlDataReader, T> read, int width, Tenant tenant, List<FrozenMonth> months, CancellationToken cancel) =>
        session.ListAsync(
            sql, row => ((new Month(row.GetFieldValue<DateOnly>(width)), row.GetInt32(width + 1)), read(row)), cancel,
            tenant.Id, months.Select(month => month.Month.First).ToArray(), months.Select(month => month.Revision).ToArray(), tenant.Currency);

    private static FrozenMonth Read(NpgsqlDataReader row) => new()
    {
        Month = new Month(row.GetFieldValue<DateOnly>(0)),
        Revision = row.GetInt32(1),
        FrozenAt = row.GetInstant(2),
        FrozenBy = row.GetString(3),
        Reason = row.GetString(4),
        DefinitionsVersion = row.GetInt64(5),
        TimeZone = row.GetString(6),
        StartsAt = row.GetInstant(7),
        EndsAt = row.GetInstant(8),
        Status = row.GetString(9),
        IsLatest = row.GetBoolean(10),
        Metrics = [],
    };
}
