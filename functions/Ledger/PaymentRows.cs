using Npgsql;

namespace Plumbline.Ledger;

internal static class PaymentRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<FactRow<Payment>> rows) => new Unnest<FactRow<Payment>>(
        """
        insert into ledger.raw_payments (
            tenant_id, source, source_key, event_seq, occurred_at, kind, amount_minor, currency, livemode, account,
            charge_id, payment_intent_id, customer_id, balance_transaction_id,
            settlement_amount_minor, settlement_fee_minor, settlement_net_minor, settlement_currency,
            department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        select
            p.tenant_id, p.source, p.source_key, e.seq, p.occurred_at, p.kind, p.amount_minor, p.currency, p.livemode, p.account,
            p.charge_id, p.payment_intent_id, p.customer_id, p.balance_transaction_id,
            p.settlement_amount_minor, p.settlement_fee_minor, p.settlement_net_minor, p.settlement_currency,
            p.department, p.team, p.owner_id, p.client_id, p.branch, p.source_funnel, p.utm_source, p.utm_medium, p.utm_campaign, p.utm_term, p.utm_content
        from unnest(
            $1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::bigint[], $8::text[], $9::boolean[], $10::text[],
            $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bigint[], $17::bigint[], $18::text[],
            $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::text[], $29::text[])
            as p (
                tenant_id, source, event_key, source_key, occurred_at, kind, amount_minor, currency, livemode, account,
                charge_id, payment_intent_id, customer_id, balance_transaction_id,
                settlement_amount_minor, settlement_fee_minor, settlement_net_minor, settlement_currency,
                department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content)
        join ledger.raw_events as e on e.tenant_id = p.tenant_id and e.source = p.source and e.source_key = p.event_key
        where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
        order by p.tenant_id, p.source, p.source_key, p.livemode, p.account
        on conflict (tenant_id, source, source_key, livemode, account) do nothing
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.OccurredAt.UtcDateTime)
        .Column(row => KindName(row.Fact.Kind))
        .Column(row => row.Fact.AmountMinor)
        .Column(row => row.Fact.Currency)
        .Column(row => row.Fact.Livemode)
        .Column(row => row.Fact.Account)
        .Column(row => row.Fact.ChargeId)
        .Column(row => row.Fact.PaymentIntentId)
        .Column(row => row.Fact.CustomerId)
        .Column(row => row.Fact.BalanceTransactionId)
        .Column(row => row.Fact.SettlementAmountMinor)
        .Column(row => row.Fact.SettlementFeeMinor)
        .Column(row => row.Fact.SettlementNetMinor)
        .Column(row => row.Fact.SettlementCurrency)
        .Tags(row => row.Fact.Tags);

    // A movement that is known with another amount: the first row stays, and the disagreement is kept and found.
    public static NpgsqlBatchCommand InsertConflicts(IReadOnlyList<FactRow<Payment>> rows) => new Unnest<FactRow<Payment>>(
        """
        with conflicts as (
            select e.tenant_id, e.seq as event_seq, e.source, p.source_key, p.livemode, known.seq as known_seq, known.occurred_at
            from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::bigint[], $8::text[])
                as p (tenant_id, source, event_key, source_key, livemode, account, amount_minor, currency)
            join ledger.raw_events as e on e.tenant_id = p.tenant_id and e.source = p.source and e.source_key = p.event_key
            join ledger.raw_payments as known
                on (known.tenant_id, known.source, known.source_key, known.livemode, known.account)
                = (p.tenant_id, p.source, p.source_key, p.livemode, p.account)
            where (e.xid = pg_current_xact_id() or current_setting('app.replaying', true) = 'on') is true
                and (known.amount_minor, known.currency) is distinct from (p.amount_minor, p.currency)
        ),

        quarantined as (
            insert into ledger.quarantine (tenant_id, event_seq, reason, detail, fact_key)
            select tenant_id, event_seq, 'conflict', 'the movement is known with another amount or currency', source_key
            from conflicts
            order by tenant_id, event_seq
            on conflict (tenant_id, event_seq, reason, fact_key) do nothing
            returning tenant_id, event_seq, fact_key
        )

        insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, event_seq, fact_rows, actor)
        select
            c.tenant_id, 'movement_conflict', c.source_key, 'open', case when c.livemode then 'high' else 'low' end, c.source,
            'A movement came again with another amount or currency; the first one counts.', c.occurred_at, c.event_seq,
            jsonb_build_array(jsonb_build_object('table', 'raw_payments', 'seq', c.known_seq)), 'ledger'
        from quarantined as q
        join conflicts as c on (c.tenant_id, c.event_seq, c.source_key) = (q.tenant_id, q.event_seq, q.fact_key)
        """,
        rows)
        .EventKey(row => row.Delivery)
        .Column(row => row.Fact.SourceKey)
        .Column(row => row.Fact.Livemode)
        .Column(row => row.Fact.Account)
        .Column(row => row.Fact.AmountMinor)
        .Column(row => row.Fact.Currency);

    private static string KindName(PaymentKind kind) => kind switch
    {
        PaymentKind.Capture => "capture",
        PaymentKind.Failure => "failure",
        PaymentKind.Refund => "refund",
        PaymentKind.RefundReturn => "refund_return",
        PaymentKind.Dispute => "dispute",
        PaymentKind.Payout => "payout",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
