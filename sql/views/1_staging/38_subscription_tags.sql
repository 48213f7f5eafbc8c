create function staging.subscription_tags(p_tenant uuid, p_subscription text) returns table (tags jsonb)
language sql stable
as $$
    select (
        -- Of two sayings of a tag the later one stays.
        select jsonb_object_agg(t.tag, t.value order by l.occurred_at, l.seq)
        from staging.raw_links as l
        cross join lateral jsonb_each_text(l.attributes) as t (tag, value)
        where l.tenant_id = p_tenant and l.kind = 'subscription_tags' and l.from_id = p_subscription
    )
$$;
comment on function staging.subscription_tags(uuid, text) is
    'The tags that checkout sessions gave a subscription, by the names of the columns for them; null when none did. Always one row.';
