using Npgsql;
using Plumbline.Platform;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Deals as the ledger has them. What was voided is there too: it was seen, and is not to be appended again.</summary>
internal static class DealLedger
{
    private const string SelectMark = "select coalesce(max(o.seq), 0) from staging.raw_opportunities as o where o.tenant_id = $1";

    private const string SelectStates = """
        select
            o.opportunity_id, o.seq, o.effective_at, o.pipeline_id, o.stage_id, o.status, o.value_minor, o.currency, o.owner_id, o.client_id, o.origin,
            o.deleted
        from staging.raw_opportunities as o
        where o.tenant_id = $1 and o.source = $2 and o.opportunity_id = any ($3)
        """;

    // The ledger's deals as they are now, and whether an answer of this run had them.
    private const string Held = """
        with latest as (
            select distinct on (o.opportunity_id) o.opportunity_id, o.effective_at, o.deleted
            from staging.raw_opportunities as o
            where o.tenant_id = $1 and o.source = $3
            order by o.opportunity_id, o.effective_at desc, o.seq desc
        ),

        held as (
            select
                l.opportunity_id,
                l.opportunity_id = any ($5) or exists (
                    select
                    from ops.reconciliation_items as i
                    where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = 'deal' and i.key = l.opportunity_id
                ) as answered
            from latest as l
            where not l.deleted and l.effective_at <= $4
        )
        """;

    private const string CountHeld = $"""
        {Held}

        select count(*), count(*) filter (where h.answered)
        from held as h
        where exists (
            select
            from staging.raw_opportunities as o
            where o.tenant_id = $1 and o.source = $3 and o.opportunity_id = h.opportunity_id and o.seq <= $6
        )
        """;

    private const string SelectUnlisted = $"""
        {Held}

        select h.opportunity_id
        from held as h
        where not h.answered and h.opportunity_id > $6
        order by h.opportunity_id
        limit $7
        """;

    /// <summary>Behind it comes what arrives while the source is asked: its answer may be older.</summary>
    public static async Task<long> FindMarkAsync(GoHighLevelScene scene, CancellationToken cancel) =>
        (await scene.ListAsync(SelectMark, row => row.GetInt64(0), cancel, scene.Run.Tenant.Id))[0];

    public static async Task<ILookup<string, KnownDeal>> FindAsync(GoHighLevelScene scene, string[] ids, CancellationToken cancel)
    {
        var rows = await scene.ListAsync(SelectStates, row => (Id: row.GetString(0), Deal: Read(row)), cancel, scene.Run.Tenant.Id, GoHighLevelMapper.Source, ids);
        return rows.ToLookup(row => row.Id, row => row.Deal);
    }

    /// <summary>When the listing has come to its end.</summary>
    public static async Task<HeldCounts> CountAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel) => (await scene.ScanAsync(
        CountHeld, row => new HeldCounts(row.GetInt64(0), row.GetInt64(0), row.GetInt64(1)), cancel, scene.Run.Tenant.Id, scene.Run.Id,
        GoHighLevelMapper.Source, cursor.StartedAt.UtcDateTime, cursor.UnreadOf(DealComparison.Kind), cursor.DealMark))[0];

    /// <summary>Those that no answer of this run had, from the cursor on.</summary>
    public static Task<List<string>> FindUnlistedAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel) => scene.ScanAsync(
        SelectUnlisted, row => row.GetString(0), cancel, scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, cursor.StartedAt.UtcDateTime,
        cursor.UnreadOf(DealComparison.Kind), cursor.After, GoHighLevelScene.MostCollected);

    private static KnownDeal Read(NpgsqlDataReader row) => new(row.GetInt64(1), row.GetInstant(2), new DealFields
    {
        PipelineId = row.GetOptionalText(3),
        StageId = row.GetOptionalText(4),
        Status = row.GetOptionalText(5),
        ValueMinor = row.GetOptional<long>(6),
        Currency = row.GetOptionalText(7),
        OwnerId = row.GetOptionalText(8),
        ClientId = row.GetOptionalText(9),
        Origin = row.GetOptionalText(10),
        IsDeleted = row.GetBoolean(11),
    });
}
