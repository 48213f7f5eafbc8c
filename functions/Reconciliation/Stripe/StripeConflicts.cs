using Plumbline.Quarantines;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>
/// Settles deliveries that told a movement with another amount than an earlier one, once Stripe itself has said which of them is
/// right and the ledger counts that.
/// </summary>
internal static class StripeConflicts
{
    private const string Reason = "Stripe's balance transaction says what counts.";

    // All that a delivery waits for is such a movement: what else could not be read stays to be looked at.
    private const string Dismiss = """
        with waiting as (
            select q.event_seq, q.reason, q.fact_key
            from staging.quarantine as q
            where q.tenant_id = $1 and q.source = 'stripe' and q.is_open
        ),

        agreed as (
            select i.key
            from ops.reconciliation_items as i
            where i.tenant_id = $1 and i.run_id = $2 and i.source = 'stripe'
                and (
                    i.outcome in ('matched', 'missing')
                    or (
                        i.outcome = 'differing'
                        and exists (
                            select
                            from staging.raw_payments as p
                            join staging.adjustments as a on a.tenant_id = p.tenant_id and a.target_table = 'raw_payments' and a.target_seq = p.seq
                            where p.tenant_id = i.tenant_id and p.source = 'stripe' and p.source_key = i.key and a.kind = 'amount' and a.actor = $3
                        )
                    )
                )
            union
            select t.key
            from unnest($5::text[]) as t (key)
        )

        insert into ledger.resolutions (tenant_id, event_seq, kind, actor, reason)
        select $1, w.event_seq, 'dismissal', $3, $4
        from waiting as w
        group by w.event_seq
        having bool_and(w.reason = 'conflict' and w.fact_key in (select a.key from agreed as a))
        order by w.event_seq
        returning event_seq
        """;

    /// <param name="agreed">Movements about which the ledger and Stripe agree besides those that the run has compared.</param>
    public static async Task SettleAsync(StripeScope scope, string[] agreed, CancellationToken cancel)
    {
        await using var session = await scope.OpenAsync(cancel);
        await QuarantineLock.TakeAsync(session, scope.Tenant.Id, cancel);
        var settled = await session.ListAsync(Dismiss, row => row.GetInt64(0), cancel, scope.Tenant.Id, scope.Run.Id, ReconciliationRun.Actor, Reason, agreed);
        if (settled.Count > 0)
        {
            await ConflictFindings.SettleAsync(session, scope.Tenant.Id, [.. settled], "resolved", ReconciliationRun.Actor, null, cancel);
        }

        await session.CommitAsync(cancel);
    }
}
