create function staging.payer(p_tenant uuid, p_customer text, p_charge text) returns table (client_id text)
language sql stable
as $$
    -- Under row-level security only plain columns and values find their index: offset 0 makes them so.
    select coalesce(
        (
            select l.to_id
            from staging.raw_links as l
            where l.tenant_id = p_tenant and l.kind = 'customer_client' and l.from_id = p_customer
            order by l.occurred_at desc, l.seq desc
            limit 1
        ),
        (
            select (
                select c.client_id
                from staging.contacts as c
                where c.tenant_id = p_tenant and c.email_hash = h.email_hash
                order by c.effective_at, c.seq
                limit 1
            )
            from (
                -- A customer says the same address many times: each is looked for once.
                select decode(g.to_id, 'hex') as email_hash, g.occurred_at, g.seq
                from (
                    (
                        select distinct on (l.to_id) l.to_id, l.occurred_at, l.seq
                        from staging.raw_links as l
                        where l.tenant_id = p_tenant and l.kind = 'customer_email' and l.from_id = p_customer
                        order by l.to_id, l.occurred_at desc, l.seq desc
                    )
                    union all
                    (
                        select distinct on (l.to_id) l.to_id, l.occurred_at, l.seq
                        from staging.raw_links as l
                        where l.tenant_id = p_tenant and l.kind = 'charge_email' and l.from_id = p_charge
                        order by l.to_id, l.occurred_at desc, l.seq desc
                    )
                ) as g
                offset 0
            ) as h
            where exists (select from staging.contacts as c where c.tenant_id = p_tenant and c.email_hash = h.email_hash offset 0)
            order by h.occurred_at desc, h.seq desc
            limit 1
        )
    )
$$;
comment on function staging.payer(uuid, text, text) is
    'The client behind a Stripe customer or charge: said by the latest link, else the first contact with the payer''s latest known e-mail address. Always one row.';
