create function report.currency_decimals(p_currency text) returns int
language sql immutable
as $$
    select case
        when p_currency in ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 0
        when p_currency in ('BHD', 'JOD', 'KWD', 'OMR', 'TND') then 3
        else 2
    end
$$;
comment on function report.currency_decimals(text) is 'How many decimals the minor unit of an ISO 4217 currency stands for.';

create function report.amount_in_words(p_minor bigint, p_currency text) returns text
language sql immutable
as $$
    select case when p_minor < 0 then '-' else '' end || p_currency || ' ' || to_char(
        abs(p_minor / 10::numeric ^ report.currency_decimals(p_currency)),
        -- Not the server's separators, but always the same.
        (array['FM999,999,999,999,999,990', null, 'FM999,999,999,999,999,990.00', 'FM999,999,999,999,999,990.000'])[report.currency_decimals(p_currency) + 1]
    )
$$;
comment on function report.amount_in_words(bigint, text) is 'An amount of minor units in major ones, after its currency''s code: as the app writes it where no language is asked for.';
