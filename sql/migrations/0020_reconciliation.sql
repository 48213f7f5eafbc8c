-- The ledger held against its sources and against itself: work that is under way in ops, what it came to in recon.
set local role ledger_owner;

create table ops.reconciliations (
    tenant_id uuid not null references config.tenants,
    run_id uuid not null,
    seq bigint generated always as identity,
    requested_by text not null check (length(requested_by) between 1 and 200),
    requested_at timestamptz not null default now(),
    due_on date,
    since timestamptz,
    queued_at timestamptz,
    started_at timestamptz,
    lease uuid,
    leased_until timestamptz,
    finished_at timestamptz,
    pin pg_snapshot,
    pin_incarnation int,
    primary key (tenant_id, run_id),
    unique (tenant_id, due_on)
);
comment on table ops.reconciliations is 'Runs of the reconciliation as work: what is asked for, under way or ended.';
comment on column ops.reconciliations.run_id is 'Its name in routes.';
comment on column ops.reconciliations.requested_by is 'Who asked; timer for the daily one.';
comment on column ops.reconciliations.due_on is 'The tenant''s date that the daily one is of; null for one on demand.';
comment on column ops.reconciliations.since is 'From when on the sources are compared; null for as far as has not been compared completely yet.';
comment on column ops.reconciliations.queued_at is 'When a message of the queue was last written for it.';
comment on column ops.reconciliations.lease is 'Whose turn it is: whoever has another has been overtaken, and stops.';
comment on column ops.reconciliations.leased_until is 'Until when somebody is at it; another goes on where it stopped once that is over.';
comment on column ops.reconciliations.pin is 'What was visible as it ended: a finding that was not is news for the next one.';
comment on column ops.reconciliations.pin_incarnation is 'Which life of the database the pin is of.';
-- One at a time: two would each find what the other is about to append.
create unique index reconciliations_unfinished on ops.reconciliations (tenant_id) where finished_at is null;

create table ops.reconciliation_parts (
    tenant_id uuid not null,
    run_id uuid not null,
    source text not null check (source in ('stripe', 'gohighlevel', 'ledger')),
    started_at timestamptz not null default now(),
    compared_from timestamptz,
    compared_until timestamptz,
    cursor jsonb,
    faults int not null default 0,
    finished_at timestamptz,
    primary key (tenant_id, run_id, source),
    foreign key (tenant_id, run_id) references ops.reconciliations
);
comment on table ops.reconciliation_parts is 'How far a run has come with each source: from its cursor it goes on after a stop.';
comment on column ops.reconciliation_parts.source is 'stripe, gohighlevel, or ledger: the ledger against itself.';
comment on column ops.reconciliation_parts.cursor is 'Where it goes on, in the source''s own terms.';
comment on column ops.reconciliation_parts.faults is 'How often the source failed in a way that may pass.';

create table ops.reconciliation_items (
    tenant_id uuid not null,
    run_id uuid not null,
    source text not null,
    kind text not null,
    key text not null,
    outcome text not null check (outcome in ('matched', 'missing', 'differing', 'extra')),
    currency text,
    apart_minor bigint,
    primary key (tenant_id, run_id, source, kind, key)
);
comment on table ops.reconciliation_items is 'What a run under way has compared: one row an item, as it was when it was compared first; gone when the run has ended.';
comment on column ops.reconciliation_items.kind is 'What it is, such as movement or deal.';
comment on column ops.reconciliation_items.key is 'Which one, by the source''s id.';
comment on column ops.reconciliation_items.outcome is 'matched; missing in the ledger; differing; extra: in the ledger and not at the source.';
comment on column ops.reconciliation_items.apart_minor is 'The ledger less the source, in minor units of currency; null for what is no money.';

create table ops.reconciliation_findings (
    tenant_id uuid not null,
    run_id uuid not null,
    check_name text not null,
    subject text not null,
    primary key (tenant_id, run_id, check_name, subject)
);
comment on table ops.reconciliation_findings is 'What a run has found: what it no longer finds is settled at its end.';

create table ops.reconciliation_alerts (
    tenant_id uuid not null,
    run_id uuid not null,
    recipient text not null,
    leased_until timestamptz,
    attempts int not null default 0,
    sent_at timestamptz,
    message_id text,
    primary key (tenant_id, run_id, recipient)
);
comment on table ops.reconciliation_alerts is 'Who was told of what a run had found that was new.';

do $$
declare
    target text;
