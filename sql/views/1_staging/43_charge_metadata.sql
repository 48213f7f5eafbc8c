create function staging.charge_metadata(p_tenant uuid, p_charge text) returns table (tags jsonb)
language sql stable
as $$
    select case when (select exists (select from staging.raw_links as l where l.kind = 'charge_metadata')) then (
        select l.attributes
        from staging.raw_links as l
        where l.tenant_id = p_tenant and l.kind = 'charge_metadata' and l.from_id = p_charge
        -- Stripe's times are whole seconds: of two in one the order of arrival must not decide.
        order by l.occurred_at desc, l.source_key collate "C" desc
        limit 1
    ) end
$$;
comment on function staging.charge_metadata(uuid, text) is
    'The tags a charge was last said to have after it was made, by the names of the columns for them; null when nothing was. Always one row.';
