using Plumbline.Platform;

namespace Plumbline.Quarantines;

internal static class QuarantineItems
{
    private const string SelectMissing = """
        select n.seq
        from unnest($2::bigint[]) as n (seq)
        where not exists (select from staging.quarantine as q where q.tenant_id = $1 and q.seq = n.seq)
        group by n.seq
        order by n.seq
        """;

    /// <returns>Which of these the tenant does not have.</returns>
    public static async Task<IReadOnlyList<long>> MissingAsync(TenantSession session, Guid tenantId, IReadOnlyList<long> items, CancellationToken cancel) =>
        await session.ListAsync(SelectMissing, row => row.GetInt64(0), cancel, tenantId, items.ToArray());
}
