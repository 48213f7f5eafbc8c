-- A schema is created by whoever migrates: the owner role has no right to.
create schema runs authorization ledger_owner;
set local role ledger_owner;

-- What the success team and the subscriptions say of a client: each row one of these, the others null.
alter table ledger.raw_clients
    add column first_lead_at timestamptz,
    add column hit_100k_at timestamptz,
    add column churned_at timestamptz,
    add column customer_id text;
comment on column ledger.raw_clients.first_lead_at is 'When the client got its first lead.';
comment on column ledger.raw_clients.hit_100k_at is 'When the client reached 100,000.';
comment on column ledger.raw_clients.churned_at is 'When the client left.';
comment on column ledger.raw_clients.customer_id is 'Stripe''s customer, of a subscription.';
comment on column ledger.raw_clients.entity_id is 'What the aspect is of: the contact id, the subscription id, for success the client id.';
grant insert (first_lead_at, hit_100k_at, churned_at, customer_id) on ledger.raw_clients to ledger_app;

alter table config.measures
    add column aggregation text,
    add column view_name text;
-- The rows that are there cannot be updated; a column can be given its values while its type is set.
alter table config.measures
    alter column aggregation type text using case when measure = 'visits' then 'distinct' when is_stock then 'stock' else 'sum' end,
    alter column view_name type text using 'report.' || case
        when measure in ('cash', 'refunds') then 'payment'
        when measure = 'leads' then 'lead'
        when measure = 'booked' then 'booking'
        when measure = 'booked_leads' then 'first_booking'
        when measure in ('showed', 'noshow', 'cancelled', 'pending') then 'outcome'
        when measure in ('won', 'won_value', 'won_valued') then 'win'
        when measure = 'pipeline' then 'pipeline'
        when measure = 'ad_spend' then 'ad_spend'
        when measure = 'visits' then 'visit'
    end || '_measures',
    alter column aggregation set not null,
    alter column view_name set not null,
    add check (aggregation in ('sum', 'stock', 'distinct', 'recent', 'median'));
comment on column config.measures.aggregation is
    'How a period adds it up. sum: what occurred in it; stock: every change before its end; distinct: different entities in it; recent: different entities of the 30 days before its end; median: the middle one of its values.';
comment on column config.measures.view_name is 'The view that produces it: what its KPIs depend on.';
comment on column config.measures.is_stock is 'Superseded by aggregation; nothing reads it.';

alter table config.kpi_definitions
    alter column aggregation drop not null,
    add column exclusions text,
    add column fact_owner text,
    add column example text,
    add column example_numerator numeric,
    add column example_denominator numeric,
    add column views_sha256 text check (views_sha256 ~ '^[0-9a-f]{64}$');
comment on column config.kpi_definitions.aggregation is 'Superseded by config.measures.aggregation; nothing reads it.';
comment on column config.kpi_definitions.numerator is 'Measures that are added up; measure@start is a stock where the period begins.';
comment on column config.kpi_definitions.denominator is 'Measures it is divided by, written as in numerator; null for a plain sum.';
comment on column config.kpi_definitions.exclusions is 'What is left out, in plain English.';
comment on column config.kpi_definitions.fact_owner is 'The source that is believed about it.';
comment on column config.kpi_definitions.example is 'A situation in words, whose numbers are the two that follow.';
comment on column config.kpi_definitions.example_numerator is 'What the numerator is in the example; money in minor units of the example''s US dollars.';
comment on column config.kpi_definitions.example_denominator is 'What the denominator is in the example; null for a plain sum.';
comment on column config.kpi_definitions.views_sha256 is 'SHA-256 of the view files it is computed by, as report.definition_sources tells it: another hash is another version.';

-- What reports wrote down of themselves: append-only and one tenant's, like the ledger.
comment on schema runs is 'Reports that were run and kept: one row a run, and what it found.';
grant usage on schema runs to ledger_app, ledger_reader, ledger_backup;

create table runs.report_run (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    run_id uuid not null,
    report text not null check (report in ('stage_conversion')),
    status text not null check (status in ('completed', 'failed')),
    parameters jsonb not null,
    actor text not null check (length(actor) between 1 and 200),
    started_at timestamptz not null,
    finished_at timestamptz not null check (finished_at >= started_at),
    as_of text not null,
    error text check ((error is null) = (status = 'completed')),
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique (tenant_id, run_id)
);
comment on table runs.report_run is 'One row a run of a report, whether it came to an end or failed.';
comment on column runs.report_run.run_id is 'Its name in routes.';
comment on column runs.report_run.report is 'Which report.';
comment on column runs.report_run.status is 'completed, with its facts in the same transaction; or failed, with its error and no fact.';
comment on column runs.report_run.parameters is 'What it was asked for, every default filled in.';
comment on column runs.report_run.actor is 'Who asked.';
comment on column runs.report_run.as_of is 'What it saw (incarnation:pg_snapshot): under this app.as_of its figures recompute exactly.';
comment on column runs.report_run.error is 'Why it failed, without any value of a row.';

create table runs.stage_conversion_facts (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    run_id uuid not null,
    pipeline_id text not null,
    from_stage_id text not null,
    to_stage_id text not null,
    pair_order int not null,
    entered bigint not null check (entered >= 0),
    converted bigint not null check (converted between 0 and entered),
    rate numeric generated always as (converted::numeric / nullif(entered, 0)) stored,
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique (tenant_id, run_id, from_stage_id, to_stage_id),
    foreign key (tenant_id, run_id) references runs.report_run (tenant_id, run_id)
);
comment on table runs.stage_conversion_facts is 'What a run of stage conversion counted: one row a pair of stages.';
comment on column runs.stage_conversion_facts.pair_order is 'Where the pair stands in the report.';
comment on column runs.stage_conversion_facts.entered is 'Deals that entered the first stage in the period, each once.';
comment on column runs.stage_conversion_facts.converted is 'Those of them that entered the second stage within the window.';
comment on column runs.stage_conversion_facts.rate is 'converted ÷ entered; null when nothing entered.';

do $$
declare
    target text;
begin
    foreach target in array array['runs.report_run', 'runs.stage_conversion_facts'] loop
        call ledger.make_append_only(target);
        call ledger.bind_to_tenant(target);
        execute format('create trigger refuse_restored before insert on %s for each statement execute function ledger.refuse_restored()', target);
        execute format('alter table %s enable always trigger refuse_restored', target);
    end loop;
end
$$;
grant select on runs.report_run, runs.stage_conversion_facts to ledger_reader;

create index raw_appointments_time on ledger.raw_appointments (tenant_id, effective_at) include (owner_id);
