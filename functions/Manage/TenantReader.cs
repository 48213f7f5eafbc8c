using System.Text.Json;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

/// <summary>Reads a tenant's settings whole, as an admin gave them.</summary>
public sealed class TenantReader(Database database)
{
    // The members are those of TenantSettings. Owners come from their table: the view has no addresses, and no first date.
    // So do the headlines: the view has the usual ones too.
    private const string SelectStored = """
        select
            t.version,
            (select max(m.month) from frozen.months as m where m.tenant_id = t.tenant_id),
            json_build_object(
                'name', t.name,
                'timeZone', (select z.time_zone from staging.zone_periods as z where z.tenant_id = t.tenant_id order by z.effective_from desc limit 1),
                'currency', t.currency,
                'firstMonth', to_char(t.first_month, 'YYYY-MM'),
                'culture', t.culture,
                'graceHours', t.grace_hours,
                'recipients', array(
                    select json_build_object('email', r.email, 'name', r.name)
                    from staging.recipients as r
                    where r.tenant_id = t.tenant_id),
                'stripeAccounts', t.stripe_accounts,
                'locationId', t.location_id,
                'pipelines', array(
                    select json_build_object(
                        'id', p.pipeline_id,
                        'name', p.name,
                        'displayOrder', p.display_order,
                        'stages', array(
                            select json_build_object('id', s.stage_id, 'name', s.name, 'displayOrder', s.display_order, 'meaning', s.meaning)
                            from staging.stages as s
                            where s.tenant_id = p.tenant_id and s.pipeline_id = p.pipeline_id))
                    from staging.pipelines as p
                    where p.tenant_id = t.tenant_id),
                'salesCalendars', t.sales_calendars,
                'labelRules', array(
                    select json_build_object('label', l.label, 'meaning', l.meaning, 'sourceFunnel', l.source_funnel)
                    from staging.label_rules as l
                    where l.tenant_id = t.tenant_id),
                'funnelField', t.funnel_field,
                'funnelWindowDays', t.funnel_window_days,
                'owners', array(
                    select json_build_object(
                        'id', o.owner_id,
                        'name', o.name,
                        'email', o.email,
                        'roles', json_agg(json_build_object('effectiveFrom', o.effective_from, 'team', o.team, 'department', o.department))
                            filter (where o.effective_from > '-infinity'))
                    from config.owners as o
                    where o.tenant_id = t.tenant_id and o.tenant_version = t.version
                    group by o.owner_id, o.name, o.email),
                'targets', array(
                    select json_build_object('kpi', g.kpi, 'from', to_char(g.effective_from, 'YYYY-MM'), 'value', g.value, 'currency', g.currency)
                    from staging.targets as g
                    where g.tenant_id = t.tenant_id),
                'admins', array(
                    select json_build_object('email', a.email, 'name', a.name)
                    from staging.admins as a
                    where a.tenant_id = t.tenant_id),
                'headlineKpis', array(
                    select h.kpi
                    from config.headline_kpis as h
                    where h.tenant_id = t.tenant_id and h.tenant_version = t.version
                    order by h.display_order),
                'sourceIntervals', array(
                    select json_build_object('feed', i.feed, 'hours', i.hours)
                    from staging.source_intervals as i
                    where i.tenant_id = t.tenant_id))
        from staging.tenants as t
        where t.tenant_id = $1
        """;

    public async Task<StoredTenant> ReadAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await FindAsync(session, tenant.Id, cancel) ?? throw new InvalidOperationException("A tenant without settings is none.");
    }

    /// <returns>Null for a tenant without settings, as it is while it is being created.</returns>
    internal static Task<StoredTenant?> FindAsync(TenantSession session, Guid tenantId, CancellationToken cancel) =>
        session.FirstAsync(SelectStored, Read, cancel, tenantId);

    private static StoredTenant Read(NpgsqlDataReader row)
    {
        var settings = JsonSerializer.Deserialize<TenantSettings>(row.GetString(2), JsonResponse.Options)!;
        return new StoredTenant(
            row.GetInt64(0),
            CanonicalSettings.Of(settings with { Targets = [.. settings.Targets!.Select(InMajorUnits)] }),
            row.GetOptional<DateOnly>(1));
    }

    private static TargetSettings InMajorUnits(TargetSettings target) =>
        target.Currency is null ? target : target with { Value = Currency.ToMajor(target.Value, target.Currency) };
}
