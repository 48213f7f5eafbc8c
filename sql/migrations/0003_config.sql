set local role ledger_owner;

create table config.tenants (
    tenant_id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,30}$' and slug <> 'tenants'),
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1
);
comment on table config.tenants is 'One row a tenant: its identity. The only tenant table without row-level security, so that timers can list it.';
comment on column config.tenants.slug is 'The name in routes and secrets; never changes.';

create table config.tenant_versions (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    name text not null check (length(name) between 1 and 200),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    culture text not null default 'en-US',
    first_month date not null check (extract(day from first_month) = 1),
    grace_hours int not null default 6 check (grace_hours between 0 and 240),
    stripe_accounts text[] not null default '{}',
    actor text not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq)
);
comment on table config.tenant_versions is 'A tenant''s settings; one row a change, the latest wins.';
comment on column config.tenant_versions.name is 'The business, as people call it.';
comment on column config.tenant_versions.culture is 'How numbers and dates are written, such as en-US.';
comment on column config.tenant_versions.currency is 'ISO 4217; shown first. Amounts of other currencies stand beside it and are never added to it.';
comment on column config.tenant_versions.first_month is 'First day of the first month that closes.';
comment on column config.tenant_versions.grace_hours is 'Hours between the end of a month and its freeze by the timer.';
comment on column config.tenant_versions.stripe_accounts is 'Connected accounts (acct_…) whose events count; empty means every account.';

create table config.time_zones (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    effective_from date not null check (extract(day from effective_from) = 1),
    time_zone text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq)
);
comment on table config.time_zones is 'The IANA time zone a tenant''s months close in, by the month from which it holds.';
comment on column config.time_zones.effective_from is 'First local date in this zone; the first zone also holds for everything before.';
comment on column config.time_zones.time_zone is 'IANA name.';

create table config.recipients (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    tenant_version bigint not null,
    email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 254),
    name text,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique (tenant_id, tenant_version, email)
);
comment on table config.recipients is 'Who receives the digest, as of a tenant version.';

create table config.api_tokens (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    token_id uuid not null,
    sha256 bytea not null check (octet_length(sha256) = 32),
    scopes text[] not null check (scopes <@ array['ingest', 'report', 'manage'] and cardinality(scopes) > 0),
    actor text not null check (length(actor) between 1 and 200),
    expires_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique (tenant_id, token_id),
    unique (tenant_id, sha256)
);
comment on table config.api_tokens is 'Bearer tokens by their SHA-256; the token itself is shown once and kept nowhere.';
comment on column config.api_tokens.actor is 'Who the token speaks for, as written beside what it did.';

create table config.api_token_revocations (
    tenant_id uuid not null,
    seq bigint generated always as identity,
    token_id uuid not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique (tenant_id, token_id),
    foreign key (tenant_id, token_id) references config.api_tokens (tenant_id, token_id)
);
comment on table config.api_token_revocations is 'Tokens that no longer open anything.';

create table config.kpi_definitions (
    seq bigint generated always as identity primary key,
    kpi text not null,
    version int not null check (version > 0),
    label text not null,
    unit text not null check (unit in ('money', 'count', 'ratio', 'days', 'score')),
    good_direction text not null check (good_direction in ('up', 'down', 'none')),
    department text not null,
    display_order int not null,
    aggregation text not null check (aggregation in ('sum', 'running')),
    numerator text[] not null,
    denominator text[],
    rule text not null,
    effective_from date not null,
    approved_by text not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    unique (kpi, version)
);
comment on table config.kpi_definitions is 'What each KPI means, versioned; the latest version holds.';
comment on column config.kpi_definitions.kpi is 'Its key.';
comment on column config.kpi_definitions.version is 'Counts up; a changed meaning is a new version.';
comment on column config.kpi_definitions.label is 'Its name for people.';
comment on column config.kpi_definitions.unit is 'money (minor units), count, ratio, days or score.';
comment on column config.kpi_definitions.good_direction is 'up, down or none: which way is better.';
comment on column config.kpi_definitions.department is 'Whose number it is.';
comment on column config.kpi_definitions.display_order is 'Where it stands in lists.';
comment on column config.kpi_definitions.effective_from is 'Since when this version holds.';
comment on column config.kpi_definitions.approved_by is 'Who approved it.';
comment on column config.kpi_definitions.numerator is 'Measures of report.measures that are added up.';
comment on column config.kpi_definitions.denominator is 'Measures it is divided by; null for a plain sum.';
comment on column config.kpi_definitions.aggregation is 'sum: over [from, to); running: a stock, everything before to.';
comment on column config.kpi_definitions.rule is 'The definition in plain English.';

create table config.field_owners (
    seq bigint generated always as identity primary key,
    field text not null,
    source text not null,
    actor text not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1
);
comment on table config.field_owners is 'Which system is believed when two disagree on a field; the latest row of a field wins.';

insert into config.field_owners (field, source, actor) values
    ('cash', 'stripe', 'initial'),
    ('pipeline', 'gohighlevel', 'initial'),
    ('appointments', 'gohighlevel', 'initial'),
    ('ad_spend', 'ad_platform', 'initial'),
    ('ebitda', 'finance', 'initial'),
    ('targets', 'finance', 'initial');

create table config.database_identity (
    seq bigint generated always as identity primary key,
    system_identifier bigint not null,
    database_oid oid not null,
    incarnation int not null unique,
    recorded_at timestamptz not null default now()
);
comment on table config.database_identity is
    'The database this ledger lives in. A restore lands in another one, whose transaction ids mean something else: it gets the next incarnation.';
