using Plumbline.Platform;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Appends corrections, tagged as the movement they correct.</summary>
internal static class StripeCorrections
{
    private const string Insert = """
        insert into ledger.adjustments (
            tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, measure, amount, currency, reason, actor,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            $1, 'reconciliation', c.key, c.occurred_at, 'amount', 'raw_payments', c.seq, c.measure, c.amount, c.currency, c.reason, $9,
            p.department, p.team, p.owner_id, p.client_id, p.branch, p.source_funnel, p.utm_source, p.utm_medium, p.utm_campaign, p.utm_term, p.utm_content
        from unnest($2::text[], $3::bigint[], $4::timestamptz[], $5::text[], $6::bigint[], $7::text[], $8::text[])
            as c (key, seq, occurred_at, measure, amount, currency, reason)
        -- A probe each: a join would look up the tags of every payment there is.
        cross join lateral (
            select
                t.department, t.team, t.owner_id, t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term,
                t.utm_content
            from staging.payments as t
            where t.tenant_id = $1 and t.seq = c.seq
            offset 0
        ) as p
        order by c.key
        on conflict (tenant_id, source, source_key) do nothing
        """;

    public static Task AppendAsync(TenantSession session, StripeScope scope, IReadOnlyList<StripeCorrection> corrections, CancellationToken cancel) =>
        corrections.Count == 0
            ? Task.CompletedTask
            : session.ExecuteAsync(
                Insert, cancel, scope.Tenant.Id,
                corrections.Select(correction => correction.Key).ToArray(),
                corrections.Select(correction => correction.Seq).ToArray(),
                corrections.Select(correction => correction.OccurredAt.UtcDateTime).ToArray(),
                corrections.Select(correction => correction.Measure).ToArray(),
                corrections.Select(correction => correction.AmountMinor).ToArray(),
                corrections.Select(correction => correction.Currency).ToArray(),
                corrections.Select(correction => correction.Reason).ToArray(),
                ReconciliationRun.Actor);
}
