using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

/// <summary>What the ledger and the reports say of facts that are to be adjusted.</summary>
internal static class AdjustmentFacts
{
    // Whoever decides about the same fact at the same time waits, and then sees what was decided.
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended(concat_ws(':', 'adjustment', $1::uuid, $2::text, $3::bigint), 0))";

    private const string Exists = "select true from report.fact_origins where tenant_id = $1 and fact_table = $2 and fact_seq = $3";

    private const string SelectVoid = "select seq from staging.adjustments where tenant_id = $1 and kind = 'void' and target_table = $2 and target_seq = $3";

    private const string SelectIsReversal =
        "select true from staging.raw_adjustments where tenant_id = $1 and seq = $2 and kind = 'void' and target_table = 'adjustments'";

    private const string SelectCountsItself = """
        select true from staging.activity_events where tenant_id = $1 and seq = $2
        union all
        select true from staging.page_views where tenant_id = $1 and seq = $2
        """;

    private const string SelectFactsOf = """
        select fact_table, fact_seq
        from report.fact_origins
        where tenant_id = $1 and event_seq = $2 and fact_table <> 'raw_events'
        order by fact_table, fact_seq
        limit 20
        """;

    // Of several rows, as of a deal that changed hands, the latest that adds.
    private const string SelectCounted = $"""
        select measure, currency, local_date, {AdjustmentTags.Columns}
        from report.measures
        where tenant_id = $1 and fact_table = $2 and fact_seq = $3
        order by measure, value > 0 desc, occurred_at desc
        """;

    public static Task LockAsync(TenantSession session, Guid tenant, AdjustmentTarget target, CancellationToken cancel) =>
        session.ListAsync(Lock, _ => 0, cancel, tenant, target.Table, target.Seq);

    public static Task<bool> ExistsAsync(TenantSession session, Guid tenant, AdjustmentTarget target, CancellationToken cancel) =>
        session.FirstAsync(Exists, row => row.GetBoolean(0), cancel, tenant, target.Table, target.Seq);

    /// <returns>The adjustment in force that takes the fact out; null when none does.</returns>
    public static Task<long?> VoidedByAsync(TenantSession session, Guid tenant, AdjustmentTarget target, CancellationToken cancel) =>
        session.FirstAsync(SelectVoid, row => (long?)row.GetInt64(0), cancel, tenant, target.Table, target.Seq);

    public static Task<bool> IsReversalAsync(TenantSession session, Guid tenant, long adjustment, CancellationToken cancel) =>
        session.FirstAsync(SelectIsReversal, row => row.GetBoolean(0), cancel, tenant, adjustment);

    /// <summary>Whether a delivery is itself what is counted, and not only where other facts were read from.</summary>
    public static Task<bool> CountsItselfAsync(TenantSession session, Guid tenant, long delivery, CancellationToken cancel) =>
        session.FirstAsync(SelectCountsItself, row => row.GetBoolean(0), cancel, tenant, delivery);

    /// <summary>The facts that were read from a delivery; at most 20.</summary>
    public static Task<List<AdjustmentTarget>> ReadFromAsync(TenantSession session, Guid tenant, long delivery, CancellationToken cancel) =>
        session.ListAsync(SelectFactsOf, row => new AdjustmentTarget(row.GetString(0), row.GetInt64(1)), cancel, tenant, delivery);

    /// <summary>What a fact counts for, a measure each.</summary>
    public static async Task<IReadOnlyList<CountedFact>> CountedAsync(TenantSession session, Guid tenant, AdjustmentTarget target, CancellationToken cancel)
    {
        var rows = await session.ListAsync(SelectCounted, Read, cancel, tenant, target.Table, target.Seq);
        return [.. rows.DistinctBy(fact => fact.Measure)];
    }

    private static CountedFact Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetOptionalText(1), row.GetFieldValue<DateOnly>(2), AdjustmentTags.Read(row, 3).WithoutUnknown());
}
