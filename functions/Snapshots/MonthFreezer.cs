using System.Data;
using Azure;
using Microsoft.Extensions.Logging;
using Npgsql;
using Plumbline.Digest;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Snapshots.Seals;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>
/// Closes a month: one transaction on one snapshot pins what is visible and writes the figures computed from exactly that.
/// A row belongs to the month if and only if it was visible then, so the figures can be recomputed, and what came later
/// can be listed.
/// </summary>
public sealed partial class MonthFreezer(
    Database database, FrozenMonths months, DigestOutbox outbox, MonthSealer sealer, TimeProvider time, ILogger<MonthFreezer> log)
{
    private const string SelectPeriod = """
        select
            p.starts_at,
            p.ends_at,
            p.time_zone,
            t.first_month,
            (select max(m.revision) from frozen.months as m where m.tenant_id = $1 and m.month = $2),
            (select max(m.month) from frozen.months as m where m.tenant_id = $1),
            (select c.ends_at from report.closed_months as c where c.tenant_id = $1 and c.month = $3 and c.is_latest)
        from report.month_period($1, $2) as p
        cross join staging.tenants as t
        where t.tenant_id = $1
        """;

    // The pin is this transaction's own snapshot: what report.month_figures sees below, and nothing else.
    private const string InsertMonth = """
        insert into frozen.months (
            tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status)
        select $1, $2, 1, $3, $4, pg_current_snapshot(), max(d.seq), $5, $6, $7, 'final'
        from config.kpi_definitions as d
        """;

    private const string SelectFigures = """
        select kpi, label, currency, unit, value, numerator, denominator, display_order, has_previous, previous, good_direction, target
        from report.month_figures($1, $2)
        """;

    private const string InsertMetrics = """
        insert into frozen.month_metrics (
            tenant_id, month, revision, status, kpi, currency, unit, value, numerator, denominator, previous, delta, delta_percent, reading, display_order, target)
        select $1, $2, 1, 'final', m.kpi, m.currency, m.unit, m.value, m.numerator, m.denominator, m.previous, m.delta, m.delta_percent, m.reading, m.display_order, m.target
        from unnest(
            $3::text[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::text[], $13::int[], $14::numeric[])
            as m (kpi, currency, unit, value, numerator, denominator, previous, delta, delta_percent, reading, display_order, target)
        """;

    /// <summary>On request: as soon as the month is over.</summary>
    public Task<FreezeResult> FreezeAsync(ManageCall call, Month month, CancellationToken cancel) =>
        FreezeAsync(call.Tenant, month, call.Actor, "on request", TimeSpan.Zero, call, cancel);

    /// <param name="grace">How long after its end the month stays open.</param>
    public Task<FreezeResult> FreezeAsync(Tenant tenant, Month month, string actor, string reason, TimeSpan grace, CancellationToken cancel) =>
        FreezeAsync(tenant, month, actor, reason, grace, call: null, cancel);

    // Somebody froze it, or changed the tenant's time zone, after our snapshot: a new one shows what holds.
    private Task<FreezeResult> FreezeAsync(
        Tenant tenant, Month month, string actor, string reason, TimeSpan grace, ManageCall? call, CancellationToken cancel) =>
        Race.RunAsync(() => TryFreezeAsync(tenant, month, actor, reason, grace, call, cancel), cancel);

    private async Task<FreezeResult> TryFreezeAsync(
        Tenant tenant, Month month, string actor, string reason, TimeSpan grace, ManageCall? call, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel, IsolationLevel.Serializable);
        var period = await session.FirstAsync(SelectPeriod, Period.Read, cancel, tenant.Id, month.First, month.Previous.First)
            ?? throw new InvalidOperationException($"Tenant {tenant.Slug} has no settings or no time zone.");
        if (month.First < period.FirstMonth)
        {
            return new FreezeResult.BeforeFirstMonth(new Month(period.FirstMonth));
        }

        if (period.Revision is not null)
        {
            return new FreezeResult.Frozen(await ReadAsync(tenant, month, cancel), AlreadyFrozen: true);
        }

        if (period.EndsAt + grace > time.GetUtcNow())
        {
            return new FreezeResult.NotClosed(period.EndsAt, period.TimeZone);
        }

        var next = period.LatestFrozen is { } latest ? new Month(latest).Next : new Month(period.FirstMonth);
        if (month > next)
        {
            return new FreezeResult.EarlierMonthOpen(next);
        }

        if (period.PreviousEndsAt is { } ended && ended != period.StartsAt)
        {
            throw new InvalidOperationException($"{month} of {tenant.Slug} starts at {period.StartsAt:u}, and the month before ended at {ended:u}.");
        }

        await session.ExecuteAsync(
            InsertMonth, cancel, tenant.Id, month.First, actor, reason, period.TimeZone, period.StartsAt.UtcDateTime, period.EndsAt.UtcDateTime);
        await InsertMetricsAsync(session, tenant, month, cancel);
        await using var manifest = await sealer.SealAsync(session, tenant, month, revision: 1, cancel);
        await outbox.RequestIfDueAsync(session, tenant, month, period.EndsAt, cancel);
        await (call?.AuditAsync(session, month.ToString(), new { revision = 1 }, cancel) ?? Task.CompletedTask);
        await session.CommitAsync(cancel);

        await sealer.CopyAsync(tenant, manifest, cancel);
        await EnqueueDigestAsync(tenant, cancel);
        return new FreezeResult.Frozen(await ReadAsync(tenant, month, cancel), AlreadyFrozen: false);
    }

    private static async Task InsertMetricsAsync(TenantSession session, Tenant tenant, Month month, CancellationToken cancel)
    {
        var culture = TenantCulture.Of(tenant);
        var figures = await session.ListAsync(SelectFigures, ComputedKpi.Read, cancel, tenant.Id, month.First);
        T[] Column<T>(Func<ComputedKpi, T> value) => [.. figures.Select(value)];
        await session.ExecuteAsync(
            InsertMetrics, cancel, tenant.Id, month.First,
            Column(figure => figure.Kpi), Column(figure => figure.Currency), Column(figure => figure.Unit), Column(figure => figure.Value),
            Column(figure => figure.Numerator), Column(figure => figure.Denominator), Column(figure => figure.Previous), Column(figure => figure.Delta),
            Column(figure => figure.DeltaPercent), Column(figure => MetricReading.Of(figure, culture)), Column(figure => figure.DisplayOrder),
            Column(figure => figure.Target));
    }

    // The month is closed and its digest noted as due: without storage, the sweep queues it later.
    private async Task EnqueueDigestAsync(Tenant tenant, CancellationToken cancel)
    {
        try
        {
            await outbox.EnqueueAsync(tenant, cancel);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or NpgsqlException)
        {
            LogNotQueued(tenant.Slug, e);
        }
    }

    private async Task<FrozenMonth> ReadAsync(Tenant tenant, Month month, CancellationToken cancel) =>
        await months.FindAsync(tenant, month, revision: null, cancel)
        ?? throw new InvalidOperationException($"Month {month} of {tenant.Slug} was frozen and cannot be read.");

    [LoggerMessage(LogLevel.Warning, "The digest of {Tenant} could not be queued; the sweep will queue it")]
    private partial void LogNotQueued(string tenant, Exception exception);

    private sealed record Period(
        DateTimeOffset StartsAt,
        DateTimeOffset EndsAt,
        string TimeZone,
        DateOnly FirstMonth,
        int? Revision,
        DateOnly? LatestFrozen,
        DateTimeOffset? PreviousEndsAt)
    {
        public static Period Read(NpgsqlDataReader row) => new(
            row.GetInstant(0),
            row.GetInstant(1),
            row.GetString(2),
            row.GetFieldValue<DateOnly>(3),
            row.GetOptional<int>(4),
            row.GetOptional<DateOnly>(5),
            row.GetOptional<DateTimeOffset>(6));
    }
}
