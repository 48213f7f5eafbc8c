using Plumbline.Platform;
using Plumbline.Snapshots.Seals;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>
/// Writes a revision of a closed month in the caller's transaction, whose one snapshot is the pin: a row belongs to the month if
/// and only if it was visible then, so that the figures can be recomputed, and what came later can be listed.
/// </summary>
public sealed class RevisionWriter(RetroactiveChanges changes, MonthSealer sealer)
{
    // Before any figure, so that of two who close the same month one fails here. The pin is the transaction's own snapshot.
    private const string InsertMonth = """
        insert into frozen.months (
            tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status)
        select $1, $2, $3, $4, $5, pg_current_snapshot(), max(d.seq), $6, $7, $8, $9
        from config.kpi_definitions as d
        """;

    private const string InsertMetrics = """
        insert into frozen.month_metrics (
            tenant_id, month, revision, kpi, currency, unit, value, numerator, denominator, previous, delta, delta_percent, reading, display_order, target,
            headline_order, provisional_reason, status)
        select
            $1, $2, $3, m.kpi, m.currency, m.unit, m.value, m.numerator, m.denominator, m.previous, m.delta, m.delta_percent, m.reading, m.display_order, m.target,
            m.headline_order, m.provisional_reason, case when m.provisional_reason is null then 'final' else 'provisional' end
        from unnest(
            $4::text[], $5::text[], $6::text[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::numeric[],
            $13::text[], $14::int[], $15::numeric[], $16::int[], $17::text[])
            as m (
                kpi, currency, unit, value, numerator, denominator, previous, delta, delta_percent,
                reading, display_order, target, headline_order, provisional_reason)
        """;

    private const string InsertLeadSources = """
        insert into frozen.month_metrics (
            tenant_id, month, revision, kpi, dimension, dimension_value, unit, value, numerator, reading, display_order, status, provisional_reason)
        select c.tenant_id, c.month, c.revision, c.kpi, $4, s.name, c.unit, s.leads, s.leads, s.reading, c.display_order, c.status, c.provisional_reason
        from frozen.month_metrics as c
        cross join unnest($5::text[], $6::numeric[], $7::text[]) as s (name, leads, reading)
        where c.tenant_id = $1 and c.month = $2 and c.revision = $3 and c.kpi = 'leads' and c.dimension = 'company'
        """;

    /// <param name="tellsChanges">Whether its digest goes out by itself, and so tells what has changed in the months before.</param>
    /// <returns>What it is sealed with: to be copied once the transaction is committed.</returns>
    /// <exception cref="Npgsql.PostgresException">Somebody else closed it: a unique violation, or a failure to serialize.</exception>
    internal async Task<SealManifest> WriteAsync(
        TenantSession session, Tenant tenant, Month month, int revision, MonthPeriod period, string actor, string reason, bool tellsChanges,
        CancellationToken cancel)
    {
        var causes = await MonthFigures.CausesAsync(session, tenant, month, cancel);
        await session.ExecuteAsync(
            InsertMonth, cancel, tenant.Id, month.First, revision, actor, reason, period.TimeZone, period.StartsAt.UtcDateTime, period.EndsAt.UtcDateTime,
            causes.Count == 0 ? "final" : "provisional");
        await InsertMetricsAsync(session, tenant, month, revision, await MonthFigures.ReadAsync(session, tenant, month, causes, cancel), cancel);
        if (tellsChanges)
        {
            await changes.RecordAsync(session, tenant, month, revision, cancel);
        }

        return await sealer.SealAsync(session, tenant, month, revision, cancel);
    }

    private static async Task InsertMetricsAsync(TenantSession session, Tenant tenant, Month month, int revision, MonthFigures figures, CancellationToken cancel)
    {
        var culture = TenantCulture.Of(tenant);
        T[] Column<T>(Func<ComputedKpi, T> value) => [.. figures.Company.Select(value)];
        await session.ExecuteAsync(
            InsertMetrics, cancel, tenant.Id, month.First, revision,
            Column(figure => figure.Kpi), Column(figure => figure.Currency), Column(figure => figure.Unit), Column(figure => figure.Value),
            Column(figure => figure.Numerator), Column(figure => figure.Denominator), Column(figure => figure.Previous), Column(figure => figure.Delta),
            Column(figure => figure.DeltaPercent), Column(figure => MetricReading.Of(figure, figures, culture)), Column(figure => figure.DisplayOrder),
            Column(figure => figure.Target), Column(figure => figure.HeadlineOrder), Column(figure => figure.ProvisionalReason));

        var sources = figures.LeadSources;
        await session.ExecuteAsync(
            InsertLeadSources, cancel, tenant.Id, month.First, revision, MonthFigures.LeadDimension,
            sources.Select(source => source.Name).ToArray(), sources.Select(source => source.Leads).ToArray(),
            sources.Select(source => $"{source.Leads.ToString("N0", culture)} {(source.Leads == 1 ? "lead" : "leads")} from {source.Name}.").ToArray());
    }
}
