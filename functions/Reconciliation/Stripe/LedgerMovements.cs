using System.Text.Json;
using Npgsql;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Quarantines;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Reads Stripe's movements of live mode from the ledger.</summary>
internal static class LedgerMovements
{
    private const string Select = $"""
        select
            p.seq, p.source_key, p.account, p.kind, p.occurred_at, p.currency, p.amount_minor,
            (
                select jsonb_object_agg(c.currency, c.amount)::text
                from (
                    select a.currency, sum(a.amount) as amount
                    from staging.raw_adjustments as a
                    where a.tenant_id = p.tenant_id and a.target_table = 'raw_payments' and a.target_seq = p.seq
                        and a.kind = 'amount' and a.measure = 'cash'
                        and not exists (
                            select
                            from staging.raw_adjustments as v
                            where v.tenant_id = a.tenant_id and v.target_table = 'adjustments' and v.target_seq = a.seq and v.kind = 'void'
                        )
                    group by a.currency
                ) as c
            ),
            exists (
                select
                from staging.adjustments as v
                where v.tenant_id = p.tenant_id and v.target_table = 'raw_payments' and v.target_seq = p.seq and v.kind = 'void'
            ),
            exists (
                select
                from staging.raw_adjustments as a
                join staging.raw_adjustments as v
                    on v.tenant_id = a.tenant_id and v.target_table = 'adjustments' and v.target_seq = a.seq and v.kind = 'void'
                where a.tenant_id = p.tenant_id and a.target_table = 'raw_payments' and a.target_seq = p.seq and a.source = 'reconciliation'
            ),
            exists (
                select
                from staging.raw_adjustments as a
                where a.tenant_id = p.tenant_id and a.target_table = 'raw_payments' and a.target_seq = p.seq
                    and a.source <> 'reconciliation' and a.kind = 'amount' and a.measure = 'cash'
                    and not exists (
                        select
                        from staging.raw_adjustments as v
                        where v.tenant_id = a.tenant_id and v.target_table = 'adjustments' and v.target_seq = a.seq and v.kind = 'void'
                    )
            ),
            exists (
                select
                from staging.raw_adjustments as a
                where a.tenant_id = p.tenant_id and a.target_table = 'raw_payments' and a.target_seq = p.seq
                    and a.source = 'reconciliation' and a.source_key like '%:{StripeVerdict.MovedTo}'
            )
        from staging.raw_payments as p
        where p.tenant_id = $1 and p.source = 'stripe' and p.livemode
        """;

    private const string SelectByKey = $"{Select} and p.account = $2 and p.source_key = any ($3)";

    private const string SelectUnseen = $"""
        {Select}
            and p.account = any ($2)
            and p.seq > $3
            and p.occurred_at >= $4
            and p.occurred_at < $5
            and not exists (
                select
                from ops.reconciliation_items as i
                where i.tenant_id = p.tenant_id and i.run_id = $6 and i.source = 'stripe' and i.key = p.source_key
            )
        order by p.seq
        limit $7
        """;

    private const string SelectFoundBefore = $"""
        {Select}
            and p.account = any ($2)
            and p.seq > $3
            and p.source_key in (
                select f.subject
                from staging.findings as f
                where f.tenant_id = $1 and f.check_name in ('{StripeVerdict.DiffersCheck}', '{StripeVerdict.ExtraCheck}', '{ConflictFindings.Check}') and f.status in ('open', 'accepted')
            )
            and not exists (
                select
                from ops.reconciliation_items as i
                where i.tenant_id = p.tenant_id and i.run_id = $4 and i.source = 'stripe' and i.key = p.source_key
            )
        order by p.seq
        limit $5
        """;

    private const string CountVoided = """
        select count(distinct p.seq)
        from ops.reconciliation_items as i
        join staging.raw_payments as p on p.tenant_id = i.tenant_id and p.source = i.source and p.source_key = i.key and p.livemode
        join staging.adjustments as v on v.tenant_id = p.tenant_id and v.target_table = 'raw_payments' and v.target_seq = p.seq and v.kind = 'void'
        where i.tenant_id = $1 and i.run_id = $2 and i.source = 'stripe' and i.outcome = 'matched'
        """;

    private const string KeepFound = $"""
        insert into ops.reconciliation_findings (tenant_id, run_id, check_name, subject)
        select f.tenant_id, $2, f.check_name, f.subject
        from staging.findings as f
        where f.tenant_id = $1
            and f.check_name in ('{StripeVerdict.DiffersCheck}', '{StripeVerdict.ExtraCheck}')
            and f.subject = any ($3)
            and f.status in ('open', 'accepted')
        on conflict (tenant_id, run_id, check_name, subject) do nothing
        """;

    public static async Task<IReadOnlyDictionary<string, LedgerMovement>> FindAsync(
        TenantSession session, StripeScope scope, string account, string[] keys, CancellationToken cancel)
    {
        var rows = await session.ListAsync(SelectByKey, Read, cancel, scope.Tenant.Id, account, keys);
        return rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
    }

    /// <summary>Those of a span of time that the run has not compared yet, in the order of their rows.</summary>
    public static Task<List<LedgerMovement>> UnseenAsync(
        TenantSession session, StripeScope scope, long after, DateTimeOffset from, DateTimeOffset until, int limit, CancellationToken cancel) =>
        session.ListAsync(
            SelectUnseen, Read, cancel, scope.Tenant.Id, scope.Accounts, after, from.UtcDateTime, until.UtcDateTime, scope.Run.Id, limit);

    /// <summary>How many of those that the run compared somebody has taken out.</summary>
    public static Task<long> CountVoidedAsync(TenantSession session, StripeScope scope, CancellationToken cancel) =>
        session.FirstAsync(CountVoided, row => row.GetInt64(0), cancel, scope.Tenant.Id, scope.Run.Id);

    /// <summary>Keeps what was found before of movements that cannot be read now.</summary>
    public static Task<int> KeepFoundAsync(TenantSession session, StripeScope scope, string[] keys, CancellationToken cancel) =>
        session.ExecuteAsync(KeepFound, cancel, scope.Tenant.Id, scope.Run.Id, keys);

    /// <summary>Those of which something was found before, and that the run has not compared.</summary>
    public static Task<List<LedgerMovement>> FoundBeforeAsync(TenantSession session, StripeScope scope, long after, int limit, CancellationToken cancel) =>
        session.ListAsync(SelectFoundBefore, Read, cancel, scope.Tenant.Id, scope.Accounts, after, scope.Run.Id, limit);

    private static LedgerMovement Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        KindOf(row.GetString(3)),
        row.GetInstant(4),
        row.GetString(5),
        row.GetInt64(6),
        row.GetOptionalText(7) is { } added ? JsonSerializer.Deserialize<Dictionary<string, decimal>>(added)!.ToDictionary(pair => pair.Key, pair => (long)pair.Value) : [],
        row.GetBoolean(8),
        row.GetBoolean(9),
        row.GetBoolean(10),
        row.GetBoolean(11));

    private static PaymentKind KindOf(string name) => Enum.Parse<PaymentKind>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
