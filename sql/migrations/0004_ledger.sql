set local role ledger_owner;

-- The columns every fact has, written once; dropped at the end of this script.
create table ledger.fact (
    tenant_id uuid not null,
    seq bigint generated always as identity,
    source text not null,
    source_key text not null check (length(source_key) <= 500),
    occurred_at timestamptz not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    event_seq bigint,
    department text,
    team text,
    owner_id text,
    client_id text,
    branch text,
    source_funnel text,
    utm_source text,
    utm_medium text,
    utm_campaign text,
    utm_term text,
    utm_content text,
    primary key (tenant_id, seq)
);
comment on column ledger.fact.tenant_id is 'Whose fact this is.';
comment on column ledger.fact.seq is 'Order of arrival within the table; set by the server.';
comment on column ledger.fact.source is 'The system that said it: stripe, gohighlevel, events, manual.';
comment on column ledger.fact.source_key is 'The source''s own key of this fact; the same key twice is the same fact.';
comment on column ledger.fact.occurred_at is 'When it happened, by the source.';
comment on column ledger.fact.recorded_at is 'When it was appended; set by the server.';
comment on column ledger.fact.xid is 'The transaction that appended it: decides what a frozen month saw.';
comment on column ledger.fact.incarnation is 'Which life of the database xid belongs to; a restore begins the next.';
comment on column ledger.fact.event_seq is 'The delivery it was read from: seq in ledger.raw_events.';
comment on column ledger.fact.department is 'Tag: department.';
comment on column ledger.fact.team is 'Tag: team.';
comment on column ledger.fact.owner_id is 'Tag: the person responsible, by the source''s user id.';
comment on column ledger.fact.client_id is 'Tag: the client, by the CRM''s contact id.';
comment on column ledger.fact.branch is 'Tag: branch.';
comment on column ledger.fact.source_funnel is 'Tag: the funnel the client came through.';
comment on column ledger.fact.utm_source is 'Tag: first-touch utm_source.';
comment on column ledger.fact.utm_medium is 'Tag: first-touch utm_medium.';
comment on column ledger.fact.utm_campaign is 'Tag: first-touch utm_campaign.';
comment on column ledger.fact.utm_term is 'Tag: first-touch utm_term.';
comment on column ledger.fact.utm_content is 'Tag: first-touch utm_content.';

create table ledger.raw_events (
    like ledger.fact including all,
    channel text not null check (channel in ('webhook', 'workflow', 'api', 'pull', 'manual')),
    event_type text not null,
    object_id text,
    livemode boolean,
    account text not null default '',
    api_version text,
    body_sha256 bytea not null check (octet_length(body_sha256) = 32),
    attributes jsonb not null default '{}',
    unique (tenant_id, source, source_key)
);
alter table ledger.raw_events alter column occurred_at drop not null;
alter table ledger.raw_events drop column event_seq;
comment on table ledger.raw_events is 'The universal log: one row an accepted delivery.';
comment on column ledger.raw_events.channel is 'How it reached us.';
comment on column ledger.raw_events.event_type is 'The source''s name for it; (unreadable) where the body could not be read.';
comment on column ledger.raw_events.object_id is 'The source''s id of the thing it is about.';
comment on column ledger.raw_events.livemode is 'Stripe: false for test mode, which never counts.';
comment on column ledger.raw_events.account is 'Stripe Connect: the connected account, else empty.';
comment on column ledger.raw_events.body_sha256 is 'SHA-256 of the exact bytes received, which lie in ledger.bodies.';
comment on column ledger.raw_events.attributes is 'Fields a measure needs that no fact table holds; never personal data.';
comment on column ledger.raw_events.api_version is 'The source''s API version of the body.';
create index raw_events_type on ledger.raw_events (tenant_id, event_type, occurred_at) include (seq, xid, incarnation);
create index raw_events_object on ledger.raw_events (tenant_id, source, object_id);
create index raw_events_client on ledger.raw_events (tenant_id, client_id) where client_id is not null;
create index raw_events_xid on ledger.raw_events (xid);

