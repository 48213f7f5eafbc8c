using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>Reads the conversion report from its views, in one session, so that its parts agree.</summary>
public static class FunnelReader
{
    private const string SelectPeriods = """
        select p.effective_to, p.previous_from, p.previous_to, p.is_partial, t.funnel_window_days
        from report.funnel_periods($1, $2, $3) as p
        cross join staging.tenants as t
        where t.tenant_id = $1
        """;

    private const string SelectCounts = """
        select dimension_value, stage, clients, implied, previous_clients, status, young
        from report.funnel_counts($1, $2, $3, $4::jsonb, $5)
        order by dimension_value, stage_order
        """;

    private const string SelectRates = """
        select
            dimension_value, step, from_stage, to_stage, numerator, denominator, trim_scale(rate),
            previous_numerator, previous_denominator, trim_scale(previous_rate), status, is_provisional
        from report.funnel_rates($1, $2, $3, $4::jsonb, $5)
        order by dimension_value, step_order
        """;

    private const string SelectExcluded = """
        select bucket, clients, previous_clients
        from report.funnel_excluded($1, $2, $3, $4::jsonb)
        order by bucket_order
        """;

    private const string SelectSelfCheck = """
        select check_name, meaning, found, "of", status
        from report.funnel_self_check($1, $2, $3, $4::jsonb)
        order by check_order
        """;

    private const string SelectOwners = """
        select distinct on (o.owner_id) o.owner_id, o.name
        from config.owners as o
        join staging.tenants as t on t.tenant_id = o.tenant_id and t.version = o.tenant_version
        where o.tenant_id = $1 and o.name is not null
        order by o.owner_id, o.effective_from desc
        """;

    /// <param name="by">month, source_funnel, owner_id or branch; null without groups.</param>
    public static async Task<FunnelReport> ReadAsync(ReportSession session, ReportQuery query, string? by, CancellationToken cancel)
    {
        object?[] period = [session.Tenant.Id, query.From, query.To];
        object?[] filtered = [.. period, query.FilterJson];
        var (periods, windowDays) = await session.FirstAsync(SelectPeriods, row => ReadPeriods(query, row), cancel, period);
        var whole = await ReadGroupsAsync(session, filtered, by: null, cancel);
        return new FunnelReport
        {
            Periods = periods,
            WindowDays = windowDays,
            Filter = query.Filter,
            By = by,
            Stages = whole[0].Group.Stages,
            Rates = whole[0].Group.Rates,
            Groups = by is null ? [] : [.. (await ReadGroupsAsync(session, filtered, by, cancel)).Select(group => group.Group)],
            Excluded = await session.ListAsync(SelectExcluded, row => new FunnelExclusion(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), cancel, filtered),
            SelfCheck = await session.ListAsync(
                SelectSelfCheck, row => new FunnelCheck(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4)), cancel, filtered),
            YoungLeads = whole[0].Young,
            ReadAt = query.Now,
            AsOf = session.AsOf.ToString(),
            DefinitionsVersion = session.DefinitionsVersion,
        };
    }

    private static (FunnelPeriods Periods, int WindowDays) ReadPeriods(ReportQuery query, NpgsqlDataReader row) => (
        new FunnelPeriods(
            query.From, query.To, row.GetFieldValue<DateOnly>(0), row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2), row.GetBoolean(3)),
        row.GetInt32(4));

    // All of them together come as one group without a value, by null.
    private static async Task<List<(FunnelGroup Group, long Young)>> ReadGroupsAsync(
        ReportSession session, object?[] filtered, string? by, CancellationToken cancel)
    {
        object?[] parameters = [.. filtered, by];
        var names = by == "owner_id"
            ? (await session.ListAsync(SelectOwners, row => (Id: row.GetString(0), Name: row.GetString(1)), cancel, session.Tenant.Id)).ToDictionary(owner => owner.Id, owner => owner.Name)
            : [];
        var stages = await session.ListAsync(SelectCounts, ReadStage, cancel, parameters);
        var rates = (await session.ListAsync(SelectRates, ReadRate, cancel, parameters)).ToLookup(row => row.Value, row => row.Rate);
        return
        [
            .. stages.GroupBy(row => row.Value).Select(group => (
                new FunnelGroup(group.Key, names.GetValueOrDefault(group.Key), [.. group.Select(row => row.Stage)], [.. rates[group.Key]]),
                group.Where(row => row.Stage.Stage == "lead").Sum(row => row.Young))),
        ];
    }

    private static (string Value, FunnelStage Stage, long Young) ReadStage(NpgsqlDataReader row) => (
        row.GetOptionalText(0) ?? "",
        new FunnelStage(row.GetString(1), row.GetOptional<long>(2), row.GetOptional<long>(3), row.GetOptional<long>(4), row.GetString(5)),
        row.GetInt64(6));

    private static (string Value, FunnelRate Rate) ReadRate(NpgsqlDataReader row) => (
        row.GetOptionalText(0) ?? "",
        new FunnelRate(
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetOptional<long>(4),
            row.GetOptional<long>(5),
            row.GetOptional<decimal>(6),
            row.GetOptional<long>(7),
            row.GetOptional<long>(8),
            row.GetOptional<decimal>(9),
            row.GetString(10),
            row.GetBoolean(11)));
}
