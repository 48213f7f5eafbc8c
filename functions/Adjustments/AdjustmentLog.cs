using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Adjustments;

/// <summary>Reads the adjustments that were made.</summary>
public sealed class AdjustmentLog(Database database)
{
    private const string Columns =
        $"seq, kind, target_table, target_seq, measure, amount, currency, effective_date, reason, actor, recorded_at, reversed_by, {AdjustmentTags.Columns}";

    private const int FirstTag = 12;

    private const string SelectOne = $"select {Columns} from staging.adjustment_log where tenant_id = $1 and seq = $2";

    private const string SelectPage = $"""
        select {Columns}
        from staging.adjustment_log
        where tenant_id = $1
            and ($2::bigint is null or seq < $2)
            and ($3::boolean is null or (reversed_by is null) = $3)
            and ($4::text is null or measure = $4)
            and ($5::text is null or target_table = $5)
        order by seq desc
        limit $6
        """;

    /// <returns>Null when the tenant has no such adjustment.</returns>
    public async Task<AdjustmentJson?> FindAsync(Tenant tenant, long seq, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return await FindAsync(session, tenant, seq, cancel);
    }

    public static Task<AdjustmentJson?> FindAsync(TenantSession session, Tenant tenant, long seq, CancellationToken cancel) =>
        session.FirstAsync(SelectOne, Read, cancel, tenant.Id, seq);

    /// <summary>Newest first.</summary>
    public async Task<AdjustmentsJson> ListAsync(Tenant tenant, AdjustmentQuery query, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var page = await session.ListAsync(SelectPage, Read, cancel, tenant.Id, query.Before, query.InForce, query.Measure, query.Table, query.Limit);
        return new AdjustmentsJson(page, page.Count == query.Limit ? query.After(page[^1].Seq) : null);
    }

    private static AdjustmentJson Read(NpgsqlDataReader row)
    {
        var (kind, currency, reversedBy) = (row.GetString(1), row.GetOptionalText(6), row.GetOptional<long>(11));
        return new AdjustmentJson(
            row.GetInt64(0),
            kind,
            row.GetOptionalText(2) is { } table ? new AdjustmentTarget(table, row.GetInt64(3)) : null,
            row.GetOptionalText(4),
            row.GetOptional<decimal>(5) is { } amount ? AdjustmentAmount.ToShown(amount, currency) : null,
            currency,
            row.GetFieldValue<DateOnly>(7),
            kind == AdjustmentKind.Amount ? AdjustmentTags.Read(row, FirstTag) : null,
            row.GetString(8),
            row.GetString(9),
            row.GetInstant(10),
            reversedBy is null,
            reversedBy);
    }
}
