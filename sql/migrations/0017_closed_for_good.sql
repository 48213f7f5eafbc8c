-- What a month needs to be closed for good: who is told, what is shown, whose silence counts, what came later, and a seal over all of it.
set local role ledger_owner;

create table config.part (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    tenant_version bigint not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq)
);

create table config.admins (
    like config.part including all,
    email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 254),
    name text,
    unique (tenant_id, tenant_version, email)
);
comment on table config.admins is 'Who is told when something needs somebody, as of a tenant version.';
comment on column config.admins.email is 'Where it is sent.';
comment on column config.admins.name is 'Whom it greets; may be null.';

create table config.headline_kpis (
    like config.part including all,
    kpi text not null,
    display_order int not null check (display_order between 1 and 12),
    unique (tenant_id, tenant_version, kpi),
    unique (tenant_id, tenant_version, display_order)
);
comment on table config.headline_kpis is 'The KPIs that a tenant''s digest shows, as of a tenant version; no row means the ones everybody begins with.';
comment on column config.headline_kpis.kpi is 'The KPI''s key.';
comment on column config.headline_kpis.display_order is 'Where it stands in the digest, from 1.';

create table config.feeds (
    feed text primary key check (feed ~ '^[a-z_]+$'),
    label text not null,
    source text not null,
    event_types text[],
    seq bigint generated always as identity,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1
);
comment on table config.feeds is 'Where figures come from, as far as each can fall silent by itself: a source, or some of its types of events.';
comment on column config.feeds.feed is 'Its key in the settings.';
comment on column config.feeds.label is 'Its name for people, as the subject of a sentence.';
comment on column config.feeds.source is 'Of ledger.raw_events.';
comment on column config.feeds.event_types is 'The types of events that belong to it; null for all of the source.';

create table config.measure_feeds (
    measure text not null references config.measures,
    feed text not null references config.feeds,
    seq bigint generated always as identity,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (measure, feed)
);
comment on table config.measure_feeds is 'Which feeds a measure is computed from.';

create table config.source_intervals (
    like config.part including all,
    feed text not null references config.feeds,
    hours int not null check (hours between 1 and 8784),
    unique (tenant_id, tenant_version, feed)
);
comment on table config.source_intervals is
    'How long a feed may be silent at the end of a month before its figures are provisional, as of a tenant version; without a row three times the median of its own gaps.';
comment on column config.source_intervals.feed is 'The feed.';
comment on column config.source_intervals.hours is 'Hours of silence that are still usual.';

drop table config.part;

insert into config.feeds (feed, label, source, event_types)
values
    ('stripe', 'Stripe', 'stripe', null),
    ('gohighlevel', 'GoHighLevel', 'gohighlevel', null),
    ('site', 'The site', 'events', '{page.viewed,optin.submitted}'),
    ('ads', 'The ad platforms', 'events', '{ad.spend}'),
    ('phone', 'The phone system', 'events', '{call.made,call.completed}'),
    ('success', 'The success team', 'events', '{client.onboarded,client.first_lead,client.hit_100k,client.health_scored,client.churned}'),
    ('finance', 'Finance', 'events', '{finance.posted}'),
    ('automations', 'The automations', 'events', '{automation.run}');

insert into config.measure_feeds (measure, feed)
select m.measure, f.feed
from (
    values
        ('stripe', '{cash,refunds,mrr,mrr_new,mrr_expansion,mrr_contraction,mrr_churn}'::text[]),
        ('gohighlevel', '{leads,booked,booked_leads,showed,noshow,cancelled,pending,won,won_value,won_valued,pipeline,open_deals,tidy_deals,active_reps}'),
        ('site', '{visits,optins}'),
        ('ads', '{ad_spend,impressions,clicks,video_hooks,video_holds,platform_leads}'),
        ('phone', '{calls_made,calls_completed,active_reps}'),
        ('success', '{active_clients,onboarded_clients,clients_at_100k,health_points,scored_clients,days_to_first_lead}'),
        ('finance', '{revenue,ebitda}'),
        ('automations', '{automation_runs,automation_successes}')
) as f (feed, measures)
cross join lateral unnest(f.measures) as m (measure);

alter table frozen.months add column seq bigint generated always as identity;
comment on column frozen.months.seq is 'Order of arrival within the table; set by the server.';
alter table frozen.month_metrics
    add column headline_order int check (headline_order between 1 and 12),
    add column seq bigint generated always as identity;
comment on column frozen.month_metrics.headline_order is 'Where it stood in the digest; null for a figure that the month''s page alone shows, and in months closed before there was a choice.';
comment on column frozen.month_metrics.seq is 'Order of arrival within the table; set by the server.';
grant insert (headline_order) on frozen.month_metrics to ledger_app;
grant select on sequence frozen.months_seq_seq, frozen.month_metrics_seq_seq to ledger_backup;

