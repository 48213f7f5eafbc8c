set local role ledger_owner;

alter table ledger.raw_opportunities add column origin text;
comment on column ledger.raw_opportunities.origin is 'Where the deal came from, as the CRM''s own source field says it.';
grant insert (origin) on ledger.raw_opportunities to ledger_app;

alter table ledger.raw_clients add column origin text;
comment on column ledger.raw_clients.origin is 'Where the client came from, as the CRM''s own source field says it.';
grant insert (origin) on ledger.raw_clients to ledger_app;

comment on column ledger.links.kind is
    'What the link says, from → to: customer_client (the client''s id), customer_email and charge_email (the keyed hash of the payer''s address), charge_fee. Of several the latest by occurred_at holds.';

create index raw_opportunities_client on ledger.raw_opportunities (tenant_id, client_id, effective_at, seq) include (opportunity_id, owner_id, xid, incarnation);
create index raw_clients_added on ledger.raw_clients (tenant_id, aspect, added_at);
create index raw_appointments_booked on ledger.raw_appointments (tenant_id, booked_at);
create index raw_appointments_undated on ledger.raw_appointments (tenant_id, effective_at) where booked_at is null;
create index raw_ad_spend_time on ledger.raw_ad_spend (tenant_id, occurred_at);
create index raw_payments_customer on ledger.raw_payments (tenant_id, customer_id) where customer_id is not null;

comment on column config.measures.is_money is 'Money has a currency; an adjustment of anything else has none.';
alter table config.measures add column is_stock boolean not null default false;
comment on column config.measures.is_stock is 'A stock is the sum of every change before a moment; everything else is summed over a period.';

alter table config.kpi_definitions
    add column in_digest boolean not null default true,
    drop constraint kpi_definitions_aggregation_check,
    add constraint kpi_definitions_aggregation_check check (aggregation in ('sum', 'running', 'distinct')),
    drop constraint kpi_definitions_unit_check,
    add constraint kpi_definitions_unit_check check (unit in ('money', 'count', 'ratio', 'multiple', 'days', 'score'));
comment on column config.kpi_definitions.unit is 'money (minor units), count, ratio (of 1, shown as a percentage), multiple, days or score.';
comment on column config.kpi_definitions.in_digest is 'Whether the digest''s table shows it; the month''s page shows every KPI.';
comment on column config.kpi_definitions.aggregation is
    'sum: over [from, to); running: a stock, everything before to; distinct: different entities in [from, to).';

comment on column frozen.month_metrics.delta is
    'value - previous, each as it is written (money to the minor unit, ratios to 0.1 %); null when provisional or when either is unknown.';

alter table frozen.month_metrics add column target numeric;
comment on column frozen.month_metrics.target is 'What it was to reach, in the KPI''s unit; null where no target was set.';
grant insert (target) on frozen.month_metrics to ledger_app;

insert into config.measures (measure, is_money, is_stock, meaning) values
    ('visits', false, false, 'Page views; its entity is the visitor.'),
    ('leads', false, false, 'Clients at their first observation with an e-mail address or a phone number.'),
    ('booked', false, false, 'Appointments on a sales calendar, by the day they were made, once each however often moved.'),
    ('booked_leads', false, false, 'Leads at the first appointment they made on a sales calendar.'),
    ('showed', false, false, 'Appointments on a sales calendar that took place, by their latest start.'),
    ('noshow', false, false, 'Appointments on a sales calendar to which nobody came, by their latest start.'),
    ('cancelled', false, false, 'Appointments on a sales calendar that were cancelled, by their latest start.'),
    ('pending', false, false, 'Appointments on a sales calendar that are over without an outcome, by their latest start.'),
    ('won', false, false, 'Deals that are won, by their entry into that state.'),
    ('won_value', true, false, 'What those deals are worth, by the same day.'),
    ('won_valued', false, false, 'Those of them that have a value, in its currency.'),
    ('pipeline', true, true, 'Changes of the value of open deals.'),
    ('ad_spend', true, false, 'Money spent on ads, by the latest statement of each day.');