begin
    foreach target in array array['reconciliations', 'reconciliation_parts', 'reconciliation_items', 'reconciliation_findings', 'reconciliation_alerts'] loop
        call ledger.bind_to_tenant(('ops.' || target)::regclass);
        execute format('grant select, insert, update on ops.%I to ledger_app', target);
        execute format('grant select on ops.%I to ledger_backup', target);
    end loop;
end
$$;
grant delete on ops.reconciliation_items, ops.reconciliation_findings to ledger_app;

create table recon.runs (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    run_id uuid not null,
    status text not null check (status in ('completed', 'failed')),
    requested_by text not null,
    requested_at timestamptz not null,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    new_findings int not null check (new_findings >= 0),
    error text check (status = 'failed' or error is null),
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique (tenant_id, run_id)
);
comment on table recon.runs is 'Reconciliations that have ended: one row a run.';
comment on column recon.runs.run_id is 'Its name in routes.';
comment on column recon.runs.status is 'completed, or failed where a source could not be compared to its end.';
comment on column recon.runs.requested_by is 'Who asked; timer for the daily one.';
comment on column recon.runs.new_findings is 'How many findings are open as it ends that were not when the one before did, whoever found them.';
comment on column recon.runs.error is 'Why it failed, without any value of a row.';

create table recon.run_sources (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    run_id uuid not null,
    source text not null check (source in ('stripe', 'gohighlevel', 'ledger')),
    status text not null check (status in ('completed', 'failed', 'skipped')),
    compared_from timestamptz,
    compared_until timestamptz,
    compared bigint not null check (compared = matched + missing + differing),
    matched bigint not null check (matched >= 0),
    missing bigint not null check (missing >= 0),
    differing bigint not null check (differing >= 0),
    extra bigint not null check (extra >= 0),
    apart jsonb not null default '{}',
    started_at timestamptz not null,
    finished_at timestamptz not null,
    summary text not null,
    error text check (status = 'failed' or error is null),
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique (tenant_id, run_id, source)
);
comment on table recon.run_sources is 'What a reconciliation came to with each source: one row a run and source.';
comment on column recon.run_sources.source is 'stripe, gohighlevel, or ledger: the ledger against itself.';
comment on column recon.run_sources.status is 'completed; failed; or skipped, where there is nothing to ask it with.';
comment on column recon.run_sources.compared_until is 'Up to when the source is compared completely, if the status is completed.';
comment on column recon.run_sources.compared is 'What the source has, of what is compared.';
comment on column recon.run_sources.matched is 'Those of them that the ledger had alike.';
comment on column recon.run_sources.missing is 'Those that the ledger lacked, and has since.';
comment on column recon.run_sources.differing is 'Those that the ledger had otherwise.';
comment on column recon.run_sources.extra is 'What the ledger has and the source has not.';
comment on column recon.run_sources.apart is 'The ledger less the source as they were compared, in minor units by currency.';
comment on column recon.run_sources.summary is 'The same in a sentence.';
comment on column recon.run_sources.error is 'Why it failed, without any value of a row.';

do $$
declare
    target text;
begin
    foreach target in array array['recon.runs', 'recon.run_sources'] loop
        call ledger.make_append_only(target);
        call ledger.bind_to_tenant(target);
        execute format('create trigger refuse_restored before insert on %s for each statement execute function ledger.refuse_restored()', target);
        execute format('alter table %s enable always trigger refuse_restored', target);
    end loop;
end
$$;
grant select on recon.runs, recon.run_sources to ledger_reader;

comment on column recon.findings.check_name is 'Which check found it: a file of sql/checks, or what holds a source against the ledger.';
comment on column recon.findings.detail is 'The same in words, without personal data.';
comment on table ledger.adjustments is
    'A dated, reasoned correction: by somebody, or by the reconciliation (source reconciliation) where the system that owns a field says otherwise. The facts it corrects stay as they are.';
comment on column ledger.raw_events.channel is 'How it reached us; pull: a reconciliation asked the source for it.';
comment on column ledger.links.kind is
    'What the link says, from → to. customer_client; customer_email and charge_email: the keyed hash of an address; intent_tags, charge_tags and subscription_tags: attributes are tags of a payment intent, charge or subscription, said by the object to_id; charge_metadata: attributes are all the tags a charge has from then on; movement_transaction: the balance transaction of a movement of raw_payments, by its source_key; movement_settlement: the same, with what it came to on the balance in attributes; intent_subscription and charge_subscription: what was paid for.';
comment on column ledger.links.attributes is 'What the link itself carries: tags by the names of the columns for them; of a settlement amount, fee and net in minor units, and their currency.';
