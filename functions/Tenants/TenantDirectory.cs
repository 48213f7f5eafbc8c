using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Tenants;

/// <summary>Finds tenants by slug. Hits are kept for 60 seconds and misses for 10, so that a new tenant is soon known.</summary>
public sealed partial class TenantDirectory(Database database, TimeProvider time)
{
    private static readonly TimeSpan HitLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MissLife = TimeSpan.FromSeconds(10);

    // Anyone can ask for names that do not exist: beyond this many, misses are forgotten.
    private const int MostEntries = 10_000;

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

    private readonly ConcurrentDictionary<string, (Tenant? Tenant, DateTimeOffset Until)> cache = new(StringComparer.Ordinal);

    public static bool IsSlug(string text) => Slug().IsMatch(text) && text != "tenants";

    public async Task<Tenant?> FindAsync(string slug, CancellationToken cancel)
    {
        if (!IsSlug(slug))
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (cache.TryGetValue(slug, out var known) && now < known.Until)
        {
            return known.Tenant;
        }

        var tenant = await ReadAsync(slug, cancel);
        if (cache.Count >= MostEntries)
        {
            cache.Clear();
        }

        cache[slug] = (tenant, now + (tenant is null ? MissLife : HitLife));
        return tenant;
    }

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

    private async Task<Tenant?> ReadAsync(string slug, CancellationToken cancel)
    {
        var ids = await database.ListAsync("select tenant_id from config.tenants where slug = $1", row => row.GetGuid(0), cancel, slug);
        if (ids is not [var id])
        {
            return null;
        }

        await using var session = await database.OpenAsync(id, cancel);
        return await session.FirstAsync(SelectTenant, Read, cancel, id);
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
