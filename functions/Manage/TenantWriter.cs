using System.Data;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

/// <summary>Creates tenants and appends new versions of their settings; settings that change nothing write nothing.</summary>
public sealed class TenantWriter(Database database, TenantDirectory tenants, TimeProvider time)
{
    private const string InsertTenant = "insert into config.tenants (tenant_id, slug) values ($1, $2)";

    private const string SelectTenantId = "select tenant_id from config.tenants where slug = $1";

    private const string SelectCurrent = """
        select
            t.name, t.currency, t.culture, t.first_month, t.grace_hours, t.stripe_accounts,
            (select z.time_zone from staging.zone_periods as z where z.tenant_id = t.tenant_id order by z.effective_from desc limit 1),
            (select coalesce(array_agg(r.email || e'\n' || coalesce(r.name, '') order by r.email), '{}') from staging.recipients as r where r.tenant_id = t.tenant_id),
            (select max(m.month) from frozen.months as m where m.tenant_id = t.tenant_id)
        from staging.tenants as t
        where t.tenant_id = $1
        """;

    private const string InsertVersion = """
        with version as (
            insert into config.tenant_versions (tenant_id, name, currency, culture, first_month, grace_hours, stripe_accounts, actor)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            returning tenant_id, seq
        )
        insert into config.recipients (tenant_id, tenant_version, email, name)
        select v.tenant_id, v.seq, r.email, r.name
        from version as v
        cross join unnest($9::text[], $10::text[]) as r (email, name)
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

    /// <param name="settings">Validated before.</param>
    public async Task<PutTenantResult> PutAsync(string slug, TenantSettings settings, string actor, CancellationToken cancel)
    {
        try
        {
            // Another admin, or a month closing, was quicker: what they wrote is seen by the next attempt.
            return await Race.RunAsync(() => TryPutAsync(slug, settings, actor, cancel), cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            return new PutTenantResult.Invalid("timeZone is not known to the database.");
        }
    }

    // Serializable, like the close of a month: a zone can never change under a month that is being closed with it.
    private async Task<PutTenantResult> TryPutAsync(string slug, TenantSettings settings, string actor, CancellationToken cancel)
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

        var current = await session.FirstAsync(SelectCurrent, Current.Read, cancel, id);

        var wanted = new Current(
            settings.Name.Trim(),
            settings.Currency,
            settings.Culture ?? current?.Culture ?? "en-US",
            FirstMonthOf(settings, current).First,
            settings.GraceHours ?? current?.GraceHours ?? 6,
            [.. settings.StripeAccounts ?? current?.StripeAccounts ?? []],
            settings.TimeZone,
            settings.Recipients?.Select(r => $"{r.Email}\n{r.Name}").Order(StringComparer.Ordinal).ToArray() ?? current?.Recipients ?? [],
            current?.LatestFrozen);

        if (current?.LatestFrozen is not null && wanted.FirstMonth != current.FirstMonth)
        {
            return new PutTenantResult.Refused("firstMonth cannot change once a month is closed.");
        }

        if (current?.LatestFrozen is not null && wanted.Currency != current.Currency)
        {
            return new PutTenantResult.Refused("currency cannot change once a month is closed.");
        }

        if (wanted.TimeZone != current?.TimeZone)
        {
            // Closed months keep their zone: a new one holds from the first month that is still open.
            var from = current?.LatestFrozen is { } latest ? latest.AddMonths(1) : wanted.FirstMonth;
            await session.ExecuteAsync(InsertZone, cancel, id, from, wanted.TimeZone, actor);
        }

        if (!wanted.SameSettings(current))
        {
            var recipients = wanted.Recipients.Select(entry => entry.Split('\n', 2)).ToArray();
            await session.ExecuteAsync(
                InsertVersion, cancel, id, wanted.Name, wanted.Currency, wanted.Culture, wanted.FirstMonth, wanted.GraceHours, wanted.StripeAccounts, actor,
                recipients.Select(entry => entry[0]).ToArray(),
                recipients.Select(entry => entry[1].Length > 0 ? entry[1] : null).ToArray());
        }

        await session.CommitAsync(cancel);
        tenants.Forget(slug);
        return new PutTenantResult.Saved(wanted.ToTenant(id, slug), settings.TimeZone, wanted.Recipients.Select(entry => entry.Split('\n')[0]).ToArray(), created);
    }

    private Month FirstMonthOf(TenantSettings settings, Current? current) =>
        Month.TryParse(settings.FirstMonth, out var given) ? given
        : current is not null ? new Month(current.FirstMonth)
        : Month.Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone)).DateTime));

    private sealed record Current(
        string Name,
        string Currency,
        string Culture,
        DateOnly FirstMonth,
        int GraceHours,
        string[] StripeAccounts,
        string? TimeZone,
        string[] Recipients,
        DateOnly? LatestFrozen)
    {
        public bool SameSettings(Current? other) =>
            other is not null
            && (Name, Currency, Culture, FirstMonth, GraceHours) == (other.Name, other.Currency, other.Culture, other.FirstMonth, other.GraceHours)
            && StripeAccounts.SequenceEqual(other.StripeAccounts)
            && Recipients.Order(StringComparer.Ordinal).SequenceEqual(other.Recipients.Order(StringComparer.Ordinal));

        public Tenant ToTenant(Guid id, string slug) => new()
        {
            Id = id,
            Slug = slug,
            Name = Name,
            Currency = Currency,
            Culture = Culture,
            FirstMonth = new Month(FirstMonth),
            GraceHours = GraceHours,
            StripeAccounts = StripeAccounts,
            TimeZone = TimeZone!,
        };

        public static Current Read(NpgsqlDataReader row) => new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetFieldValue<DateOnly>(3),
            row.GetInt32(4),
            row.GetFieldValue<string[]>(5),
            row.GetOptionalText(6),
            row.GetFieldValue<string[]>(7),
            row.GetOptional<DateOnly>(8));
    }
}