create table ledger.raw_payments (
    like ledger.fact including all,
    kind text not null check (kind in ('capture', 'failure', 'refund', 'refund_return', 'dispute', 'payout')),
    amount_minor bigint not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    settlement_amount_minor bigint,
    settlement_fee_minor bigint,
    settlement_net_minor bigint,
    settlement_currency text check (settlement_currency ~ '^[A-Z]{3}$'),
    livemode boolean not null,
    account text not null default '',
    charge_id text,
    payment_intent_id text,
    customer_id text,
    balance_transaction_id text,
    unique (tenant_id, source, source_key, livemode, account)
);
alter table ledger.raw_payments alter column event_seq set not null;
comment on table ledger.raw_payments is 'Cash: one row a movement.';
comment on column ledger.raw_payments.kind is 'capture and refund_return bring money in, refund, failure and most disputes take it out; payout moves it to the bank.';
comment on column ledger.raw_payments.amount_minor is 'Signed, in minor units of currency: in is positive.';
comment on column ledger.raw_payments.currency is 'ISO 4217, as the customer paid.';
comment on column ledger.raw_payments.settlement_amount_minor is 'Signed, in minor units of settlement_currency, where the source said it.';
comment on column ledger.raw_payments.settlement_fee_minor is 'Fee in minor units of settlement_currency, where known.';
comment on column ledger.raw_payments.settlement_net_minor is 'Amount less fee in minor units of settlement_currency, where known.';
comment on column ledger.raw_payments.settlement_currency is 'ISO 4217, as it reached the balance.';
comment on column ledger.raw_payments.livemode is 'False for Stripe''s test mode, which never counts.';
comment on column ledger.raw_payments.account is 'Stripe Connect: the connected account, else empty.';
comment on column ledger.raw_payments.charge_id is 'The charge this movement belongs to.';
comment on column ledger.raw_payments.payment_intent_id is 'Its payment intent.';
comment on column ledger.raw_payments.customer_id is 'Stripe''s customer.';
comment on column ledger.raw_payments.balance_transaction_id is 'Its balance transaction.';
create index raw_payments_time on ledger.raw_payments (tenant_id, occurred_at)
    include (amount_minor, currency, kind, livemode, seq, xid, incarnation);
create index raw_payments_charge on ledger.raw_payments (tenant_id, charge_id, seq)
    include (kind, livemode, account, xid, incarnation);
create index raw_payments_xid on ledger.raw_payments (xid);

create table ledger.raw_opportunities (
    like ledger.fact including all,
    opportunity_id text not null,
    effective_at timestamptz not null,
    pipeline_id text,
    stage_id text,
    status text,
    value_minor bigint,
    currency text check (currency ~ '^[A-Z]{3}$'),
    added_at timestamptz,
    deleted boolean not null default false,
    unique (tenant_id, source, source_key)
);
comment on table ledger.raw_opportunities is 'Deals: one row a state observation; the latest by (effective_at, seq) is the current state.';
comment on column ledger.raw_opportunities.opportunity_id is 'The CRM''s id of the deal.';
comment on column ledger.raw_opportunities.effective_at is 'Since when this state holds.';
comment on column ledger.raw_opportunities.pipeline_id is 'The CRM''s pipeline.';
comment on column ledger.raw_opportunities.stage_id is 'The CRM''s stage.';
comment on column ledger.raw_opportunities.status is 'open, won, lost or abandoned.';
comment on column ledger.raw_opportunities.value_minor is 'In minor units of currency.';
comment on column ledger.raw_opportunities.currency is 'ISO 4217.';
comment on column ledger.raw_opportunities.added_at is 'When the deal was created.';
comment on column ledger.raw_opportunities.deleted is 'A tombstone; a later observation lifts it.';
create index raw_opportunities_state on ledger.raw_opportunities (tenant_id, opportunity_id, effective_at, seq)
    include (status, stage_id, value_minor, deleted, xid, incarnation);
create index raw_opportunities_time on ledger.raw_opportunities (tenant_id, effective_at);
create index raw_opportunities_xid on ledger.raw_opportunities (xid);

