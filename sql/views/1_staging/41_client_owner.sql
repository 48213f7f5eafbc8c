create function staging.client_owner(p_tenant uuid, p_client text, p_at timestamptz) returns table (owner_id text)
language sql stable
as $$
    -- The latest by then, else the first thereafter.
    select coalesce(
        (
            select o.owner_id
            from staging.opportunities as o
            where o.tenant_id = p_tenant and o.client_id = p_client and o.owner_id is not null
            order by o.effective_at > p_at, abs(extract(epoch from o.effective_at - p_at)), o.seq desc
            limit 1
        ),
        (
            select a.owner_id
            from staging.appointments as a
            where a.tenant_id = p_tenant and a.client_id = p_client and a.owner_id is not null
            order by a.effective_at > p_at, abs(extract(epoch from a.effective_at - p_at)), a.seq desc
            limit 1
        ),
        (
            select c.owner_id
            from staging.contacts as c
            where c.tenant_id = p_tenant and c.client_id = p_client and c.owner_id is not null
            order by c.effective_at > p_at, abs(extract(epoch from c.effective_at - p_at)), c.seq desc
            limit 1
        )
    )
$$;
comment on function staging.client_owner(uuid, text, timestamptz) is
    'Who is responsible for a client at a moment: by its deals, else its appointments, else the contact itself. Always one row.';
