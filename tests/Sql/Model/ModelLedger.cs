using System.Text.Json;
using Npgsql;
using Plumbline.Ledger;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Histories written to the real ledger, many at once.</summary>
internal sealed class ModelLedger(LedgerDatabase ledger)
{
    private const string Live = "";

    private const string Tenants = """
        with told as materialized (
            select tenant_id, currency, zone
            from jsonb_to_recordset($1) as t (tenant_id uuid, currency text, zone text)
        ),
        tenants as (
            insert into config.tenants (tenant_id, slug)
            select tenant_id, 't' || left(replace(tenant_id::text, '-', ''), 30)
            from told
            returning tenant_id
        ),
        versions as (
            insert into config.tenant_versions (tenant_id, name, currency, first_month, actor)
            select tenant_id, '0', currency, '2010-01-01', 'test'
            from told join tenants using (tenant_id)
        )
        insert into config.time_zones (tenant_id, effective_from, time_zone, actor)
        select tenant_id, '2010-01-01', zone, 'test'
        from told join tenants using (tenant_id)
        """;

    private const string Settings = """
        with told as materialized (
            select tenant_id, id, currency, calendars, window_days, labels, stages, roles
            from jsonb_to_recordset($1) as s (tenant_id uuid, id int, currency text, calendars text[], window_days int, labels jsonb, stages jsonb, roles jsonb)
        ),
        versions as (
            insert into config.tenant_versions (tenant_id, name, currency, first_month, actor, sales_calendars, funnel_window_days)
            select t.tenant_id, t.id::text, t.currency, '2010-01-01', 'test', t.calendars, t.window_days
            from told as t
            order by t.tenant_id, t.id
            returning tenant_id, seq, name
        ),
        parts as (
            select v.tenant_id, v.seq, t.labels, t.stages, t.roles
            from versions as v join told as t on t.tenant_id = v.tenant_id and t.id::text = v.name
        ),
        labels as (
            insert into config.label_rules (tenant_id, tenant_version, label, meaning)
            select p.tenant_id, p.seq, l.key, l.value
            from parts as p cross join jsonb_each_text(p.labels) as l
        ),
        pipelines as (
            insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order)
            select tenant_id, seq, 'p1', 'Sales', 1
            from parts
        ),
        stages as (
            insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order, meaning)
            select p.tenant_id, p.seq, 'p1', s.key, s.key, 1, s.value
            from parts as p cross join jsonb_each_text(p.stages) as s
        )
        insert into config.owners (tenant_id, tenant_version, owner_id, department, team, effective_from)
        select p.tenant_id, p.seq, o."Owner", o."Department", o."Team", o."From"
        from parts as p cross join jsonb_to_recordset(p.roles) as o ("Owner" text, "Department" text, "Team" text, "From" date)
        """;

    private const string Zones = """
        insert into config.time_zones (tenant_id, effective_from, time_zone, actor)
        select tenant_id, month, zone, 'test'
        from jsonb_to_recordset($1) as z (tenant_id uuid, id int, month date, zone text)
        order by tenant_id, id
        """;

