create view staging.lead_candidates with (security_invoker) as
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
    select tenant_id, label, meaning
    from staging.label_rules
    where meaning in ('test', 'internal', 'spam')
),

excluding_stages as materialized (
    select tenant_id, pipeline_id, stage_id, meaning
    from staging.stages
    where meaning in ('test', 'internal', 'spam')
),

-- Two branches, so that each is dated by a column of its own and found by its index. Offset 0 keeps every look at a client's
-- other rows a probe: as a join it would read them all.
seen as (
    -- Reachable from the start: by the day it was added, in the first observation that says so.
    select
        c.tenant_id,
        c.seq,
        c.client_id,
        c.added_at as became_at,
        true as is_reachable
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
        c.effective_at as became_at,
        true as is_reachable
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
    union all
    -- Never reachable: by the day it was added, in the first observation that says so.
    select
        c.tenant_id,
        c.seq,
        c.client_id,
        c.added_at as became_at,
        false as is_reachable
    from contacts as c
    where c.added_at is not null
        and not exists (
            select
            from contacts as e
            where e.tenant_id = c.tenant_id
                and e.client_id = c.client_id
                and (e.is_reachable or e.added_at is not null and (e.effective_at, e.seq) < (c.effective_at, c.seq))
            offset 0
        )
    union all
    -- Never reachable, and added nobody says when: by its first observation.
    select
        c.tenant_id,
        c.seq,
        c.client_id,
        c.effective_at as became_at,
        false as is_reachable
    from contacts as c
    where not exists (
        select
        from contacts as e
        where e.tenant_id = c.tenant_id
            and e.client_id = c.client_id
            and (e.is_reachable or e.added_at is not null or (e.effective_at, e.seq) < (c.effective_at, c.seq))
        offset 0
    )
)

select
    s.tenant_id,
    s.seq,
    s.client_id,
    s.became_at,
    s.is_reachable,
    b.bucket
from seen as s
-- As it stands now, and the first that fits.
cross join lateral (
    select (array['test', 'internal', 'spam', 'deleted', 'partial'])[min(x.place)] as bucket
    from (
        select
            l.labels,
            l.deleted,
            l.bucket
        from contacts as l
        where l.tenant_id = s.tenant_id and l.client_id = s.client_id
        order by l.effective_at desc, l.seq desc
        limit 1
    ) as l
    cross join lateral (
        select case r.meaning when 'test' then 1 when 'internal' then 2 else 3 end as place
        from excluding_labels as r
        where r.tenant_id = s.tenant_id and r.label = any (l.labels)
        union all
        select case r.meaning when 'test' then 1 when 'internal' then 2 else 3 end as place
        from (
            -- By its stages first: hardly a deal was ever in such a one. Offset 0 keeps it so.
            select d.tenant_id, d.opportunity_id, d.seq, x.meaning
            from excluding_stages as x
            join deals as d on d.tenant_id = x.tenant_id and d.pipeline_id = x.pipeline_id and d.stage_id = x.stage_id
            where d.tenant_id = s.tenant_id and d.client_id = s.client_id and not d.deleted
            offset 0
        ) as r
        where r.seq = (
            select e.seq
            from deals as e
            where e.tenant_id = r.tenant_id and e.opportunity_id = r.opportunity_id
            order by e.effective_at desc, e.seq desc
            limit 1
        )
        union all
        select case l.bucket when 'test' then 1 when 'internal' then 2 when 'spam' then 3 when 'deleted' then 4 else 5 end as place
        where l.bucket is not null
        union all
        select 4 as place
        where l.deleted
        union all
        select 5 as place
        where not s.is_reachable
    ) as x
    offset 0
) as b;
comment on view staging.lead_candidates is
    'Clients by the moment at which they became leads (first observed with an e-mail address or a phone number) or, when they never did, were first seen; and why they are left out, if they are. One row a client.';
comment on column staging.lead_candidates.client_id is 'The client.';
comment on column staging.lead_candidates.became_at is 'When it became a lead; of one that never was reachable, when it was added or first seen.';
comment on column staging.lead_candidates.is_reachable is 'Whether it ever had an e-mail address or a phone number.';
comment on column staging.lead_candidates.bucket is 'Why it is left out, as it stands now, the first that fits: test, internal, spam, deleted, partial (never reachable); null when it counts.';
