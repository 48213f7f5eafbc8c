using Plumbline.Platform;

namespace Plumbline.Reconciliation;

/// <summary>How many of a source's things were alike and otherwise.</summary>
/// <param name="Apart">The ledger less the source, in minor units by currency.</param>
/// <param name="Disagreed">What each is apart, added up without its sign: what cancels out is wrong all the same.</param>
internal sealed record ItemCounts(
    long Matched, long Missing, long Differing, long Extra, IReadOnlyDictionary<string, long> Apart, IReadOnlyDictionary<string, long> Disagreed)
{
    private const string SelectCounts = """
        select
            count(*) filter (where outcome = 'matched'),
            count(*) filter (where outcome = 'missing'),
            count(*) filter (where outcome = 'differing'),
            count(*) filter (where outcome = 'extra')
        from ops.reconciliation_items
        where tenant_id = $1 and run_id = $2 and source = $3
        """;

    private const string SelectApart = """
        select currency, sum(apart_minor)::bigint, sum(abs(apart_minor))::bigint
        from ops.reconciliation_items
        where tenant_id = $1 and run_id = $2 and source = $3 and currency is not null and apart_minor is not null
        group by currency
        order by currency
        """;

    /// <summary>What the source has, of what is compared.</summary>
    public long Compared => Matched + Missing + Differing;

    public static async Task<ItemCounts> ReadAsync(TenantSession session, Guid tenantId, Guid run, string source, CancellationToken cancel)
    {
        var money = await session.ListAsync(
            SelectApart, row => (Currency: row.GetString(0), Apart: row.GetInt64(1), Disagreed: row.GetInt64(2)), cancel, tenantId, run, source);
        return (await session.FirstAsync(
            SelectCounts,
            row => new ItemCounts(
                row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3),
                money.ToDictionary(each => each.Currency, each => each.Apart), money.ToDictionary(each => each.Currency, each => each.Disagreed)),
            cancel, tenantId, run, source))!;
    }
}
