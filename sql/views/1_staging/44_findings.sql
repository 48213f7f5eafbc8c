create view staging.findings with (security_invoker) as
with findings as (
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
        recorded_at
    from staging.raw_findings
)

select
    f.tenant_id,
    f.seq,
    f.check_name,
    f.subject,
    f.status,
    f.severity,
    f.source,
    f.detail,
    f.occurred_at,
    f.event_seq,
    f.fact_rows,
    f.actor,
    f.reason,
    f.recorded_at
from findings as f
where f.seq = (
    select l.seq
    from findings as l
    where l.tenant_id = f.tenant_id and l.check_name = f.check_name and l.subject = f.subject
    order by l.seq desc
    limit 1
);
comment on view staging.findings is 'Disagreements as they stand. One row a check and subject: the latest of recon.findings.';
comment on column staging.findings.tenant_id is 'Whose finding this is.';
comment on column staging.findings.seq is 'Of the row in recon.findings that holds.';
comment on column staging.findings.check_name is 'Which check found it.';
comment on column staging.findings.subject is 'What it is about, in the check''s own key.';
comment on column staging.findings.status is 'open; resolved: a later look no longer found it; accepted: somebody decided to live with it.';
comment on column staging.findings.severity is 'low, medium or high.';
comment on column staging.findings.source is 'The system whose data it is about.';
comment on column staging.findings.detail is 'The same in words, without personal data.';
comment on column staging.findings.occurred_at is 'The date of the fact it is about; null where it has none.';
comment on column staging.findings.event_seq is 'The delivery it was found in; null where there is none.';
comment on column staging.findings.fact_rows is 'The rows it is about: [{"table": …, "seq": …}].';
comment on column staging.findings.actor is 'Who said so: who found, resolved or accepted it.';
comment on column staging.findings.reason is 'Why it was accepted; null where it was not.';
comment on column staging.findings.recorded_at is 'When it came to stand so.';
