-- What a tenant tells about its CRM, its people and its targets; like its other settings, one set a tenant version.
set local role ledger_owner;

alter table config.tenant_versions
    add column location_id text check (length(location_id) between 1 and 100),
    add column sales_calendars text[] not null default '{}',
    add column funnel_field text check (length(funnel_field) between 1 and 100),
    add column funnel_window_days int not null default 90 check (funnel_window_days between 1 and 3650);
comment on column config.tenant_versions.location_id is 'GoHighLevel''s id of the location; deliveries of another one are refused.';
comment on column config.tenant_versions.sales_calendars is 'Calendars whose appointments count as booked calls; empty means every calendar.';
comment on column config.tenant_versions.funnel_field is 'The custom field of a contact that says its funnel; null when none does.';
comment on column config.tenant_versions.funnel_window_days is 'How many days after becoming a lead a step still counts in the conversion model.';
grant insert (location_id, sales_calendars, funnel_field, funnel_window_days) on config.tenant_versions to ledger_app;

-- The columns every part of a tenant version has, written once; dropped at the end of this script.
create table config.part (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    tenant_version bigint not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq)
);

create table config.pipelines (
    like config.part including all,
    pipeline_id text not null check (length(pipeline_id) between 1 and 100),
    name text not null check (length(name) between 1 and 200),
    display_order int not null,
    unique (tenant_id, tenant_version, pipeline_id)
);
comment on table config.pipelines is 'The CRM''s pipelines, as of a tenant version.';
comment on column config.pipelines.pipeline_id is 'The CRM''s id of the pipeline.';
comment on column config.pipelines.name is 'Its name, by which workflows name it.';
comment on column config.pipelines.display_order is 'Where it stands in lists.';

create table config.stages (
    like config.part including all,
    pipeline_id text not null,
    stage_id text not null check (length(stage_id) between 1 and 100),
    name text not null check (length(name) between 1 and 200),
    display_order int not null,
    meaning text check (meaning in ('qualified', 'spam', 'test', 'internal')),
    unique (tenant_id, tenant_version, pipeline_id, stage_id),
    foreign key (tenant_id, tenant_version, pipeline_id) references config.pipelines (tenant_id, tenant_version, pipeline_id)
);
comment on table config.stages is 'The stages of the pipelines, as of a tenant version.';
comment on column config.stages.pipeline_id is 'The pipeline it belongs to.';
comment on column config.stages.stage_id is 'The CRM''s id of the stage.';
comment on column config.stages.name is 'Its name, by which workflows name it.';
comment on column config.stages.display_order is 'Where it stands in its pipeline.';
comment on column config.stages.meaning is 'qualified: a deal that enters it is qualified; spam, test, internal: its client is left out of the funnel.';

create table config.label_rules (
    like config.part including all,
    label text not null check (length(label) between 1 and 200 and label = lower(label collate "C")),
    meaning text not null check (meaning in ('qualified', 'spam', 'test', 'internal', 'funnel')),
    source_funnel text check (length(source_funnel) between 1 and 200),
    unique (tenant_id, tenant_version, label, meaning),
    check ((meaning = 'funnel') = (source_funnel is not null))
);
comment on table config.label_rules is 'What the CRM''s labels (its tags) on a contact mean, as of a tenant version.';
comment on column config.label_rules.label is 'The label in lower case.';
comment on column config.label_rules.meaning is 'qualified; spam, test, internal: left out of the funnel; funnel: the contact came through source_funnel.';
comment on column config.label_rules.source_funnel is 'The funnel it stands for, where that is its meaning.';

create table config.owners (
    like config.part including all,
    owner_id text not null check (length(owner_id) between 1 and 100),
    name text check (length(name) between 1 and 200),
    email text check (email = lower(email collate "C") and length(email) <= 254),
    team text check (length(team) between 1 and 100),
    department text check (length(department) between 1 and 100),
    effective_from date not null,
    unique (tenant_id, tenant_version, owner_id, effective_from)
);
comment on table config.owners is 'The tenant''s own people: who belongs to which team and department from when on, as of a tenant version.';
comment on column config.owners.owner_id is 'The CRM''s user id.';
comment on column config.owners.name is 'Their name.';
comment on column config.owners.email is 'In lower case: workflows name users by it.';
comment on column config.owners.team is 'Their team from effective_from on.';
comment on column config.owners.department is 'Their department from effective_from on.';
comment on column config.owners.effective_from is 'First local date on which it holds; the first one also holds for everything before.';

create table config.targets (
    like config.part including all,
    kpi text not null,
    effective_from date not null check (extract(day from effective_from) = 1),
    currency text check (currency ~ '^[A-Z]{3}$'),
    value numeric not null,
    unique nulls not distinct (tenant_id, tenant_version, kpi, effective_from, currency)
);
comment on table config.targets is 'What a KPI is to reach each month, as of a tenant version.';
comment on column config.targets.kpi is 'The KPI''s key.';
comment on column config.targets.effective_from is 'First day of the first month it holds for; it holds until the next one.';
comment on column config.targets.currency is 'ISO 4217; null where the KPI is not money.';
comment on column config.targets.value is 'In the KPI''s unit (money: minor units of currency).';

drop table config.part;

create table config.audit (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    actor text not null check (length(actor) between 1 and 200),
    action text not null,
    subject text not null,
    details jsonb not null default '{}',
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq)
);
comment on table config.audit is 'Who changed what: one row a change an admin made.';
comment on column config.audit.actor is 'Who did it.';
comment on column config.audit.action is 'What was done: tenant.put, token.create, token.revoke.';
comment on column config.audit.subject is 'What it was done to: the tenant''s version, the token''s id.';
comment on column config.audit.details is 'What changed, by name; never a personal value nor a secret.';

do $$
declare
    target text;
begin
    foreach target in array array[
        'config.pipelines', 'config.stages', 'config.label_rules', 'config.owners', 'config.targets', 'config.audit'
    ] loop
        call ledger.make_append_only(target);
        call ledger.bind_to_tenant(target);
        execute format('create trigger refuse_restored before insert on %s for each statement execute function ledger.refuse_restored()', target);
        execute format('alter table %s enable always trigger refuse_restored', target);
    end loop;
end
$$;

-- Not config.owners as a whole: names and addresses of people are for the app alone.
grant select on config.pipelines, config.stages, config.label_rules, config.targets to ledger_reader;
grant select (tenant_id, seq, tenant_version, owner_id, team, department, effective_from, xid, incarnation) on config.owners to ledger_reader;