    // A void names its target by the change that made it, whichever table that is in.
    private const string Corrections = """
        insert into ledger.adjustments (
            tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, measure, amount, currency, reason, actor,
            department, team, owner_id, client_id, branch, source_funnel, utm_campaign)
        select
            a.tenant_id, 'manual', a.key, a.at, case when a.target_key is null then 'amount' else 'void' end, a.target_table, t.seq, a.measure, a.amount, a.currency,
            'a correction of the test', 'test', a.department, a.team, a.owner_id, a.client_id, a.branch, a.source_funnel, a.utm_campaign
        from jsonb_to_recordset($1) as a (
            tenant_id uuid, key text, at timestamptz, target_table text, target_key text, measure text, amount numeric, currency text,
            department text, team text, owner_id text, client_id text, branch text, source_funnel text, utm_campaign text)
        left join lateral (
            select seq from ledger.raw_payments where tenant_id = a.tenant_id and source_key = a.target_key and a.target_table = 'raw_payments'
            union all
            select seq from ledger.raw_opportunities where tenant_id = a.tenant_id and source_key = a.target_key and a.target_table = 'raw_opportunities'
            union all
            select seq from ledger.raw_appointments where tenant_id = a.tenant_id and source_key = a.target_key and a.target_table = 'raw_appointments'
            union all
            select seq from ledger.raw_clients where tenant_id = a.tenant_id and source_key = a.target_key and a.target_table = 'raw_clients'
            union all
            select seq from ledger.raw_ad_spend where tenant_id = a.tenant_id and source_key = a.target_key and a.target_table = 'raw_ad_spend'
            union all
            select seq from ledger.finance_snapshots where tenant_id = a.tenant_id and source_key = a.target_key and a.target_table = 'finance_snapshots'
            union all
            select seq from ledger.raw_events where tenant_id = a.tenant_id and source_key = a.target_key and a.target_table = 'raw_events'
            union all
            select seq from ledger.adjustments where tenant_id = a.tenant_id and source_key = a.target_key and a.target_table = 'adjustments'
        ) as t on true
        where a.target_key is null or t.seq is not null
        order by a.tenant_id, a.key
        """;

    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A tenant a case, and a snapshot after each part of all of them.</summary>
    public async Task<WrittenCases> WriteAsync(IReadOnlyList<ModelCase> cases)
    {
        var tenants = cases.Select(_ => Guid.CreateVersion7()).ToArray();
        await ExecuteAsync(Tenants, cases.Select((story, i) => new { tenant_id = tenants[i], currency = story.Currency, zone = story.Zone }));

        var snapshots = new List<string>();
        for (var part = 0; part < ModelCase.Parts; part++)
        {
            await AppendAsync([.. cases.SelectMany((story, i) => story.Changes.Where(change => change.Part == part).Select(change => (tenants[i], story, change)))]);
            snapshots.Add(await ledger.ScalarAsync<string>("select (select max(incarnation) from config.database_identity) || ':' || pg_current_snapshot()"));
        }

        snapshots[^1] = Live;
        return new WrittenCases(tenants, snapshots);
    }

    private async Task AppendAsync(List<(Guid Tenant, ModelCase Story, Change Change)> changes)
    {
        await ExecuteAsync(Settings, changes.Where(one => one.Change.Settings is not null).Select(one => new
        {
            tenant_id = one.Tenant,
            id = one.Change.Id,
            currency = one.Story.Currency,
            calendars = one.Change.Settings!.SalesCalendars,
            window_days = one.Change.Settings.FunnelWindowDays,
            labels = one.Change.Settings.LabelMeanings,
            stages = one.Change.Settings.StageMeanings,
            roles = one.Change.Settings.Roles,
        }));
        await ExecuteAsync(Zones, changes.Where(one => one.Change.Zone is not null).Select(one => new
        {
            tenant_id = one.Tenant,
            id = one.Change.Id,
            month = one.Change.Zone!.Month,
            zone = one.Change.Zone.Zone,
        }));

        var deliveries = changes.Select(one => ModelDelivery.Of(one.Tenant, one.Change)).OfType<Delivery>().ToList();
        if (deliveries.Count > 0)
        {
            (await writer.AppendAsync(deliveries, Cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored);
        }

        // What reverses one of these comes after them.
        foreach (var reversals in new[] { false, true })
        {
            await ExecuteAsync(Corrections, changes.Where(one => one.Change.Correction is not null).Select(one => RowOf(one.Tenant, one.Story, one.Change))
                .Where(row => row.target_table == "adjustments" == reversals));
        }
    }

    private static CorrectionRow RowOf(Guid tenant, ModelCase story, Change change)
    {
        var correction = change.Correction!;
        var target = story.Changes.FirstOrDefault(other => other.Id == correction.Voids);
        return new CorrectionRow(
            tenant, change.Key, correction.At, target?.Table, correction.Voids is null ? null : target?.Key ?? "gone", correction.Measure, correction.Amount, correction.Currency,
            correction.Tags.Department, correction.Tags.Team, correction.Tags.OwnerId, correction.Tags.ClientId, correction.Tags.Branch, correction.Tags.SourceFunnel, correction.Tags.UtmCampaign);
    }

    private async Task ExecuteAsync<T>(string sql, IEnumerable<T> rows)
    {
        await using var command = ledger.Admin.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(rows), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    // Named as the SQL above reads them.
#pragma warning disable IDE1006, SA1300
    private sealed record CorrectionRow(
        Guid tenant_id, string key, DateTimeOffset at, string? target_table, string? target_key, string? measure, decimal? amount, string? currency,
        string? department, string? team, string? owner_id, string? client_id, string? branch, string? source_funnel, string? utm_campaign);
#pragma warning restore IDE1006, SA1300
}
