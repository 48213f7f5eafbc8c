using System.Data;
using System.Globalization;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

/// <summary>Creates tenants and appends new versions of their settings; settings that change nothing write nothing.</summary>
public sealed class TenantWriter(Database database, TenantDirectory tenants, TimeProvider time)
{
    private const string InsertTenant = "insert into config.tenants (tenant_id, slug) values ($1, $2)";

    private const string SelectTenantId = "select tenant_id from config.tenants where slug = $1";

    private const string SelectUnits = "select kpi, unit from staging.kpi_definitions";

    private const string SelectFeeds = "select feed from config.feeds order by seq";

    private const string InsertVersion = """
        insert into config.tenant_versions (
            tenant_id, name, currency, culture, first_month, grace_hours, stripe_accounts,
            location_id, sales_calendars, funnel_field, funnel_window_days, actor)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        returning seq
        """;

    // Also over every later zone: what was planned before no longer holds.
    private const string InsertZone = """
        insert into config.time_zones (tenant_id, effective_from, time_zone, actor)
        select $1, z.effective_from, $3, $4
        from (
            select $2::date as effective_from
            union
            select p.effective_from from staging.zone_periods as p where p.tenant_id = $1 and p.effective_from > $2
        ) as z
        """;

    private const string TryZone = "select now() at time zone $1";

    private const string SeeEveryTenant = "select set_config('app.tenant_ids', (select array_agg(t.tenant_id)::text from config.tenants as t), true)";

    private const string SeeOneTenant = "select set_config('app.tenant_ids', array[$1::uuid]::text, true)";

    private const string LocationIsTaken = "select exists (select from staging.tenants as t where t.location_id = $1 and t.tenant_id <> $2)";

    public Task<PutTenantResult> PutAsync(string slug, TenantSettings settings, string actor, CancellationToken cancel) =>
        PutAsync(slug, settings, actor, call: null, cancel);

    /// <param name="settings">Validated before.</param>
    /// <param name="call">The call that asks for it; null for a tenant that is new.</param>
    public async Task<PutTenantResult> PutAsync(string slug, TenantSettings settings, string actor, ManageCall? call, CancellationToken cancel)
    {
        try
        {
            // Another admin, or a month closing, was quicker: what they wrote is seen by the next attempt.
            return await Race.RunAsync(() => TryPutAsync(slug, settings, actor, call, cancel), cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            return new PutTenantResult.Invalid("timeZone is not known to the database.");
        }
    }

    // Serializable, like the close of a month: a zone can never change under a month that is being closed with it.
    private async Task<PutTenantResult> TryPutAsync(string slug, TenantSettings settings, string actor, ManageCall? call, CancellationToken cancel)
    {
        var known = await database.ListAsync(SelectTenantId, row => row.GetGuid(0), cancel, slug);
        var created = known.Count == 0;
        var id = created ? Guid.NewGuid() : known[0];
        await using var session = await database.OpenAsync(id, cancel, IsolationLevel.Serializable);
        await session.ListAsync(TryZone, _ => 0, cancel, settings.TimeZone);
        if (created)
        {
            await session.ExecuteAsync(InsertTenant, cancel, id, slug);
        }

        var units = (await session.ListAsync(SelectUnits, row => (Kpi: row.GetString(0), Unit: row.GetString(1)), cancel)).ToDictionary(row => row.Kpi, row => row.Unit);
        var feeds = await session.ListAsync(SelectFeeds, row => row.GetString(0), cancel);
        var wrong = TargetValidation.Fault(settings.Targets, settings.Currency, units)
            ?? HeadlineValidation.Fault(settings.HeadlineKpis, [.. units.Keys])
            ?? SourceIntervalValidation.Fault(settings.SourceIntervals, feeds);
        if (wrong is { } fault)
        {
            return new PutTenantResult.Invalid(fault);
        }

        var stored = await TenantReader.FindAsync(session, id, cancel);
        var current = stored?.Settings;
        var wanted = CanonicalSettings.Merge(settings, current, () => CurrentMonth(settings.TimeZone), units);
        if (stored?.LatestFrozen is not null && Contradiction(current!, wanted) is { } contradiction)
        {
            return new PutTenantResult.Refused(contradiction);
        }

        if (wanted.LocationId is { } location && location != current?.LocationId && await IsTakenAsync(session, id, location, cancel))
        {
            return new PutTenantResult.Invalid("locationId must not be another tenant's: its events would count twice.");
        }

        var changed = TenantChanges.Between(current, wanted);
        if (changed.Count > 0)
        {
            var version = await AppendAsync(session, id, stored, wanted, actor, cancel);
            var (subject, details) = (version.ToString(CultureInfo.InvariantCulture), new { changed, version });
            await (call?.AuditAsync(session, subject, details, cancel) ?? AuditTrail.AppendAsync(session, id, actor, PutTenant.Action, subject, details, cancel));
        }

        await session.CommitAsync(cancel);
        tenants.Forget(slug);
        return new PutTenantResult.Saved(id, slug, wanted, created);
    }

    private static string? Contradiction(TenantSettings current, TenantSettings wanted) =>
        wanted.FirstMonth != current.FirstMonth ? "firstMonth cannot change once a month is closed."
        : wanted.Currency != current.Currency ? "currency cannot change once a month is closed."
        : null;

    // A location may be any tenant's; whoever sets the same one at the same time fails to serialize, and looks again.
    private static async Task<bool> IsTakenAsync(TenantSession session, Guid id, string location, CancellationToken cancel)
    {
        await session.ExecuteAsync(SeeEveryTenant, cancel);
        var taken = await session.FirstAsync(LocationIsTaken, row => row.GetBoolean(0), cancel, location, id);
        await session.ExecuteAsync(SeeOneTenant, cancel, id);
        return taken;
    }

    /// <returns>The version that holds now: a new one unless only the time zone changed.</returns>
    private static async Task<long> AppendAsync(
        TenantSession session, Guid id, StoredTenant? stored, TenantSettings wanted, string actor, CancellationToken cancel)
    {
        var firstMonth = Month.TryParse(wanted.FirstMonth, out var month) ? month.First : throw new FormatException("Not validated.");
        if (wanted.TimeZone != stored?.Settings.TimeZone)
        {
            // Closed months keep their zone: a new one holds from the first month that is still open.
            await session.ExecuteAsync(InsertZone, cancel, id, stored?.LatestFrozen?.AddMonths(1) ?? firstMonth, wanted.TimeZone, actor);
        }

        if (stored is not null && TenantChanges.Between(stored.Settings, wanted with { TimeZone = stored.Settings.TimeZone }).Count == 0)
        {
            return stored.Version;
        }

        var version = await session.FirstAsync(
            InsertVersion, row => row.GetInt64(0), cancel, id, wanted.Name, wanted.Currency, wanted.Culture, firstMonth, wanted.GraceHours,
            wanted.StripeAccounts!.ToArray(), wanted.LocationId, wanted.SalesCalendars!.ToArray(), wanted.FunnelField, wanted.FunnelWindowDays, actor);
        await TenantParts.AppendAsync(session, id, version, wanted, cancel);
        return version;
    }

    private string CurrentMonth(string zone) =>
        Month.Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime)).ToString();
}
