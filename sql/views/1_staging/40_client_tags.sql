create function staging.client_tags(p_tenant uuid, p_client text)
returns table (branch text, source_funnel text, origin text, utm_source text, utm_medium text, utm_campaign text, utm_term text, utm_content text)
language sql stable
as $$
    -- A probe a tag: of a query that asks for one tag, only that one is left once the function is inlined, and of one that asks for
    -- none, not even who the client is. Under row-level security only a plain column finds its index: offset 0 makes the client one.
    select
        (
            select (
                select c.branch
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.branch is not null
                order by c.effective_at, c.seq
                limit 1
            )
            from (select p_client as client_id offset 0) as k
        ),
        (
            select (
                select c.source_funnel
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.source_funnel is not null
                order by c.effective_at, c.seq
                limit 1
            )
            from (select p_client as client_id offset 0) as k
        ),
        (
            select (
                select c.origin
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.origin is not null
                order by c.effective_at, c.seq
                limit 1
            )
            from (select p_client as client_id offset 0) as k
        ),
        (
            select (
                select c.utm_source
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.utm_source is not null
                order by c.effective_at, c.seq
                limit 1
            )
            from (select p_client as client_id offset 0) as k
        ),
        (
            select (
                select c.utm_medium
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.utm_medium is not null
                order by c.effective_at, c.seq
                limit 1
            )
            from (select p_client as client_id offset 0) as k
        ),
        (
            select (
                select c.utm_campaign
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.utm_campaign is not null
                order by c.effective_at, c.seq
                limit 1
            )
            from (select p_client as client_id offset 0) as k
        ),
        (
            select (
                select c.utm_term
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.utm_term is not null
                order by c.effective_at, c.seq
                limit 1
            )
            from (select p_client as client_id offset 0) as k
        ),
        (
            select (
                select c.utm_content
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.client_id = k.client_id and c.utm_content is not null
                order by c.effective_at, c.seq
                limit 1
            )
            from (select p_client as client_id offset 0) as k
        )
$$;
comment on function staging.client_tags(uuid, text) is
    'What first touched a client: of each tag the first observation that says it, which later ones do not change. Always one row.';
