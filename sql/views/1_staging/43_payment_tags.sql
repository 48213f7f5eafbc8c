create function staging.payment_tags(p_tenant uuid, p_intent text, p_charge text) returns table (tags jsonb)
language sql stable
as $$
    -- Most tenants say everything on the charge: whether there is anything else to look for is asked once a statement.
    select case when (
        select exists (
            select
            from staging.raw_links as l
            where l.kind in ('intent_tags', 'charge_tags', 'intent_subscription', 'charge_subscription')
        )
    ) then (
        -- What is said of the payment itself is nearer than what is said of its subscription.
        select case when f.subscription_id is null then f.tags else (
            select coalesce(g.tags, '{}') || coalesce(
                (
                    select jsonb_strip_nulls(jsonb_build_object(
                        'department', c.department, 'team', c.team, 'owner_id', c.owner_id, 'client_id', c.client_id, 'branch', c.branch,
                        'source_funnel', c.source_funnel, 'utm_source', c.utm_source, 'utm_medium', c.utm_medium, 'utm_campaign', c.utm_campaign,
                        'utm_term', c.utm_term, 'utm_content', c.utm_content
                    ))
                    from staging.subscriptions as c
                    where c.tenant_id = p_tenant and c.subscription_id = f.subscription_id
                    order by c.effective_at desc, c.seq desc
                    limit 1
                ),
                '{}'
            ) || coalesce(f.tags, '{}')
            from staging.subscription_tags(p_tenant, f.subscription_id) as g
        ) end
        from (
            select
                -- Of two sayings the later one stays.
                jsonb_object_agg(t.tag, t.value order by l.occurred_at, l.seq) filter (where t.tag is not null) as tags,
                (array_agg(l.to_id order by l.occurred_at desc, l.seq desc) filter (where l.kind in ('intent_subscription', 'charge_subscription')))[1] as subscription_id
            from staging.raw_links as l
            left join lateral jsonb_each_text(l.attributes) as t (tag, value) on true
            where l.tenant_id = p_tenant
                and l.from_id in (p_intent, p_charge)
                and l.kind in ('intent_tags', 'charge_tags', 'intent_subscription', 'charge_subscription')
        ) as f
    ) end
$$;
comment on function staging.payment_tags(uuid, text, text) is
    'The tags of what a payment paid: said by its payment intent, checkout session or invoice, else by the subscription; by the names of the columns for them, null when none did. Always one row.';
