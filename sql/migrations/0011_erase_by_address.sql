-- As in 0005, and also what is linked to the client by an e-mail address alone.
set local role ledger_owner;

create or replace function ledger.erase(p_tenant uuid, p_client text, p_reason text, p_actor text) returns int
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    emptied int;
    ids text[];
    more text[];
begin
    if current_user <> 'ledger_owner' then
        raise exception 'ledger.erase runs as ledger_owner: set role ledger_owner first' using errcode = 'insufficient_privilege';
    end if;
    if nullif(trim(p_client), '') is null then
        raise exception 'ledger.erase needs a client id' using errcode = 'invalid_parameter_value';
    end if;

    perform set_config('app.tenant_ids', array[p_tenant]::text, true), set_config('app.erasing', 'on', true);

    -- The client, its customers, their charges and intents, and so on until nothing new is found.
    select array_agg(distinct f.id)
    into ids
    from (
        select p_client as id
        union all
        select l.from_id from ledger.links as l where l.tenant_id = p_tenant and l.kind = 'customer_client' and l.to_id = p_client
        union all
        -- Whoever paid under one of the client's addresses.
        select l.from_id
        from ledger.raw_clients as c
        join ledger.links as l on l.tenant_id = c.tenant_id and l.to_id = encode(c.email_hash, 'hex')
        where c.tenant_id = p_tenant and c.entity_id = p_client and l.kind in ('customer_email', 'charge_email')
        union all
        select unnest(array[p.charge_id, p.customer_id, p.payment_intent_id])
        from ledger.raw_payments as p
        where p.tenant_id = p_tenant and p.client_id = p_client
    ) as f
    where f.id is not null;
    loop
        select array_agg(distinct f.id)
        into more
        from (
            select unnest(ids) as id
            union all
            select unnest(array_append(e.related_ids, e.object_id))
            from ledger.raw_events as e
            where e.tenant_id = p_tenant and (e.client_id = p_client or e.object_id = any (ids) or e.related_ids && ids)
        ) as f
        where f.id is not null;
        exit when cardinality(more) = cardinality(ids);
        ids := more;
    end loop;

    update ledger.bodies as b
    set body = null, erased_at = now()
    from ledger.raw_events as e
    where b.tenant_id = p_tenant
        and b.erased_at is null
        and e.tenant_id = b.tenant_id
        and e.seq = b.event_seq
        and (e.client_id = p_client or e.object_id = any (ids) or e.related_ids && ids);
    get diagnostics emptied = row_count;

    insert into ledger.erasures (tenant_id, client_id, reason, actor, bodies)
    values (p_tenant, p_client, p_reason, p_actor, emptied);

    perform set_config('app.erasing', '', true);
    return emptied;
end
$$;
