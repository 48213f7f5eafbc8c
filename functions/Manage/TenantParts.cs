using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

/// <summary>Appends the lists that belong to a version of a tenant's settings.</summary>
internal static class TenantParts
{
    // An owner whose role nobody told holds from ever on, in no team.
    private static readonly OwnerRoleSettings[] NoRole = [new(DateOnly.MinValue)];

    private const string InsertRecipients = """
        insert into config.recipients (tenant_id, tenant_version, email, name)
        select $1, $2, r.email, r.name
        from unnest($3::text[], $4::text[]) as r (email, name)
        """;

    private const string InsertPipelines = """
        insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order)
        select $1, $2, p.pipeline_id, p.name, p.display_order
        from unnest($3::text[], $4::text[], $5::int[]) as p (pipeline_id, name, display_order)
        """;

    private const string InsertStages = """
        insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order, meaning)
        select $1, $2, s.pipeline_id, s.stage_id, s.name, s.display_order, s.meaning
        from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::text[]) as s (pipeline_id, stage_id, name, display_order, meaning)
        """;

    private const string InsertLabelRules = """
        insert into config.label_rules (tenant_id, tenant_version, label, meaning, source_funnel)
        select $1, $2, l.label, l.meaning, l.source_funnel
        from unnest($3::text[], $4::text[], $5::text[]) as l (label, meaning, source_funnel)
        """;

    private const string InsertOwners = """
        insert into config.owners (tenant_id, tenant_version, owner_id, name, email, effective_from, team, department)
        select $1, $2, o.owner_id, o.name, o.email, o.effective_from, o.team, o.department
        from unnest($3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[]) as o (owner_id, name, email, effective_from, team, department)
        """;

    private const string InsertTargets = """
        insert into config.targets (tenant_id, tenant_version, kpi, effective_from, value, currency)
        select $1, $2, t.kpi, t.effective_from, t.value, t.currency
        from unnest($3::text[], $4::date[], $5::numeric[], $6::text[]) as t (kpi, effective_from, value, currency)
        """;

    private const string InsertAdmins = """
        insert into config.admins (tenant_id, tenant_version, email, name)
        select $1, $2, a.email, a.name
        from unnest($3::text[], $4::text[]) as a (email, name)
        """;

    private const string InsertHeadlineKpis = """
        insert into config.headline_kpis (tenant_id, tenant_version, kpi, display_order)
        select $1, $2, h.kpi, h.display_order
        from unnest($3::text[]) with ordinality as h (kpi, display_order)
        """;

    private const string InsertSourceIntervals = """
        insert into config.source_intervals (tenant_id, tenant_version, feed, hours)
        select $1, $2, s.feed, s.hours
        from unnest($3::text[], $4::int[]) as s (feed, hours)
        """;

    /// <param name="settings">In canonical form.</param>
    public static async Task AppendAsync(TenantSession session, Guid tenantId, long version, TenantSettings settings, CancellationToken cancel)
    {
        var (recipients, pipelines, rules, targets) = (settings.Recipients!, settings.Pipelines!, settings.LabelRules!, settings.Targets!);
        var stages = pipelines.SelectMany(pipeline => pipeline.Stages!, (pipeline, stage) => (Pipeline: pipeline, Stage: stage)).ToList();
        var roles = settings.Owners!.SelectMany(owner => owner.Roles is { Count: > 0 } told ? told : NoRole, (owner, role) => (Owner: owner, Role: role)).ToList();
        var (admins, intervals) = (settings.Admins!, settings.SourceIntervals!);

        await session.ExecuteAsync(InsertRecipients, cancel, tenantId, version, Column(recipients, r => r.Email), Column(recipients, r => r.Name));
        await session.ExecuteAsync(
            InsertPipelines, cancel, tenantId, version, Column(pipelines, p => p.Id), Column(pipelines, p => p.Name), Column(pipelines, p => p.DisplayOrder!.Value));
        await session.ExecuteAsync(
            InsertStages, cancel, tenantId, version, Column(stages, s => s.Pipeline.Id), Column(stages, s => s.Stage.Id),
            Column(stages, s => s.Stage.Name), Column(stages, s => s.Stage.DisplayOrder!.Value), Column(stages, s => s.Stage.Meaning));
        await session.ExecuteAsync(
            InsertLabelRules, cancel, tenantId, version, Column(rules, l => l.Label), Column(rules, l => l.Meaning), Column(rules, l => l.SourceFunnel));
        await session.ExecuteAsync(
            InsertOwners, cancel, tenantId, version, Column(roles, o => o.Owner.Id), Column(roles, o => o.Owner.Name), Column(roles, o => o.Owner.Email),
            Column(roles, o => o.Role.EffectiveFrom), Column(roles, o => o.Role.Team), Column(roles, o => o.Role.Department));
        await session.ExecuteAsync(
            InsertTargets, cancel, tenantId, version, Column(targets, t => t.Kpi), Column(targets, FirstDay), Column(targets, MinorValue), Column(targets, t => t.Currency));
        await session.ExecuteAsync(InsertAdmins, cancel, tenantId, version, Column(admins, a => a.Email), Column(admins, a => a.Name));
        await session.ExecuteAsync(InsertHeadlineKpis, cancel, tenantId, version, Column(settings.HeadlineKpis!, kpi => kpi));
        await session.ExecuteAsync(
            InsertSourceIntervals, cancel, tenantId, version, Column(intervals, s => s.Feed), Column(intervals, s => s.Hours));
    }

    private static DateOnly FirstDay(TargetSettings target) => Month.TryParse(target.From, out var month) ? month.First : throw new FormatException("Not validated.");

    private static decimal MinorValue(TargetSettings target) =>
        target.Currency is null ? target.Value : Currency.ToMinor(target.Value, target.Currency);

    private static TValue[] Column<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> value) => [.. rows.Select(value)];
}
