create view staging.quarantine with (security_invoker) as
with items as (
    select
        tenant_id,
        seq,
        event_seq,
        reason,
        detail,
        fact_key,
        recorded_at
    from staging.raw_quarantine
),

states as (
    select
        i.tenant_id,
        i.seq,
        i.event_seq,
        i.reason,
        i.detail,
        i.fact_key,
        i.recorded_at,
        r.recorded_at as resolved_at,
        r.actor as resolved_by,
        r.kind as resolved_how,
        r.seq is null or (r.kind = 'replay' and i.reason = any (r.remaining)) as is_open
    from items as i
    left join lateral (
        select l.seq, l.kind, l.remaining, l.actor, l.recorded_at
        from staging.raw_resolutions as l
        where l.tenant_id = i.tenant_id and l.event_seq = i.event_seq
        order by l.seq desc
        limit 1
    ) as r on true
)

select
    s.tenant_id,
    s.seq,
    s.event_seq,
    s.reason,
    s.detail,
    s.fact_key,
    s.recorded_at,
    e.source,
    e.channel,
    e.event_type,
    e.occurred_at,
    e.livemode,
    s.is_open,
    case when not s.is_open then s.resolved_at end as settled_at,
    case when not s.is_open then s.resolved_by end as settled_by,
    case when not s.is_open then s.resolved_how end as settled_how
from states as s
join staging.raw_events as e on e.tenant_id = s.tenant_id and e.seq = s.event_seq;
comment on view staging.quarantine is
    'What could not be read, and whether it still waits. One row a delivery and reason, of a conflict also a movement.';
comment on column staging.quarantine.occurred_at is 'When the delivery''s event happened; null where its date is not believed.';
comment on column staging.quarantine.livemode is 'False for a delivery of test mode; null where the source has no such mode, or it could not be read.';
comment on column staging.quarantine.is_open is
    'Whether it still waits: nothing was done about its delivery, or the latest replay could not read this either.';
comment on column staging.quarantine.settled_at is 'When it was replayed or dismissed; null while it is open.';
comment on column staging.quarantine.settled_by is 'Who did that; null while it is open.';
comment on column staging.quarantine.settled_how is 'replay or dismissal; null while it is open.';
