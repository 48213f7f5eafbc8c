namespace Plumbline.Manage;

/// <summary>Settings in the one form in which they are kept, compared and shown: complete, trimmed, and in order.</summary>
internal static class CanonicalSettings
{
    /// <param name="given">Validated before.</param>
    /// <param name="current">What holds for the members that are left out; null for a new tenant.</param>
    /// <param name="firstMonth">The first month where neither says it.</param>
    /// <param name="kpiUnits">The unit of each KPI among the given targets.</param>
    public static TenantSettings Merge(
        TenantSettings given, TenantSettings? current, Func<string> firstMonth, IReadOnlyDictionary<string, string> kpiUnits) => Of(given with
        {
            FirstMonth = given.FirstMonth ?? current?.FirstMonth ?? firstMonth(),
            Culture = given.Culture ?? current?.Culture ?? "en-US",
            GraceHours = given.GraceHours ?? current?.GraceHours ?? 6,
            Recipients = given.Recipients ?? current?.Recipients,
            StripeAccounts = given.StripeAccounts ?? current?.StripeAccounts,
            LocationId = given.LocationId ?? current?.LocationId,
            Pipelines = given.Pipelines ?? current?.Pipelines,
            SalesCalendars = given.SalesCalendars ?? current?.SalesCalendars,
            LabelRules = given.LabelRules ?? current?.LabelRules,
            FunnelField = given.FunnelField ?? current?.FunnelField,
            FunnelWindowDays = given.FunnelWindowDays ?? current?.FunnelWindowDays ?? 90,
            Owners = given.Owners ?? current?.Owners,
            Targets = given.Targets is null ? current?.Targets : [.. given.Targets.Select(target => WithCurrency(target, given.Currency, kpiUnits))],
            Admins = given.Admins ?? current?.Admins,
            HeadlineKpis = given.HeadlineKpis ?? current?.HeadlineKpis,
            SourceIntervals = given.SourceIntervals ?? current?.SourceIntervals,
        });

    public static TenantSettings Of(TenantSettings settings) => settings with
    {
        Name = settings.Name.Trim(),
        Recipients = [.. (settings.Recipients ?? [])
            .Select(recipient => recipient with { Name = Optional(recipient.Name) })
            .OrderBy(recipient => recipient.Email, StringComparer.Ordinal)],
        StripeAccounts = settings.StripeAccounts ?? [],
        LocationId = Optional(settings.LocationId),
        Pipelines = [.. (settings.Pipelines ?? []).Select(Of).OrderBy(pipeline => pipeline.DisplayOrder).ThenBy(pipeline => pipeline.Id, StringComparer.Ordinal)],
        SalesCalendars = [.. (settings.SalesCalendars ?? []).Select(id => id.Trim())],
        LabelRules = [.. (settings.LabelRules ?? [])
            .Select(rule => rule with { Label = rule.Label.Trim().ToLowerInvariant(), SourceFunnel = Optional(rule.SourceFunnel) })
            .OrderBy(rule => rule.Label, StringComparer.Ordinal).ThenBy(rule => rule.Meaning, StringComparer.Ordinal)],
        FunnelField = Optional(settings.FunnelField),
        Owners = [.. (settings.Owners ?? []).Select(Of).OrderBy(owner => owner.Id, StringComparer.Ordinal)],
        Targets = [.. (settings.Targets ?? [])
            .Select(target => target with { Kpi = target.Kpi.Trim() })
            .OrderBy(target => target.Kpi, StringComparer.Ordinal)
            .ThenBy(target => target.From, StringComparer.Ordinal)
            .ThenBy(target => target.Currency, StringComparer.Ordinal)],
        Admins = [.. (settings.Admins ?? [])
            .Select(admin => admin with { Name = Optional(admin.Name) })
            .OrderBy(admin => admin.Email, StringComparer.Ordinal)],
        HeadlineKpis = [.. (settings.HeadlineKpis ?? []).Select(kpi => kpi.Trim())],
        SourceIntervals = [.. (settings.SourceIntervals ?? [])
            .Select(interval => interval with { Feed = interval.Feed.Trim() })
            .OrderBy(interval => interval.Feed, StringComparer.Ordinal)],
    };

    private static PipelineSettings Of(PipelineSettings pipeline, int index) => new(
        pipeline.Id.Trim(),
        pipeline.Name.Trim(),
        pipeline.DisplayOrder ?? index + 1,
        [.. (pipeline.Stages ?? [])
            .Select((stage, i) => new StageSettings(stage.Id.Trim(), stage.Name.Trim(), stage.DisplayOrder ?? i + 1, stage.Meaning))
            .OrderBy(stage => stage.DisplayOrder).ThenBy(stage => stage.Id, StringComparer.Ordinal)]);

    private static OwnerSettings Of(OwnerSettings owner) => new(
        owner.Id.Trim(),
        Optional(owner.Name),
        Optional(owner.Email)?.ToLowerInvariant(),
        [.. (owner.Roles ?? [])
            .Select(role => role with { Team = Optional(role.Team), Department = Optional(role.Department) })
            .OrderBy(role => role.EffectiveFrom)]);

    private static TargetSettings WithCurrency(TargetSettings target, string tenantCurrency, IReadOnlyDictionary<string, string> kpiUnits) =>
        TargetValidation.IsMoney(kpiUnits[target.Kpi.Trim()]) ? target with { Currency = target.Currency ?? tenantCurrency } : target;

    private static string? Optional(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