create table frozen.month_changes (
    tenant_id uuid not null,
    seq bigint generated always as identity,
    month date not null,
    revision int not null,
    changed_month date not null,
    changed_revision int not null,
    kpi text not null,
    currency text,
    unit text not null,
    frozen_value numeric,
    current_value numeric,
    definition_change numeric,
    settings_change numeric,
    late_change numeric,
    adjustment_change numeric,
    row_count bigint not null check (row_count >= 0),
    reading text not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique nulls not distinct (tenant_id, month, revision, changed_month, kpi, currency),
    foreign key (tenant_id, month, revision) references frozen.months,
    foreign key (tenant_id, changed_month, changed_revision) references frozen.months (tenant_id, month, revision)
);
comment on table frozen.month_changes is
    'What had changed in earlier closed months when a month was closed, as far as no digest had told it: one row a month, KPI and currency.';
comment on column frozen.month_changes.month is 'The month whose close, and digest, tells it.';
comment on column frozen.month_changes.revision is 'The revision of that month.';
comment on column frozen.month_changes.changed_month is 'The closed month it is about.';
comment on column frozen.month_changes.changed_revision is 'Its latest revision then.';
comment on column frozen.month_changes.currency is 'ISO 4217; null where the figure is not money.';
comment on column frozen.month_changes.frozen_value is 'What it was closed with; null for a ratio over nothing.';
comment on column frozen.month_changes.current_value is 'What the same period came to as of this close.';
comment on column frozen.month_changes.definition_change is 'How much of the difference comes from another definition; null where a value at either side is.';
comment on column frozen.month_changes.settings_change is 'From the tenant''s settings.';
comment on column frozen.month_changes.late_change is 'From facts that came later.';
comment on column frozen.month_changes.adjustment_change is 'From corrections. The four add up to current_value - frozen_value.';
comment on column frozen.month_changes.row_count is 'How many rows it counts otherwise than when it closed.';
comment on column frozen.month_changes.reading is 'The change in one plain sentence.';

create table frozen.seals (
    tenant_id uuid not null,
    seq bigint generated always as identity,
    month date not null,
    revision int not null,
    version int not null,
    row_count bigint not null check (row_count >= 0),
    seal bytea not null check (octet_length(seal) = 32),
    previous_seal bytea check (octet_length(previous_seal) = 32),
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, month, revision),
    unique (tenant_id, seq),
    unique nulls not distinct (tenant_id, previous_seal),
    foreign key (tenant_id, month, revision) references frozen.months
);
comment on table frozen.seals is 'The seal of each closed month and revision: a chain a tenant, each naming the one before.';
comment on column frozen.seals.version is 'How it is made: 1 is the SHA-256 of the manifest of ledger.sealed_rows_v1.';
comment on column frozen.seals.row_count is 'Rows in the manifest.';
comment on column frozen.seals.seal is 'SHA-256 of the manifest, and the name of its copy.';
comment on column frozen.seals.previous_seal is 'The seal before it in the tenant''s chain; null for the first.';

do $$
declare
    target text;
begin
    foreach target in array array[
        'config.admins', 'config.headline_kpis', 'config.source_intervals', 'config.feeds', 'config.measure_feeds', 'frozen.month_changes', 'frozen.seals'
    ] loop
        call ledger.make_append_only(target);
        if target not in ('config.feeds', 'config.measure_feeds') then
            call ledger.bind_to_tenant(target);
            execute format('create trigger refuse_restored before insert on %s for each statement execute function ledger.refuse_restored()', target);
            execute format('alter table %s enable always trigger refuse_restored', target);
        end if;
    end loop;
end
$$;
-- What the migrations alone decide.
revoke insert (feed, label, source, event_types) on config.feeds from ledger_app;
revoke insert (measure, feed) on config.measure_feeds from ledger_app;
grant select on config.headline_kpis, config.feeds, config.measure_feeds, config.source_intervals, frozen.month_changes, frozen.seals to ledger_reader;

create index audit_xid on config.audit (xid);
create index month_metrics_xid on frozen.month_metrics (xid);

create table ops.seal_copies (
    tenant_id uuid not null,
    month date not null,
    revision int not null,
    copied_at timestamptz not null default now(),
    primary key (tenant_id, month, revision)
);
comment on table ops.seal_copies is 'Which seals'' manifests lie in the blob container: what is not here is copied by the next run of the timer.';

create table ops.suppressions (
    tenant_id uuid not null,
    recipient text not null check (recipient ~ '^[0-9a-f]{64}$'),
    suppressed_at timestamptz not null default now(),
    suppressed_by text not null,
    lifted_at timestamptz,
    primary key (tenant_id, recipient)
);
comment on table ops.suppressions is 'Who no longer wants the digest: asked again at every send.';
comment on column ops.suppressions.recipient is 'SHA-256 of the address in small letters, in hexadecimal: it outlives the address.';
comment on column ops.suppressions.suppressed_by is 'The recipient, by the link in the e-mail, or the admin who did it.';
comment on column ops.suppressions.lifted_at is 'When an admin allowed it again; null while it holds.';

call ledger.bind_to_tenant('ops.seal_copies');
call ledger.bind_to_tenant('ops.suppressions');
grant select, insert, update on ops.seal_copies, ops.suppressions to ledger_app;
grant select on ops.seal_copies, ops.suppressions to ledger_backup;

comment on column recon.findings.check_name is 'Which check found it: movement_conflict, provisional_month, digest_undelivered, seal.';
