using System.Text.Json;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reports;

/// <summary>Reads the runs of stage conversion that were kept.</summary>
public sealed class StageConversionRuns(Database database)
{
    private const string Columns = "run_id, status, parameters, actor, started_at, finished_at, as_of, error";

    private const string SelectRuns = $"""
        select {Columns}
        from report.stage_conversion_runs
        where tenant_id = $1
            and ($2::text is null or pipeline_id = $2)
            and ($3::text is null or status = $3)
            and ($4::uuid is null or seq < (select b.seq from report.stage_conversion_runs as b where b.tenant_id = $1 and b.run_id = $4))
        order by seq desc
        limit $5
        """;

    private const string SelectRun = $"select {Columns} from report.stage_conversion_runs where tenant_id = $1 and run_id = $2";

    private const string SelectFacts = """
        select from_stage_id, from_stage, to_stage_id, to_stage, entered, converted, rate
        from report.stage_conversion_run_pairs
        where tenant_id = $1 and run_id = $2
        order by pair_order
        """;

    /// <returns>The run with its facts; null when the tenant has no such run.</returns>
    public async Task<StageConversionRun?> FindAsync(Tenant tenant, Guid run, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.FirstAsync(SelectRun, Read, cancel, tenant.Id, run) is { } found
            ? found with { Facts = await session.ListAsync(SelectFacts, ReadFact, cancel, tenant.Id, run) }
            : null;
    }

    /// <summary>Newest first, without their facts. What is before a run that does not exist is nothing.</summary>
    public async Task<IReadOnlyList<StageConversionRun>> ListAsync(Tenant tenant, StageConversionListQuery query, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await session.ListAsync(SelectRuns, Read, cancel, tenant.Id, query.Pipeline, query.Status, query.Before, query.Limit);
    }

    internal static StageConversionFact ReadFact(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.GetOptional<decimal>(6));

    private static StageConversionRun Read(NpgsqlDataReader row) => new()
    {
        Run = row.GetGuid(0),
        Status = row.GetString(1),
        Parameters = JsonSerializer.Deserialize<StageConversionParameters>(row.GetString(2), JsonResponse.Options)!,
        Actor = row.GetString(3),
        StartedAt = row.GetInstant(4),
        FinishedAt = row.GetInstant(5),
        AsOf = row.GetString(6),
        Error = row.GetOptionalText(7),
    };
}
