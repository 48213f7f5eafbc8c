using Plumbline.Ledger;
using Plumbline.Reconciliation.Sources;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Whether an API key is of this business at all: another one's money must never come into the ledger.</summary>
internal static class StripeKeyCheck
{
    // Fewer may be lost all at once.
    private const int Enough = 5;

    private const string SelectAccountBefore = """
        select p.cursor ->> 'accountId'
        from ops.reconciliation_parts as p
        join recon.run_sources as s on s.tenant_id = p.tenant_id and s.run_id = p.run_id and s.source = p.source
        where p.tenant_id = $1 and p.source = 'stripe' and s.status = 'completed' and p.cursor ->> 'accountId' is not null
        order by s.seq
        limit 1
        """;

    // Of the time that both tell of: while no webhook came, the ledger has nothing.
    private const string CountTogether = """
        select
            (
                select count(*)
                from staging.raw_payments as p
                where p.tenant_id = $1 and p.source = 'stripe' and p.livemode and p.account = $2 and p.occurred_at between $3 and $4
            ),
            (
                select count(*)
                from staging.raw_payments as p
                where p.tenant_id = $1 and p.source = 'stripe' and p.livemode and p.account = $2 and p.source_key = any ($5)
            )
        """;

    /// <exception cref="SourceException">It is of another account than that of comparisons before.</exception>
    public static async Task AssertSameAccountAsync(StripeScope scope, string? accountId, CancellationToken cancel)
    {
        await using var session = await scope.OpenAsync(cancel);
        var before = await session.FirstAsync(SelectAccountBefore, row => row.GetString(0), cancel, scope.Tenant.Id);
        if (accountId is not null && before is not null && before != accountId)
        {
            throw new SourceException(SourceFault.Forbidden, "The API key is of another Stripe account than before.");
        }
    }

    /// <param name="deliveries">What a page says.</param>
    /// <exception cref="SourceException">Stripe and the ledger both have enough of the page's time, and nothing in common.</exception>
    public static async Task AssertSameMoneyAsync(StripeScope scope, string account, IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        var moved = deliveries.Where(delivery => delivery is { Payments.Count: 1, Livemode: true, OccurredAt: not null }).ToArray();
        if (moved.Length < Enough)
        {
            return;
        }

        await using var session = await scope.OpenAsync(cancel);
        var (had, common) = await session.FirstAsync(
            CountTogether, row => (row.GetInt64(0), row.GetInt64(1)), cancel, scope.Tenant.Id, account,
            moved.Min(delivery => delivery.OccurredAt)!.Value.UtcDateTime, moved.Max(delivery => delivery.OccurredAt)!.Value.UtcDateTime,
            moved.Select(delivery => delivery.Payments[0].SourceKey).ToArray());
        if (had >= Enough && common == 0)
        {
            throw new SourceException(SourceFault.Forbidden, "None of what Stripe has is in the ledger, and the other way round: is the API key of this business?");
        }
    }
}
