create function staging.client_owner(p_tenant uuid, p_client text, p_at timestamptz) returns table (owner_id text)
language sql stable
as $$
    -- Whoever had it by then; only when nobody had, the first to get it. Offset 0 as in staging.client_tags.
    select (
        select coalesce(
            (
                select o.owner_id
                from staging.opportunities as o
                where o.tenant_id = p_tenant and o.client_id = k.client_id and o.owner_id is not null and o.effective_at <= p_at
                order by o.effective_at desc, o.seq desc
                limit 1
            ),
            (
                select a.owner_id
                from staging.appointments as a
                where a.tenant_id = p_tenant and a.client_id = k.client_id and a.owner_id is not null and a.effective_at <= p_at
                order by a.effective_at desc, a.seq desc
                limit 1
            ),
            (
                select c.owner_id
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.owner_id is not null and c.effective_at <= p_at
                order by c.effective_at desc, c.seq desc
                limit 1
            ),
            (
                select o.owner_id
                from staging.opportunities as o
                where o.tenant_id = p_tenant and o.client_id = k.client_id and o.owner_id is not null and o.effective_at > p_at
                order by o.effective_at, o.seq
                limit 1
            ),
            (
                select a.owner_id
                from staging.appointments as a
                where a.tenant_id = p_tenant and a.client_id = k.client_id and a.owner_id is not null and a.effective_at > p_at
                order by a.effective_at, a.seq
                limit 1
            ),
            (
                select c.owner_id
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.owner_id is not null and c.effective_at > p_at
                order by c.effective_at, c.seq
                limit 1
            )
        )
        from (select p_client as client_id offset 0) as k
    )
$$;
comment on function staging.client_owner(uuid, text, timestamptz) is
    'Who is responsible for a client at a moment: by its deals, else its appointments, else the contact itself; the first thereafter when nobody was by then. Always one row.';
