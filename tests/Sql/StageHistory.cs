using System.Globalization;
using Npgsql;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql;

/// <summary>Where deals stood when, as a CRM told it, in a ledger; and what stage conversion makes of it.</summary>
internal static class StageHistory
{
    /// <summary>The order of p1 in the tests; p2 has the same stages.</summary>
    public static readonly string[] Stages = ["s1", "s2", "s3", "s4"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A tenant with the pipelines p1 and p2.</summary>
    public static async Task<Guid> AddPipelinesTenantAsync(this LedgerDatabase ledger, string zone = "UTC", string? slug = null)
    {
        var tenant = await ledger.AddTenantAsync(zone, slug: slug);
        foreach (var (id, order) in new[] { ("p1", 1), ("p2", 2) })
        {
            await ledger.ExecuteAsync(
                "insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order) select $1, max(seq), $2, 'Pipeline ' || $2, $3 from config.tenant_versions where tenant_id = $1",
                tenant, id, order);
        }

        await ledger.ExecuteAsync(
            """
            insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order)
            select p.tenant_id, p.tenant_version, p.pipeline_id, s.stage_id, 'Stage ' || s.stage_id, s.place
            from config.pipelines as p cross join unnest($2::text[]) with ordinality as s (stage_id, place)
            where p.tenant_id = $1
            """,
            tenant, Stages);
        return tenant;
    }

    /// <summary>Observations as <c>deal stage instant</c>, in the order of their arrival; with the words p2, deleted or void where they apply, and - for no stage.</summary>
    public static Task TellAsync(this LedgerDatabase ledger, Guid tenant, string observations) =>
        ledger.TellAsync(tenant, [.. observations.Split("; ").Select(text => text.Split(' ')).Select(words => new StageObservation(
            words[0],
            Observations.At(words[2]),
            words.Contains("p2") ? "p2" : "p1",
            words[1] == "-" ? null : words[1],
            words.Contains("deleted"),
            words.Contains("void")))]);

    public static async Task TellAsync(this LedgerDatabase ledger, Guid tenant, IReadOnlyList<StageObservation> observations)
    {
        var seqs = await ledger.ListAsync(
            """
            insert into ledger.raw_opportunities (tenant_id, source, source_key, occurred_at, event_seq, opportunity_id, effective_at, pipeline_id, stage_id, deleted)
            select $1, 'test', gen_random_uuid()::text, o.at, 1, o.deal, o.at, o.pipeline, o.stage, o.deleted
            from unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::bool[]) with ordinality as o (deal, at, pipeline, stage, deleted, place)
            order by o.place
            returning seq
            """,
            row => row.GetInt64(0),
            tenant,
            observations.Select(one => one.Deal).ToArray(),
            observations.Select(one => one.At.UtcDateTime).ToArray(),
            observations.Select(one => one.Pipeline).ToArray(),
            observations.Select(one => one.Stage).ToArray(),
            observations.Select(one => one.Deleted).ToArray());
        await ledger.ExecuteAsync(
            """
            insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, event_seq, kind, target_table, target_seq, reason, actor)
            select $1, 'test', 'void ' || v.seq, now(), 1, 'void', 'raw_opportunities', v.seq, 'a test of voiding', 'test'
            from unnest($2::bigint[]) as v (seq)
            """,
            tenant, seqs.Zip(observations).Where(pair => pair.Second.Voided).Select(pair => pair.First).ToArray());
    }

    /// <summary>As the app's role reads it: converted/entered of each pair, - where nothing entered.</summary>
    public static async Task<string> ConversionAsync(
        this LedgerDatabase ledger, Guid tenant, string from = "2026-01-01", string to = "2026-02-01", int? window = 30, string? pairs = null, string asOf = "", string pipeline = "p1")
    {
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        await session.ListAsync("select set_config('app.as_of', $1, true)", _ => 0, Cancel, asOf);
        var rows = await session.ListAsync(
            "select pair_order, entered, converted, rate from report.stage_conversion($1, $2, $3, $4, $5::int, $6::jsonb) order by pair_order",
            Read, Cancel, tenant, pipeline, Date(from), Date(to), window, pairs);
        return string.Join(' ', rows);
    }

    /// <summary>Everything that is committed now, as app.as_of takes it.</summary>
    public static Task<string> PinAsync(this LedgerDatabase ledger) =>
        ledger.ScalarAsync<string>("select max(incarnation) || ':' || pg_current_snapshot() from config.database_identity");

    private static string Read(NpgsqlDataReader row)
    {
        var (entered, converted, rate) = (row.GetInt64(1), row.GetInt64(2), row[3] as decimal?);
        (rate is null).ShouldBe(entered == 0);
        (rate ?? 0).ShouldBe(entered == 0 ? 0 : (decimal)converted / entered, 0.0000000001m);
        return rate is null ? "-" : $"{converted}/{entered}";
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
