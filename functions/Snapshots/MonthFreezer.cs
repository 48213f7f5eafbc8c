using System.Data;
using Azure;
using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>
/// Closes a month: one REPEATABLE READ transaction pins what is visible and writes the figures computed from exactly
/// that. A row belongs to the month if and only if it was visible then, so the figures can be recomputed, and what came
/// later can be listed.
/// </summary>
public sealed partial class MonthFreezer(
    Database database, FrozenMonths months, DigestOutbox outbox, TimeProvider time, ILogger<MonthFreezer> log)
{
    private const string SelectPeriod = """
        select
            p.starts_at,
            p.ends_at,
            p.time_zone,
            (select max(revision) from frozen.months where tenant_id = $1 and month = $2),
            (select max(month) from frozen.months where tenant_id = $1)
        from report.month_period($1, $2) as p
        """;

    // The pin is this transaction's own snapshot: what report.kpis sees below, and nothing else.
    private const string InsertMonth = """
        insert into frozen.months (
            tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status)
        select $1, $2, 1, $3, $4, pg_current_snapshot(), max(d.seq), $5, $6, $7, 'final'
        from config.kpi_definitions as d
        """;

    private const string SelectKpis = """
        select
            k.kpi, d.label, k.currency, k.unit, k.value, k.numerator, k.denominator, d.display_order,
            p.kpi is not null, p.value
        from report.kpis($1, $2, $3) as k
        join staging.kpi_definitions as d on d.kpi = k.kpi
        left join report.closed_month_metrics as p
            on p.tenant_id = $1 and p.month = $4 and p.is_latest and p.dimension = 'company'
            and p.kpi = k.kpi and p.currency is not distinct from k.currency
        """;

    private const string InsertMetric = """
        insert into frozen.month_metrics (
            tenant_id, month, revision, kpi, currency, unit, value, numerator, denominator, previous, delta, delta_percent,
            status, reading, display_order)
        values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'final', $12, $13)
        """;

    /// <param name="grace">How long after its end the month stays open.</param>
    public async Task<FreezeResult> FreezeAsync(Tenant tenant, Month month, string actor, string reason, TimeSpan grace, CancellationToken cancel)
    {
        try
        {
            return await TryFreezeAsync(tenant, month, actor, reason, grace, cancel);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure)
        {
            // Somebody else froze it between our snapshot and our insert.
            return await AlreadyFrozenAsync(tenant, month, cancel);
        }
    }

    private async Task<FreezeResult> TryFreezeAsync(Tenant tenant, Month month, string actor, string reason, TimeSpan grace, CancellationToken cancel)
    {
        if (month < tenant.FirstMonth)
        {
            return new FreezeResult.BeforeFirstMonth(tenant.FirstMonth);
        }

        await using var session = await database.OpenAsync(tenant.Id, cancel, IsolationLevel.RepeatableRead);
        var period = await session.FirstAsync(SelectPeriod, Period.Read, cancel, tenant.Id, month.First)
            ?? throw new InvalidOperationException($"Tenant {tenant.Slug} has no time zone.");
        if (period.Revision is not null)
        {
            return await AlreadyFrozenAsync(tenant, month, cancel);
        }

        var now = time.GetUtcNow();
        if (period.EndsAt + grace > now)
        {
            return new FreezeResult.NotClosed(period.EndsAt, period.TimeZone);
        }

        var next = period.LatestFrozen is { } latest ? new Month(latest).Next : tenant.FirstMonth;
        if (month > next)
        {
            return new FreezeResult.EarlierMonthOpen(next);
        }

        await session.ExecuteAsync(
            InsertMonth, cancel, tenant.Id, month.First, actor, reason, period.TimeZone, period.StartsAt.UtcDateTime, period.EndsAt.UtcDateTime);
        await InsertMetricsAsync(session, tenant, month, cancel);
        await outbox.RequestIfDueAsync(session, tenant, month, period.EndsAt, cancel);
        await session.CommitAsync(cancel);

        await EnqueueDigestAsync(tenant, cancel);
        return new FreezeResult.Frozen(await ReadAsync(tenant, month, cancel), AlreadyFrozen: false);
    }

    private static async Task InsertMetricsAsync(TenantSession session, Tenant tenant, Month month, CancellationToken cancel)
    {
        var culture = TenantCulture.Of(tenant);
        var figures = await session.ListAsync(
            SelectKpis, ComputedKpi.Read, cancel, tenant.Id, month.First, month.Next.First, month.Previous.First);
        foreach (var figure in figures)
        {
            await session.ExecuteAsync(
                InsertMetric, cancel, tenant.Id, month.First, figure.Kpi, figure.Currency, figure.Unit, figure.Value, figure.Numerator,
                figure.Denominator, figure.Previous, figure.Delta, figure.DeltaPercent, MetricReading.Of(figure, culture), figure.DisplayOrder);
        }
    }

    // The month is closed and its digest noted as due: without storage, the sweep queues it later.
    private async Task EnqueueDigestAsync(Tenant tenant, CancellationToken cancel)
    {
        try
        {
            await outbox.EnqueueAsync(tenant, cancel);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            LogNotQueued(tenant.Slug, e);
        }
    }

    private async Task<FreezeResult> AlreadyFrozenAsync(Tenant tenant, Month month, CancellationToken cancel) =>
        new FreezeResult.Frozen(await ReadAsync(tenant, month, cancel), AlreadyFrozen: true);

    private async Task<FrozenMonth> ReadAsync(Tenant tenant, Month month, CancellationToken cancel) =>
        await months.FindAsync(tenant, month, revision: null, cancel)
        ?? throw new InvalidOperationException($"Month {month} of {tenant.Slug} was frozen and cannot be read.");

    [LoggerMessage(LogLevel.Warning, "The digest of {Tenant} could not be queued; the sweep will queue it")]
    private partial void LogNotQueued(string tenant, Exception exception);

    private sealed record Period(
        DateTimeOffset StartsAt, DateTimeOffset EndsAt, string TimeZone, int? Revision, DateOnly? LatestFrozen)
    {
        public static Period Read(NpgsqlDataReader row) => new(
            row.GetInstant(0), row.GetInstant(1), row.GetString(2), row.GetOptional<int>(3), row.GetOptional<DateOnly>(4));
    }
}
