create function report.funnel_periods(p_tenant uuid, p_from date, p_to date)
returns table (effective_to date, previous_from date, previous_to date, is_partial boolean)
language sql stable
as $$
    with today as (
        select least(p_to, greatest(p_from, report.today(p_tenant) + 1)) as effective_to
    ),

    -- From the first of a month on, the months it touches; else its days.
    steps as (
        select
            effective_to,
            case
                when extract(day from p_from) = 1
                    then (p_from - make_interval(months => (extract(year from age(p_to - 1, p_from)) * 12 + extract(month from age(p_to - 1, p_from)))::int + 1))::date
                else p_from - (p_to - p_from)
            end as previous_from
        from today
    )

    select
        s.effective_to,
        s.previous_from,
        case
            -- Whole months with whole months, however many days they have.
            when s.effective_to = p_to and extract(day from p_from) = 1 and extract(day from p_to) = 1 then p_from
            else least(p_from, s.previous_from + (s.effective_to - p_from))
        end,
        s.effective_to < p_to
    from steps as s
$$;
comment on function report.funnel_periods(uuid, date, date) is
    'What a period is compared with, on equal footing: a running one ends today, and a part of a month is compared with the same days of the month before. One row; dates are the tenant''s, ends exclusive.';
