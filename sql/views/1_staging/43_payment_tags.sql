create function staging.payment_tags(p_tenant uuid, p_intent text, p_charge text) returns table (tags jsonb)
language sql stable
as $$
    select (
        -- Of two sayings of a tag the nearer one stays, and of two as near the later one.
        select jsonb_object_agg(t.tag, t.value order by s.nearness, s.occurred_at, s.seq)
        from (
            select 3 as nearness, l.occurred_at, l.seq, l.attributes as tags
            from staging.raw_links as l
            where l.tenant_id = p_tenant and l.kind = 'intent_tags' and l.from_id = p_intent
            union all
            select 3 as nearness, l.occurred_at, l.seq, l.attributes as tags
            from staging.raw_links as l
            where l.tenant_id = p_tenant and l.kind = 'charge_tags' and l.from_id = p_charge
            union all
            select g.nearness, g.occurred_at, g.seq, g.tags
            from (
                select b.subscription_id
                from (
                    select l.to_id as subscription_id, l.occurred_at, l.seq
                    from staging.raw_links as l
                    where l.tenant_id = p_tenant and l.kind = 'intent_subscription' and l.from_id = p_intent
                    union all
                    select l.to_id as subscription_id, l.occurred_at, l.seq
                    from staging.raw_links as l
                    where l.tenant_id = p_tenant and l.kind = 'charge_subscription' and l.from_id = p_charge
                ) as b
                order by b.occurred_at desc, b.seq desc
                limit 1
            ) as paid
            cross join lateral (
                select 1 as nearness, null::timestamptz as occurred_at, 0::bigint as seq, k.tags
                from staging.subscription_tags(p_tenant, paid.subscription_id) as k
                union all
                (
                    select
                        2 as nearness,
                        c.effective_at as occurred_at,
                        c.seq,
                        jsonb_strip_nulls(jsonb_build_object(
                            'department', c.department, 'team', c.team, 'owner_id', c.owner_id, 'client_id', c.client_id, 'branch', c.branch,
                            'source_funnel', c.source_funnel, 'utm_source', c.utm_source, 'utm_medium', c.utm_medium, 'utm_campaign', c.utm_campaign,
                            'utm_term', c.utm_term, 'utm_content', c.utm_content
                        )) as tags
                    from staging.subscriptions as c
                    where c.tenant_id = p_tenant and c.subscription_id = paid.subscription_id
                    order by c.effective_at desc, c.seq desc
                    limit 1
                )
            ) as g
        ) as s
        cross join lateral jsonb_each_text(s.tags) as t (tag, value)
    )
$$;
comment on function staging.payment_tags(uuid, text, text) is
    'The tags of what a payment paid: said by its payment intent, checkout session or invoice, else by the subscription; by the names of the columns for them, null when none did. Always one row.';
