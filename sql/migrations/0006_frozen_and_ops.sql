set local role ledger_owner;

create table frozen.months (
    tenant_id uuid not null,
    month date not null check (extract(day from month) = 1),
    revision int not null check (revision > 0),
    frozen_at timestamptz not null default now(),
    frozen_by text not null,
    reason text not null,
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    snapshot pg_snapshot not null,
    definitions_version bigint not null,
    time_zone text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    status text not null check (status in ('final', 'provisional')),
    primary key (tenant_id, month, revision)
);
comment on table frozen.months is 'One row a closed month and revision; never changed, only followed by the next revision.';
comment on column frozen.months.snapshot is 'What was visible: with incarnation, the pin at which every figure recomputes.';
comment on column frozen.months.definitions_version is 'The highest seq of config.kpi_definitions that was in force.';
comment on column frozen.months.starts_at is 'First instant of the month in the tenant''s zone.';
comment on column frozen.months.ends_at is 'First instant after it.';

create table frozen.month_metrics (
    tenant_id uuid not null,
    month date not null,
    revision int not null,
    kpi text not null,
    dimension text not null default 'company',
    dimension_value text not null default '',
    currency text,
    unit text not null,
    value numeric,
    numerator numeric,
    denominator numeric,
    previous numeric,
    delta numeric,
    delta_percent numeric,
    status text not null check (status in ('final', 'provisional')),
    provisional_reason text check ((provisional_reason is null) = (status = 'final')),
    reading text not null,
    display_order int not null,
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    unique nulls not distinct (tenant_id, month, revision, kpi, dimension, dimension_value, currency),
    foreign key (tenant_id, month, revision) references frozen.months
);
comment on table frozen.month_metrics is 'The figures of a closed month: one row a KPI, dimension value and currency.';
comment on column frozen.month_metrics.value is 'In the KPI''s unit (money: minor units of currency); null where it is a ratio over nothing.';
comment on column frozen.month_metrics.previous is 'The same figure of the month before, as it stood frozen at this freeze.';
comment on column frozen.month_metrics.delta is 'value - previous; null when provisional or when either is unknown.';
comment on column frozen.month_metrics.delta_percent is 'delta ÷ |previous| × 100, one decimal; null over 0.';
comment on column frozen.month_metrics.reading is 'The figure in one plain sentence.';

create table ops.digests (
    tenant_id uuid not null,
    month date not null,
    revision int not null,
    requested_by text not null,
    requested_at timestamptz not null default now(),
    queued_at timestamptz,
    sent_at timestamptz,
    failed_at timestamptz,
    primary key (tenant_id, month, revision)
);
comment on table ops.digests is 'Digests that are due: written in the transaction that closes the month, swept until sent.';
comment on column ops.digests.queued_at is 'When a queue message for it was last written.';
comment on column ops.digests.failed_at is 'When the queue gave up; a new request clears it.';

create table ops.digest_sends (
    tenant_id uuid not null,
    month date not null,
    revision int not null,
    recipient text not null,
    leased_until timestamptz,
    attempts int not null default 0,
    sent_at timestamptz,
    message_id text,
    primary key (tenant_id, month, revision, recipient)
);
comment on table ops.digest_sends is 'One row a digest and recipient: at most one e-mail, whoever asks.';
comment on column ops.digest_sends.leased_until is 'Somebody is sending it until then.';
