using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Tenants;

/// <summary>
/// Finds tenants by slug. What is found is kept for 60 seconds. Anyone can ask for names that do not exist: those are looked
/// for in the list of all slugs, which is read at most twice a second however many ask.
/// </summary>
public sealed partial class TenantDirectory
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RecentLife = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.5);

    private const string SelectTenant = """
        select
            t.tenant_id, t.slug, t.name, t.currency, t.culture, t.first_month, t.grace_hours, t.stripe_accounts,
            (select z.time_zone from staging.zone_periods as z where z.tenant_id = t.tenant_id order by z.effective_from desc limit 1),
            json_build_object(
                'locationId', t.location_id,
                'funnelField', t.funnel_field,
                'stages', array(
                    select json_build_object('pipelineId', s.pipeline_id, 'stageId', s.stage_id, 'name', s.name)
                    from staging.stages as s
                    where s.tenant_id = t.tenant_id
                    order by s.pipeline_id, s.display_order, s.stage_id),
                'funnelByLabel', (
                    select coalesce(json_object_agg(l.label, l.source_funnel), '{}')
                    from staging.label_rules as l
                    where l.tenant_id = t.tenant_id and l.meaning = 'funnel'),
                'ownerByEmail', (
                    select coalesce(json_object_agg(o.email, o.owner_id), '{}')
                    from (select distinct p.email, p.owner_id from config.owners as p where p.tenant_id = t.tenant_id and p.tenant_version = t.version) as o
                    where o.email is not null))
        from staging.tenants as t
        where t.tenant_id = $1
        """;

    private readonly Database database;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, (Tenant Tenant, DateTimeOffset ReadAt)> cache = new(StringComparer.Ordinal);
    private readonly PacedReading<Dictionary<string, Guid>> reading;

    // A slug that is in it stays in it: tenants are never deleted nor renamed.
    private volatile Dictionary<string, Guid> ids = [];

    public TenantDirectory(Database database, TimeProvider time)
    {
        (this.database, this.time) = (database, time);
        reading = new PacedReading<Dictionary<string, Guid>>(ReadIdsAsync, Pace, time);
    }

    public static bool IsSlug(string text) => Slug().IsMatch(text) && text != "tenants";

    public Task<Tenant?> FindAsync(string slug, CancellationToken cancel) => FindAsync(slug, Life, cancel);

    /// <summary>Also one whose settings are gone, for what reads its id and slug alone: tokens, and the verification that says what is gone.</summary>
    public async Task<Tenant?> FindIdentityAsync(string slug, CancellationToken cancel) =>
        await FindAsync(slug, cancel) ?? (await FindIdAsync(slug, cancel) is { } id ? Tenant.WithoutSettings(id, slug) : null);

    /// <summary>As it was at most a second ago, for what a minute old answer would refuse for good.</summary>
    public Task<Tenant?> FindRecentAsync(string slug, CancellationToken cancel) => FindAsync(slug, RecentLife, cancel);

    /// <summary>Whether there is such a tenant. Once it was seen, that is known without the database.</summary>
    public async Task<bool> ExistsAsync(string slug, CancellationToken cancel) => await FindIdAsync(slug, cancel) is not null;

    /// <summary>Forgets what is cached of a tenant whose settings have just changed in this process.</summary>
    public void Forget(string slug) => cache.TryRemove(slug, out _);

    public async Task<List<Tenant>> ListAsync(CancellationToken cancel)
    {
        var slugs = await database.ListAsync("select slug from config.tenants order by slug", row => row.GetString(0), cancel);
        var tenants = new List<Tenant>(slugs.Count);
        foreach (var slug in slugs)
        {
            if (await FindAsync(slug, cancel) is { } tenant)
            {
                tenants.Add(tenant);
            }
        }

        return tenants;
    }

    private async Task<Tenant?> FindAsync(string slug, TimeSpan life, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (cache.TryGetValue(slug, out var known) && now - known.ReadAt < life)
        {
            return known.Tenant;
        }

        if (await FindIdAsync(slug, cancel) is not { } id)
        {
            return null;
        }

        await using var session = await database.OpenAsync(id, cancel);
        if (await session.FirstAsync(SelectTenant, Read, cancel, id) is not { } tenant)
        {
            return null;
        }

        cache[slug] = (tenant, now);
        return tenant;
    }

    private async Task<Guid?> FindIdAsync(string slug, CancellationToken cancel) =>
        !IsSlug(slug) ? null
        : ids.TryGetValue(slug, out var known) ? known
        : (await reading.ReadAsync(cancel)).TryGetValue(slug, out var id) ? id
        : null;

    private async Task<Dictionary<string, Guid>> ReadIdsAsync()
    {
        var rows = await database.ListAsync("select slug, tenant_id from config.tenants", row => (Slug: row.GetString(0), Id: row.GetGuid(1)), CancellationToken.None);
        return ids = rows.ToDictionary(row => row.Slug, row => row.Id, StringComparer.Ordinal);
    }

    private static Tenant Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Slug = row.GetString(1),
        Name = row.GetString(2),
        Currency = row.GetString(3),
        Culture = row.GetString(4),
        FirstMonth = new Month(row.GetFieldValue<DateOnly>(5)),
        GraceHours = row.GetInt32(6),
        StripeAccounts = row.GetFieldValue<string[]>(7),
        TimeZone = row.GetOptionalText(8) ?? "UTC",
        Crm = JsonSerializer.Deserialize<CrmSettings>(row.GetString(9), JsonResponse.Options)!,
    };

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}
