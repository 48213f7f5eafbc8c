create function report.funnel_excluded(p_tenant uuid, p_from date, p_to date, p_filter jsonb default '{}')
returns table (bucket text, bucket_order int, clients bigint, previous_clients bigint)
language sql stable
as $$
    with cohorts as (
        select bucket, is_previous, clients
        from report.funnel_cohorts(p_tenant, p_from, p_to, p_filter, null)
        where bucket is not null
    ),

    buckets as (
        select b.bucket, b.bucket_order
        from (values ('test', 1), ('internal', 2), ('spam', 3), ('deleted', 4), ('partial', 5)) as b (bucket, bucket_order)
    )

    select
        b.bucket,
        b.bucket_order,
        coalesce(sum(c.clients) filter (where not c.is_previous), 0)::bigint,
        coalesce(sum(c.clients) filter (where c.is_previous), 0)::bigint
    from buckets as b
    left join cohorts as c on c.bucket = b.bucket
    group by b.bucket, b.bucket_order
    order by b.bucket_order
$$;
comment on function report.funnel_excluded(uuid, date, date, jsonb) is
    'The clients a conversion report leaves out, by why: test, internal, spam, deleted, partial (neither e-mail address nor phone number), the first that fits, as it stands now. One row a bucket.';
