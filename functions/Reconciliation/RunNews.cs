namespace Plumbline.Reconciliation;

/// <summary>What is open as a run ends and was not as the one before it did, whoever found it.</summary>
internal static class RunNews
{
    // A digest that did not arrive is told by itself, and the state of the database is its operator's, who has the log. By their seq: how a finding stood at a run's end is the latest
    // row that was visible then.
    public const string Select = """
        with ended as (
            select pin, pin_incarnation, finished_at
            from ops.reconciliations
            where tenant_id = $1 and run_id = $2
        ),

        previous as (
            select r.pin, r.pin_incarnation
            from ops.reconciliations as r
            join ended as e on r.finished_at < e.finished_at
            where r.tenant_id = $1 and r.pin is not null
            order by r.finished_at desc
            limit 1
        )

        select f.check_name, f.subject, f.severity, f.source, f.detail, f.seq
        from ended as e
        join staging.findings as f on f.tenant_id = $1 and f.status = 'open' and f.check_name not in ('digest_undelivered', 'enforcement', 'definition_drift', 'check_failed')
        where 'open' = (
                select l.status
                from recon.findings as l
                where l.tenant_id = $1 and l.check_name = f.check_name and l.subject = f.subject
                    and (l.incarnation < e.pin_incarnation or l.incarnation = e.pin_incarnation and pg_visible_in_snapshot(l.xid, e.pin))
                order by l.seq desc
                limit 1
            )
            and 'open' is distinct from (
                select l.status
                from previous as p
                cross join recon.findings as l
                where l.tenant_id = $1 and l.check_name = f.check_name and l.subject = f.subject
                    and (l.incarnation < p.pin_incarnation or l.incarnation = p.pin_incarnation and pg_visible_in_snapshot(l.xid, p.pin))
                order by l.seq desc
                limit 1
            )
        """;
}
