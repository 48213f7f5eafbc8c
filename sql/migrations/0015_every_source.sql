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
    'What the link says, from → to. customer_client; customer_email and charge_email: the keyed hash of an address; intent_tags, charge_tags and subscription_tags: attributes are tags of a payment intent, charge or subscription, said by the object to_id; charge_metadata: attributes are all the tags a charge has from then on; movement_transaction: the balance transaction of a movement of raw_payments, by its source_key; intent_subscription and charge_subscription: what was paid for.';
comment on column ledger.links.attributes is 'What the link itself carries: tags by the names of the columns for them.';
-- Every payment without tags of its own asks for these.
create index links_paid on ledger.links (tenant_id, from_id, seq)
    where kind in ('charge_metadata', 'intent_tags', 'charge_tags', 'intent_subscription', 'charge_subscription');
comment on column config.audit.action is 'What was done, such as tenant.put, token.create, adjustment.create, quarantine.replay.';
comment on table config.audit is 'Who did what over the management API: one row a call.';

create function ledger.is_of_client(p_event ledger.raw_events, p_client text, p_ids text[]) returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
return case
    when p_event.client_id is not null then p_event.client_id = p_client
    -- An id of our own events is anything: a form, an automation, a door that others knock at.
    else p_event.source <> 'events' and (p_event.object_id = any (p_ids) or p_event.related_ids && p_ids)
end;
comment on function ledger.is_of_client(ledger.raw_events, text, text[]) is
    'Whether a delivery is about a client: by the client it names, else by one of the ids that belong to the client.';

create function ledger.body_text(p_body bytea) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    body text;
begin
    begin
        body := convert_from(p_body, 'UTF8');
    exception when others then
        return lower(encode(p_body, 'escape'));
    end;
    -- JSON may write any character as an escape: both as received and as meant.
    begin
        return lower(body) || ' ' || lower(body::jsonb::text);
    exception when others then
        return lower(body);
    end;
end
$$;
comment on function ledger.body_text(bytea) is 'A body to be searched: in small letters, as it was received and, where it is JSON, with its escapes read.';
revoke all on function ledger.body_text(bytea), ledger.is_of_client(ledger.raw_events, text, text[]) from public;

-- As in 0011; also what was read only later, and bodies in which one of the given texts stands.
drop function ledger.erase(uuid, text, text, text);
create function ledger.erase(p_tenant uuid, p_client text, p_reason text, p_actor text, p_texts text[] default '{}') returns int
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    emptied int;
    ids text[];
    more text[];
begin
    if current_user <> 'ledger_owner' then
        raise exception 'ledger.erase runs as ledger_owner: set role ledger_owner first' using errcode = 'insufficient_privilege';
    end if;
    if nullif(trim(p_client), '') is null then
        raise exception 'ledger.erase needs a client id' using errcode = 'invalid_parameter_value';
    end if;
    -- A short text would stand in bodies of others.
    if exists (select from unnest(p_texts) as t (text) where t.text is null or length(trim(t.text)) < 6) then
        raise exception 'ledger.erase looks for texts of at least 6 characters' using errcode = 'invalid_parameter_value';
    end if;

    perform set_config('app.tenant_ids', array[p_tenant]::text, true), set_config('app.erasing', 'on', true);

    -- The client, its customers, their charges and intents, and so on until nothing new is found.
    select array_agg(distinct f.id)
    into ids
    from (
        select p_client as id
        union all
        select l.from_id from ledger.links as l where l.tenant_id = p_tenant and l.kind = 'customer_client' and l.to_id = p_client
        union all
        -- Whoever paid under one of the client's addresses.
        select l.from_id
        from ledger.raw_clients as c
        join ledger.links as l on l.tenant_id = c.tenant_id and l.to_id = encode(c.email_hash, 'hex')
        where c.tenant_id = p_tenant and c.entity_id = p_client and l.kind in ('customer_email', 'charge_email')
        union all
        select unnest(array[p.charge_id, p.customer_id, p.payment_intent_id])
        from ledger.raw_payments as p
        where p.tenant_id = p_tenant and p.client_id = p_client
        union all
        -- What a session, an invoice or a subscription says is the client's.
        select unnest(array[l.from_id, l.to_id])
        from ledger.links as l
        where l.tenant_id = p_tenant and l.attributes ->> 'client_id' = p_client
    ) as f
    where f.id is not null;
    loop
        select array_agg(distinct f.id)
        into more
        from (
            select unnest(ids) as id
            union all
            select unnest(array_append(e.related_ids, e.object_id))
            from ledger.raw_events as e
            where e.tenant_id = p_tenant and ledger.is_of_client(e, p_client, ids)
            union all
            -- What could not be read when it came, and was read later.
            select unnest(r.related_ids)
            from ledger.resolutions as r
            where r.tenant_id = p_tenant and r.related_ids && ids
        ) as f
        where f.id is not null;
        exit when cardinality(more) = cardinality(ids);
        ids := more;
    end loop;

    update ledger.bodies as b
    set body = null, erased_at = now()
    from ledger.raw_events as e
    where b.tenant_id = p_tenant
        and b.erased_at is null
        and e.tenant_id = b.tenant_id
        and e.seq = b.event_seq
        and (
            ledger.is_of_client(e, p_client, ids)
            or exists (select from ledger.resolutions as r where r.tenant_id = e.tenant_id and r.event_seq = e.seq and r.related_ids && ids)
            -- Bodies that name nobody by an id, such as unreadable ones.
            or exists (select from unnest(p_texts) as t (text) where strpos(ledger.body_text(b.body), lower(trim(t.text))) > 0)
        );
    get diagnostics emptied = row_count;

    insert into ledger.erasures (tenant_id, client_id, reason, actor, bodies)
    values (p_tenant, p_client, p_reason, p_actor, emptied);

    perform set_config('app.erasing', '', true);
    return emptied;
end
$$;
comment on function ledger.erase(uuid, text, text, text, text[]) is
    'Empties every body that belongs to one client, or in which one of the given texts stands (an e-mail address, a phone number), and says so in ledger.erasures; returns how many. For ledger_owner alone.';
revoke all on function ledger.erase(uuid, text, text, text, text[]) from public;