create table ledger.raw_appointments (
    like ledger.fact including all,
    appointment_id text not null,
    effective_at timestamptz not null,
    calendar_id text,
    status text,
    booked_at timestamptz,
    start_at timestamptz,
    end_at timestamptz,
    deleted boolean not null default false,
    unique (tenant_id, source, source_key)
);
comment on table ledger.raw_appointments is 'Appointments: one row a state observation; the latest by (effective_at, seq) is the current state.';
comment on column ledger.raw_appointments.booked_at is 'When it was made; the same for every state of one appointment.';
comment on column ledger.raw_appointments.appointment_id is 'The CRM''s id of the appointment.';
comment on column ledger.raw_appointments.effective_at is 'Since when this state holds.';
comment on column ledger.raw_appointments.calendar_id is 'The CRM''s calendar.';
comment on column ledger.raw_appointments.status is 'new, confirmed, cancelled, showed, noshow, invalid, as the source says it.';
comment on column ledger.raw_appointments.start_at is 'When it begins.';
comment on column ledger.raw_appointments.end_at is 'When it ends.';
comment on column ledger.raw_appointments.deleted is 'A tombstone; a later observation lifts it.';
create index raw_appointments_state on ledger.raw_appointments (tenant_id, appointment_id, effective_at, seq)
    include (status, start_at, deleted, xid, incarnation);
create index raw_appointments_client on ledger.raw_appointments (tenant_id, client_id, booked_at, seq)
    include (calendar_id, xid, incarnation);
create index raw_appointments_start on ledger.raw_appointments (tenant_id, start_at);
create index raw_appointments_xid on ledger.raw_appointments (xid);

create table ledger.raw_clients (
    like ledger.fact including all,
    aspect text not null check (aspect in ('contact', 'subscription', 'success')),
    entity_id text not null,
    effective_at timestamptz not null,
    added_at timestamptz,
    has_email boolean,
    has_phone boolean,
    email_hash bytea,
    phone_hash bytea,
    bucket text check (bucket in ('test', 'internal', 'spam', 'deleted', 'partial')),
    labels text[] not null default '{}',
    active boolean,
    mrr_minor bigint,
    currency text check (currency ~ '^[A-Z]{3}$'),
    onboarded_at timestamptz,
    health_score numeric,
    deleted boolean not null default false,
    unique (tenant_id, source, source_key)
);
comment on table ledger.raw_clients is
    'Clients: one row a state observation of one aspect (the contact, a subscription, the success team''s view); the latest by (effective_at, seq) of an entity is its current state.';
comment on column ledger.raw_clients.entity_id is 'What the aspect is of: the contact id, the subscription id.';
comment on column ledger.raw_clients.email_hash is 'Keyed hash of the normalised e-mail address; the address itself lies in ledger.bodies.';
comment on column ledger.raw_clients.bucket is 'Why this contact is left out of the funnel; null when it counts.';
comment on column ledger.raw_clients.mrr_minor is 'Monthly recurring revenue in minor units of currency.';
comment on column ledger.raw_clients.aspect is 'contact, subscription or success.';
comment on column ledger.raw_clients.effective_at is 'Since when this state holds.';
comment on column ledger.raw_clients.added_at is 'When the contact was created.';
comment on column ledger.raw_clients.has_email is 'Whether an e-mail address is known.';
comment on column ledger.raw_clients.has_phone is 'Whether a phone number is known.';
comment on column ledger.raw_clients.phone_hash is 'Keyed hash of the normalised phone number.';
comment on column ledger.raw_clients.labels is 'The CRM''s labels (its tags) on the contact.';
comment on column ledger.raw_clients.active is 'Whether the client is active.';
comment on column ledger.raw_clients.currency is 'ISO 4217.';
comment on column ledger.raw_clients.onboarded_at is 'When the client was onboarded.';
comment on column ledger.raw_clients.health_score is 'The success team''s score, 0 to 100.';
comment on column ledger.raw_clients.deleted is 'A tombstone; a later observation lifts it.';
create index raw_clients_state on ledger.raw_clients (tenant_id, aspect, entity_id, effective_at, seq)
    include (has_email, has_phone, bucket, mrr_minor, active, deleted, xid, incarnation);
create index raw_clients_time on ledger.raw_clients (tenant_id, aspect, effective_at);
create index raw_clients_client on ledger.raw_clients (tenant_id, client_id);
create index raw_clients_email on ledger.raw_clients (tenant_id, email_hash) where email_hash is not null;
create index raw_clients_xid on ledger.raw_clients (xid);

