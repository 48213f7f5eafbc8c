using System.Text.Json;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>Runs of the reconciliation as they stand.</summary>
public sealed class ReconciliationReader(Database database)
{
    // Of a source under way, what it has noted so far.
    private const string SelectPage = """
        with runs as (
            select r.run_id, r.seq, r.requested_by, r.requested_at, r.since, r.started_at, r.finished_at
            from ops.reconciliations as r
            where r.tenant_id = $1 and ($2::uuid is null or r.run_id = $2) and ($3::bigint is null or r.seq < $3)
            order by r.seq desc
            limit $4
        ),

        ended as (
            select
                s.run_id, s.source, s.status, s.compared_from, s.compared_until, s.compared, s.matched, s.missing, s.differing, s.extra, s.apart,
                s.started_at, s.finished_at, s.summary, s.error
            from recon.run_sources as s
            join runs as r on r.run_id = s.run_id
            where s.tenant_id = $1
        ),

        under_way as (
            select
                p.run_id, p.source, 'running' as status, p.compared_from, p.compared_until, c.matched + c.missing + c.differing as compared,
                c.matched, c.missing, c.differing, c.extra, '{}'::jsonb as apart, p.started_at, null::timestamptz as finished_at, null as summary, null as error
            from ops.reconciliation_parts as p
            join runs as r on r.run_id = p.run_id
            cross join lateral (
                select
                    count(*) filter (where i.outcome = 'matched') as matched,
                    count(*) filter (where i.outcome = 'missing') as missing,
                    count(*) filter (where i.outcome = 'differing') as differing,
                    count(*) filter (where i.outcome = 'extra') as extra
                from ops.reconciliation_items as i
                where i.tenant_id = $1 and i.run_id = p.run_id and i.source = p.source
            ) as c
            where p.tenant_id = $1 and r.finished_at is null and (p.run_id, p.source) not in (select e.run_id, e.source from ended as e)
        ),

        sources as (
            select run_id, source, status, compared_from, compared_until, compared, matched, missing, differing, extra, apart, started_at, finished_at, summary, error
            from ended
            union all
            select run_id, source, status, compared_from, compared_until, compared, matched, missing, differing, extra, apart, started_at, finished_at, summary, error
            from under_way
        )

        select
            r.run_id, r.seq,
            coalesce(e.status, case when r.finished_at is not null then 'failed' when r.started_at is null then 'queued' else 'running' end),
            r.requested_by, r.requested_at, r.since, r.started_at, r.finished_at, e.new_findings, e.error,
            coalesce(
                (
                    select json_agg(
                        json_build_object(
                            'source', s.source, 'status', s.status, 'from', s.compared_from, 'until', s.compared_until, 'compared', s.compared,
                            'matched', s.matched, 'missing', s.missing, 'differing', s.differing, 'extra', s.extra, 'apart', s.apart,
                            'startedAt', s.started_at, 'finishedAt', s.finished_at, 'summary', s.summary, 'error', s.error)
                        order by s.started_at, s.source)
                    from sources as s
                    where s.run_id = r.run_id
                ),
                '[]'
            )
        from runs as r
        left join recon.runs as e on e.tenant_id = $1 and e.run_id = r.run_id
        order by r.seq desc
        """;

    /// <returns>Null when there is no such run.</returns>
    public async Task<ReconciliationJson?> FindAsync(Tenant tenant, Guid run, CancellationToken cancel) =>
        await ReadAsync(tenant, run, before: null, limit: 1, cancel) is [var found] ? found : null;

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<ReconciliationJson>> ListAsync(Tenant tenant, long? before, int limit, CancellationToken cancel) =>
        ReadAsync(tenant, run: null, before, limit, cancel);

    private async Task<IReadOnlyList<ReconciliationJson>> ReadAsync(Tenant tenant, Guid? run, long? before, int limit, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.ListAsync(SelectPage, Read, cancel, tenant.Id, run, before, limit);
    }

    private static ReconciliationJson Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetInt64(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInstant(4),
        row.GetOptional<DateTimeOffset>(5),
        row.GetOptional<DateTimeOffset>(6),
        row.GetOptional<DateTimeOffset>(7),
        row.GetOptional<int>(8),
        row.GetOptionalText(9),
        JsonSerializer.Deserialize<ReconciledSourceJson[]>(row.GetString(10), JsonResponse.Options)!);
}
