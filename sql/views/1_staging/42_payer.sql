create function staging.payer(p_tenant uuid, p_customer text, p_charge text) returns table (client_id text)
language sql stable
as $$
    select coalesce(
        (
            select l.to_id
            from staging.raw_links as l
            where l.tenant_id = p_tenant and l.kind = 'customer_client' and l.from_id = p_customer
            order by l.seq desc
            limit 1
        ),
        (
            select c.client_id
            from staging.raw_links as l
            join staging.contacts as c on c.tenant_id = l.tenant_id and c.email_hash = decode(l.to_id, 'hex')
            where l.tenant_id = p_tenant
                and (l.kind = 'customer_email' and l.from_id = p_customer or l.kind = 'charge_email' and l.from_id = p_charge)
            order by l.seq desc, c.effective_at, c.seq
            limit 1
        )
    )
$$;
comment on function staging.payer(uuid, text, text) is
    'The client behind a Stripe customer or charge: said by a link, else the first contact with the payer''s e-mail address. Always one row.';
