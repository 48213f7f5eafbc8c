create view staging.raw_findings with (security_invoker) as
select
    tenant_id,
    seq,
    check_name,
    subject,
    status,
    severity,
    source,
    detail,
    occurred_at,
    event_seq,
    fact_rows,
    actor,
    reason,
    recorded_at,
    xid,
    incarnation
from recon.findings
where (select staging.as_of_incarnation()) is null
    or incarnation < (select staging.as_of_incarnation())
    or (
        incarnation = (select staging.as_of_incarnation())
        and pg_visible_in_snapshot(xid, (select staging.as_of_snapshot()))
    );
comment on view staging.raw_findings is 'recon.findings as recorded, as of app.as_of. One row a row of that table.';
comment on column staging.raw_findings.tenant_id is 'Whose finding this is.';
comment on column staging.raw_findings.seq is 'Order of arrival within the table; set by the server.';
comment on column staging.raw_findings.check_name is 'Which check found it.';
comment on column staging.raw_findings.subject is 'What it is about, in the check''s own key.';
comment on column staging.raw_findings.status is 'open, resolved or accepted, as this row says it.';
comment on column staging.raw_findings.severity is 'low, medium or high.';
comment on column staging.raw_findings.source is 'The system whose data it is about.';
comment on column staging.raw_findings.detail is 'The same in words, without personal data.';
comment on column staging.raw_findings.occurred_at is 'The date of the fact it is about; null where it has none.';
comment on column staging.raw_findings.event_seq is 'The delivery it was found in; null where there is none.';
comment on column staging.raw_findings.fact_rows is 'The rows it is about: [{"table": …, "seq": …}].';
comment on column staging.raw_findings.actor is 'Who found or accepted it.';
comment on column staging.raw_findings.reason is 'Why it was accepted.';
comment on column staging.raw_findings.recorded_at is 'When it was appended; set by the server.';
comment on column staging.raw_findings.xid is 'The transaction that appended it.';
comment on column staging.raw_findings.incarnation is 'Which life of the database xid belongs to.';
