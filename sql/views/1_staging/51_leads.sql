create view staging.leads with (security_invoker) as
with contacts as not materialized (
    select
        tenant_id,
        seq,
        client_id,
        effective_at,
        added_at,
        has_email or has_phone as is_reachable,
        labels,
        bucket,
        deleted
    from staging.contacts
),

deals as not materialized (
    select
        tenant_id,
        seq,
        opportunity_id,
        effective_at,
        client_id,
        pipeline_id,
        stage_id,
        deleted
    from staging.opportunities
),

-- Read once a statement: there are few, and they are asked about every contact.
excluding_labels as materialized (
    select tenant_id, label
    from staging.label_rules
    where meaning in ('test', 'internal', 'spam')
),

excluding_stages as materialized (
    select tenant_id, pipeline_id, stage_id
    from staging.stages
    where meaning in ('test', 'internal', 'spam')
),

-- Two branches, so that each is dated by a column of its own and found by its index. Offset 0 keeps every look at a client's
-- other rows a probe: as a join it would read them all.
reached as (
    -- Reachable from the start: by the day it was added, in the first observation that says so.
    select
        c.tenant_id,
        c.seq,
        c.client_id,
        c.added_at as became_at
    from contacts as c
    where c.added_at is not null
        and not exists (
            select
            from contacts as e
            where e.tenant_id = c.tenant_id
                and e.client_id = c.client_id
                and (e.effective_at, e.seq) < (c.effective_at, c.seq)
                and e.added_at is not null
            offset 0
        )
        and (
            select f.is_reachable
            from contacts as f
            where f.tenant_id = c.tenant_id and f.client_id = c.client_id
            order by f.effective_at, f.seq
            limit 1
        )
    union all
    -- Reachable only later, or added nobody says when: by the observation that makes it so.
    select
        c.tenant_id,
        c.seq,
        c.client_id,
        c.effective_at as became_at
    from contacts as c
    where c.is_reachable
        and not exists (
            select
            from contacts as e
            where e.tenant_id = c.tenant_id
                and e.client_id = c.client_id
                and (e.effective_at, e.seq) < (c.effective_at, c.seq)
                and e.is_reachable
            offset 0
        )
        and (
            not (
                select f.is_reachable
                from contacts as f
                where f.tenant_id = c.tenant_id and f.client_id = c.client_id
                order by f.effective_at, f.seq
                limit 1
            )
            or not exists (
                select
                from contacts as e
                where e.tenant_id = c.tenant_id and e.client_id = c.client_id and e.added_at is not null
                offset 0
            )
        )
)

select
    r.tenant_id,
    r.seq,
    r.client_id,
    r.became_at
from reached as r
where (
    select
        not l.deleted
        and l.bucket is null
        and not exists (
            select
            from excluding_labels as x
            where x.tenant_id = l.tenant_id and x.label = any (l.labels)
        )
    from contacts as l
    where l.tenant_id = r.tenant_id and l.client_id = r.client_id
    order by l.effective_at desc, l.seq desc
    limit 1
)
    and not exists (
        select
        from excluding_stages as x
        join deals as d on d.tenant_id = x.tenant_id and d.pipeline_id = x.pipeline_id and d.stage_id = x.stage_id
        where d.tenant_id = r.tenant_id
            and d.client_id = r.client_id
            and not d.deleted
            and d.seq = (
                select e.seq
                from deals as e
                where e.tenant_id = d.tenant_id and e.opportunity_id = d.opportunity_id
                order by e.effective_at desc, e.seq desc
                limit 1
            )
        offset 0
    );
comment on view staging.leads is
    'Clients who became leads: first observed with an e-mail address or a phone number; spam, test, internal and deleted ones, as they stand now, left out. One row a client.';
comment on column staging.leads.seq is 'The observation that dates it, in ledger.raw_clients.';
comment on column staging.leads.became_at is 'When: the day the contact was added, or when it first had an address or a number.';
