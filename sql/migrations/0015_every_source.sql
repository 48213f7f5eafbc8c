-- Findings belong to no fact and no setting: a schema of their own, created by whoever migrates.
create schema recon authorization ledger_owner;
set local role ledger_owner;

comment on schema recon is 'What the ledger disagrees about with its sources or with itself: append-only.';
grant usage on schema recon to ledger_app, ledger_reader, ledger_backup;

create table recon.findings (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    check_name text not null check (length(check_name) between 1 and 100),
    subject text not null check (length(subject) between 1 and 500),
    status text not null check (status in ('open', 'resolved', 'accepted')),
    severity text not null check (severity in ('low', 'medium', 'high')),
    source text not null,
    detail text not null,
    occurred_at timestamptz,
    event_seq bigint,
    fact_rows jsonb not null default '[]',
    actor text not null check (length(actor) between 1 and 200),
    reason text check (length(reason) >= 10),
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    check (status <> 'accepted' or reason is not null)
);
comment on table recon.findings is
    'Disagreements: one row each time one is found, no longer found, or accepted; the latest row of a check and subject holds.';
comment on column recon.findings.check_name is 'Which check found it.';
comment on column recon.findings.subject is 'What it is about, in the check''s own key: the same subject found again is the same finding.';
comment on column recon.findings.status is 'open; resolved: a later look no longer found it; accepted: somebody decided to live with it.';
comment on column recon.findings.severity is 'low, medium or high.';
comment on column recon.findings.source is 'The system whose data it is about.';
comment on column recon.findings.detail is 'The same in words, without personal data.';
comment on column recon.findings.occurred_at is 'The date of the fact it is about; null where it has none.';
comment on column recon.findings.event_seq is 'The delivery it was found in: seq in ledger.raw_events; null where there is none.';
comment on column recon.findings.fact_rows is 'The rows it is about: [{"table": …, "seq": …}].';
comment on column recon.findings.actor is 'Who found or accepted it; the app''s own parts by their name.';
comment on column recon.findings.reason is 'Why it was accepted, in at least 10 characters.';
create index findings_subject on recon.findings (tenant_id, check_name, subject, seq);
create index findings_xid on recon.findings (xid);

create table ledger.resolutions (
    tenant_id uuid not null references config.tenants,
    seq bigint generated always as identity,
    event_seq bigint not null,
    kind text not null check (kind in ('replay', 'dismissal')),
    remaining text[] not null default '{}',
    facts int not null default 0 check (facts >= 0),
    related_ids text[] not null default '{}',
    actor text not null check (length(actor) between 1 and 200),
    reason text check (length(reason) >= 10),
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    check (kind <> 'dismissal' or reason is not null)
);
comment on table ledger.resolutions is
    'What was done about quarantined deliveries: one row each time one was mapped again or dismissed; the latest row of a delivery holds.';
comment on column ledger.resolutions.event_seq is 'The delivery: seq in ledger.raw_events.';
comment on column ledger.resolutions.kind is 'replay: its bytes were mapped again; dismissal: somebody decided that nothing is to be read from it.';
comment on column ledger.resolutions.remaining is 'Of a replay: the reasons of ledger.quarantine that still stand.';
comment on column ledger.resolutions.facts is 'How many rows the replay appended.';
comment on column ledger.resolutions.related_ids is 'Ids that the replay read from the body: an erasure finds the delivery by them too.';
comment on column ledger.resolutions.actor is 'Who did it.';
comment on column ledger.resolutions.reason is 'Why it was dismissed, in at least 10 characters.';
create index resolutions_event on ledger.resolutions (tenant_id, event_seq, seq);
create index resolutions_xid on ledger.resolutions (xid);

do $$
declare
    target text;
begin
    foreach target in array array['recon.findings', 'ledger.resolutions'] loop
        call ledger.make_append_only(target);
        call ledger.bind_to_tenant(target);
        execute format('create trigger refuse_restored before insert on %s for each statement execute function ledger.refuse_restored()', target);
        execute format('alter table %s enable always trigger refuse_restored', target);
    end loop;
end
$$;
grant select on recon.findings, ledger.resolutions to ledger_reader;

comment on column ledger.quarantine.reason is 'A stable code: unreadable, unmappable, date-out-of-range, unknown-account, unknown-stage, no-location, conflict.';
comment on table ledger.links is
    'What belongs together: this Stripe customer is that client, this payment is of that subscription, these tags belong to that payment.';
comment on column ledger.links.kind is
    'What the link says, from → to. customer_client; customer_email and charge_email: the keyed hash of an address; intent_tags, charge_tags and subscription_tags: attributes are tags of a payment intent, charge or subscription, said by the object to_id; intent_subscription and charge_subscription: what was paid for.';
comment on column ledger.links.attributes is 'What the link itself carries: tags by the names of the columns for them.';
comment on column config.audit.action is 'What was done, such as tenant.put, token.create, adjustment.create, quarantine.replay.';
comment on table config.audit is 'Who did what over the management API: one row a call.';
