using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>A row of frozen.seals with the pins it stands between, as the database now has them.</summary>
/// <param name="Until">Null when the month's row is gone.</param>
internal sealed record SealRow(long Seq, Month Month, int Revision, int Version, long RowCount, string Seal, string? Previous, SealPin? Until, SealPin? After)
{
    private const string SelectChain = """
        select
            s.seq, s.month, s.revision, s.version, s.row_count, encode(s.seal, 'hex'), encode(s.previous_seal, 'hex'),
            m.incarnation, m.snapshot::text, a.incarnation, a.snapshot::text
        from frozen.seals as s
        left join frozen.months as m on (m.tenant_id, m.month, m.revision) = (s.tenant_id, s.month, s.revision)
        left join lateral (
            select p.incarnation, p.snapshot
            from frozen.seals as b
            join frozen.months as p on (p.tenant_id, p.month, p.revision) = (b.tenant_id, b.month, b.revision)
            where b.tenant_id = s.tenant_id and b.seal = s.previous_seal
            order by b.seq
            limit 1
        ) as a on true
        where s.tenant_id = $1 and ($2::date is null or s.month = $2)
        order by s.seq
        """;

    public SealHeader? HeaderFor(Tenant tenant) =>
        Until is null || (Previous is not null && After is null) ? null
        : new SealHeader(tenant.Slug, tenant.Id, Month, Revision, After, Until, Previous);

    /// <summary>A tenant's seals in the order of their chain, or those of one month.</summary>
    public static Task<List<SealRow>> ListAsync(TenantSession session, Tenant tenant, Month? month, CancellationToken cancel) =>
        session.ListAsync(SelectChain, Read, cancel, tenant.Id, month?.First);

    private static SealRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new Month(row.GetFieldValue<DateOnly>(1)),
        row.GetInt32(2),
        row.GetInt32(3),
        row.GetInt64(4),
        row.GetString(5),
        row.GetOptionalText(6),
        ReadPin(row, 7),
        ReadPin(row, 9));

    private static SealPin? ReadPin(NpgsqlDataReader row, int column) =>
        row.GetOptionalText(column + 1) is { } snapshot ? new SealPin(row.GetInt32(column), snapshot) : null;
}
