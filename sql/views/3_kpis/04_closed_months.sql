create view report.closed_months with (security_invoker) as
with months as (
    select
        tenant_id,
        month,
        revision,
        frozen_at,
        frozen_by,
        reason,
        definitions_version,
        time_zone,
        starts_at,
        ends_at,
        status
    from frozen.months
),

latest as (
    select tenant_id, month, max(revision) as revision
    from months
    group by tenant_id, month
)

select
    m.tenant_id,
    m.month,
    m.revision,
    m.frozen_at,
    m.frozen_by,
    m.reason,
    m.definitions_version,
    m.time_zone,
    m.starts_at,
    m.ends_at,
    m.status,
    m.revision = l.revision as is_latest
from months as m
join latest as l on l.tenant_id = m.tenant_id and l.month = m.month;
comment on view report.closed_months is 'Closed months. One row a tenant, month and revision.';
comment on column report.closed_months.tenant_id is 'Whose month.';
comment on column report.closed_months.month is 'First day of the month.';
comment on column report.closed_months.revision is '1 for the first freeze, one more for each regeneration.';
comment on column report.closed_months.frozen_at is 'When this revision was frozen.';
comment on column report.closed_months.frozen_by is 'Who froze it.';
comment on column report.closed_months.reason is 'Why this revision exists.';
comment on column report.closed_months.definitions_version is 'The definitions that were in force.';
comment on column report.closed_months.time_zone is 'The zone it closed in.';
comment on column report.closed_months.starts_at is 'First instant of the month.';
comment on column report.closed_months.ends_at is 'First instant after it.';
comment on column report.closed_months.status is 'final, or provisional when a figure is.';
comment on column report.closed_months.is_latest is 'Whether no later revision replaced it.';