create table ledger.raw_ad_spend (
    like ledger.fact including all,
    spend_date date not null,
    channel text not null,
    effective_at timestamptz not null,
    spend_minor bigint not null check (spend_minor >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    impressions bigint check (impressions >= 0),
    clicks bigint check (clicks >= 0),
    video_hooks bigint check (video_hooks >= 0),
    video_holds bigint check (video_holds >= 0),
    leads bigint check (leads >= 0),
    unique (tenant_id, source, source_key)
);
comment on table ledger.raw_ad_spend is
    'Ad spend: one row an observation of a day, channel and campaign (utm_campaign); a restated day is a new row and the latest wins.';
comment on column ledger.raw_ad_spend.spend_date is 'The day, in the tenant''s dates.';
comment on column ledger.raw_ad_spend.channel is 'Where the money went: google, meta, …';
comment on column ledger.raw_ad_spend.effective_at is 'Since when this restatement holds.';
comment on column ledger.raw_ad_spend.spend_minor is 'In minor units of currency.';
comment on column ledger.raw_ad_spend.currency is 'ISO 4217.';
comment on column ledger.raw_ad_spend.impressions is 'How often the ads were shown.';
comment on column ledger.raw_ad_spend.clicks is 'How often they were clicked.';
comment on column ledger.raw_ad_spend.video_hooks is 'How often the first seconds were watched.';
comment on column ledger.raw_ad_spend.video_holds is 'How often most of it was watched.';
comment on column ledger.raw_ad_spend.leads is 'Leads by the platform''s own count.';
create index raw_ad_spend_state on ledger.raw_ad_spend (tenant_id, spend_date, channel, utm_campaign, effective_at, seq)
    include (spend_minor, currency, xid, incarnation);
create index raw_ad_spend_xid on ledger.raw_ad_spend (xid);

create table ledger.finance_snapshots (
    like ledger.fact including all,
    month date not null check (extract(day from month) = 1),
    effective_at timestamptz not null,
    revenue_minor bigint,
    ebitda_minor bigint,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    targets jsonb not null default '{}',
    unique (tenant_id, source, source_key)
);
comment on table ledger.finance_snapshots is 'What finance posted for a month; a restated month is a new row and the latest wins.';
comment on column ledger.finance_snapshots.targets is 'Target by KPI, in the KPI''s unit.';
comment on column ledger.finance_snapshots.month is 'First day of the month.';
comment on column ledger.finance_snapshots.effective_at is 'Since when this restatement holds.';
comment on column ledger.finance_snapshots.revenue_minor is 'In minor units of currency.';
comment on column ledger.finance_snapshots.ebitda_minor is 'In minor units of currency; may be negative.';
comment on column ledger.finance_snapshots.currency is 'ISO 4217.';
create index finance_snapshots_state on ledger.finance_snapshots (tenant_id, month, effective_at, seq)
    include (revenue_minor, ebitda_minor, currency, xid, incarnation);
create index finance_snapshots_xid on ledger.finance_snapshots (xid);

create table ledger.adjustments (
    like ledger.fact including all,
    kind text not null check (kind in ('amount', 'void')),
    target_table text check (target_table in ('raw_events', 'raw_payments', 'raw_opportunities', 'raw_appointments', 'raw_clients', 'raw_ad_spend', 'finance_snapshots', 'adjustments')),
    target_seq bigint,
    measure text,
    amount numeric,
    currency text check (currency ~ '^[A-Z]{3}$'),
    reason text not null check (length(reason) >= 10),
    actor text not null,
    unique (tenant_id, source, source_key),
    check ((target_table is null) = (target_seq is null)),
    check (kind <> 'void' or (target_table is not null and amount is null)),
    check (kind <> 'amount' or (measure is not null and amount is not null))
);
comment on table ledger.adjustments is 'A dated, reasoned human correction. The facts it corrects stay as they are.';
comment on column ledger.adjustments.kind is 'amount: adds amount to a measure; void: takes the target fact out of every measure.';
comment on column ledger.adjustments.target_table is 'The ledger table of the fact it is about.';
comment on column ledger.adjustments.target_seq is 'The seq of that fact.';
comment on column ledger.adjustments.measure is 'The measure it is added to.';
comment on column ledger.adjustments.amount is 'Signed, in the measure''s unit (money: minor units of currency).';
comment on column ledger.adjustments.actor is 'Who decided it.';
comment on column ledger.adjustments.currency is 'ISO 4217; null where the measure is not money.';
comment on column ledger.adjustments.reason is 'Why, in at least 10 characters.';
create index adjustments_time on ledger.adjustments (tenant_id, occurred_at);
create index adjustments_target on ledger.adjustments (tenant_id, target_table, target_seq);
create index adjustments_xid on ledger.adjustments (xid);

drop table ledger.fact;