insert into config.kpi_definitions
    (kpi, version, label, unit, good_direction, department, display_order, aggregation, numerator, denominator, in_digest, rule, effective_from, approved_by)
values
    ('visitors', 1, 'Visitors', 'count', 'up', 'marketing', 110, 'distinct', '{visits}', null, false,
        'Different visitors who viewed a page in the period.', '2020-01-01', 'founders'),
    ('leads', 1, 'Leads', 'count', 'up', 'marketing', 120, 'sum', '{leads}', null, true,
        'Clients first seen with an e-mail address or a phone number, by the day the contact was added (or, when it had neither then, by the day it got one); spam, test, internal and deleted contacts left out.',
        '2020-01-01', 'founders'),
    ('ad_spend', 1, 'Ad spend', 'money', 'none', 'marketing', 130, 'sum', '{ad_spend}', null, true,
        'What the ad platforms charged, by the latest statement of each day, channel and campaign, per currency.', '2020-01-01', 'founders'),
    ('cpl', 1, 'Cost per lead', 'money', 'down', 'marketing', 140, 'sum', '{ad_spend}', '{leads}', true,
        'Ad spend divided by leads of the same period.', '2020-01-01', 'founders'),
    ('mer', 1, 'Marketing efficiency', 'multiple', 'up', 'marketing', 150, 'sum', '{cash}', '{ad_spend}', true,
        'Cash collected divided by ad spend of the same period and currency.', '2020-01-01', 'founders'),
    ('booked', 1, 'Calls booked', 'count', 'up', 'sales', 210, 'sum', '{booked}', null, false,
        'Appointments on sales calendars by the day they were made, once each however often moved; cancelled ones count, invalid and deleted ones do not.',
        '2020-01-01', 'founders'),
    ('cost_per_booked_call', 1, 'Cost per booked call', 'money', 'down', 'sales', 220, 'sum', '{ad_spend}', '{booked}', false,
        'Ad spend divided by calls booked in the same period.', '2020-01-01', 'founders'),
    ('booking_rate', 1, 'Booking rate', 'ratio', 'up', 'sales', 230, 'sum', '{booked_leads}', '{leads}', true,
        'Leads who booked their first call in the period, divided by leads of the period; may exceed 1, since a lead of an earlier month can book now.',
        '2020-01-01', 'founders'),
    ('show_rate', 1, 'Show rate', 'ratio', 'up', 'sales', 240, 'sum', '{showed}', '{showed,noshow}', true,
        'Calls that took place, divided by those and the no-shows, by the latest start of each; cancelled calls and those without an outcome yet stay out.',
        '2020-01-01', 'founders'),
    ('no_show_rate', 1, 'No-show rate', 'ratio', 'down', 'sales', 250, 'sum', '{noshow}', '{showed,noshow}', false,
        'No-shows divided by them and the calls that took place.', '2020-01-01', 'founders'),
    ('won', 1, 'Deals won', 'count', 'up', 'sales', 260, 'sum', '{won}', null, false,
        'Deals that are won, by the day they entered that state.', '2020-01-01', 'founders'),
    ('won_value', 1, 'Value won', 'money', 'up', 'sales', 270, 'sum', '{won_value}', null, true,
        'What the deals won are worth by the CRM, by the day they entered that state.', '2020-01-01', 'founders'),
    ('close_rate', 1, 'Close rate', 'ratio', 'up', 'sales', 280, 'sum', '{won}', '{showed}', true,
        'Deals won divided by calls that took place in the same period.', '2020-01-01', 'founders'),
    ('average_deal', 1, 'Average deal', 'money', 'up', 'sales', 290, 'sum', '{won_value}', '{won_valued}', true,
        'Value won divided by the deals won that have a value, per currency.', '2020-01-01', 'founders'),
    ('pipeline_value', 1, 'Open pipeline', 'money', 'up', 'sales', 300, 'running', '{pipeline}', null, true,
        'What the deals open at the end of the period are worth by the CRM; for a person or department, those whose owner they are since the deal''s last change.', '2020-01-01', 'founders');
