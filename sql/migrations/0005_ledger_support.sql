set local role ledger_owner;

create table ledger.links (
    tenant_id uuid not null,
    seq bigint generated always as identity,
    source text not null,
    source_key text not null check (length(source_key) <= 500),
    occurred_at timestamptz,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    event_seq bigint not null,
    kind text not null,
    from_id text not null,
    to_id text not null,
    attributes jsonb not null default '{}',
    primary key (tenant_id, seq),
    unique (tenant_id, source, source_key)
);
comment on table ledger.links is 'What belongs together: this Stripe customer is that client, this charge has that fee.';
comment on column ledger.links.kind is 'What the link says, from → to: customer_client, charge_fee.';
comment on column ledger.links.from_id is 'The id on the one side.';
comment on column ledger.links.to_id is 'The id on the other.';
comment on column ledger.links.attributes is 'What the link itself carries, such as a fee.';
create index links_from on ledger.links (tenant_id, kind, from_id, seq);
create index links_to on ledger.links (tenant_id, kind, to_id, seq);
create index links_xid on ledger.links (xid);

create table ledger.quarantine (
    tenant_id uuid not null,
    seq bigint generated always as identity,
    event_seq bigint not null,
    reason text not null,
    detail text not null,
    fact_key text not null default '',
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq),
    unique (tenant_id, event_seq, reason, fact_key)
);
comment on table ledger.quarantine is 'Deliveries, or parts of one, that could not be mapped. The bytes lie in ledger.bodies, and a replay maps them again.';
comment on column ledger.quarantine.reason is 'A stable code: unreadable, unmappable, conflict, …';
comment on column ledger.quarantine.detail is 'The same in words, without personal data.';
comment on column ledger.quarantine.fact_key is 'The key of the movement in conflict, else empty.';
create index quarantine_xid on ledger.quarantine (xid);

create table ledger.bodies (
    tenant_id uuid not null,
    event_seq bigint not null,
    body bytea,
    recorded_at timestamptz not null default now(),
    erased_at timestamptz,
    primary key (tenant_id, event_seq),
    check ((body is null) = (erased_at is not null))
);
comment on table ledger.bodies is 'The exact bytes received: the only place where personal data lies. Emptied by ledger.erase, and by nothing else.';
comment on column ledger.bodies.body is 'Null once erased; its SHA-256 stays in ledger.raw_events.';
-- Webhook bodies compress well and are read rarely.
alter table ledger.bodies alter column body set storage extended;

create table ledger.erasures (
    tenant_id uuid not null,
    seq bigint generated always as identity,
    client_id text not null,
    reason text not null check (length(reason) >= 10),
    actor text not null,
    bodies int not null,
    recorded_at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    incarnation int not null default 1,
    primary key (tenant_id, seq)
);
comment on table ledger.erasures is 'Which client''s bodies were emptied, when, by whom and why.';
comment on column ledger.erasures.bodies is 'How many bodies were emptied.';

create function ledger.deny_body_change() returns trigger
language plpgsql
as $$
begin
    if tg_op = 'UPDATE' and current_setting('app.erasing', true) = 'on' and current_user = 'ledger_owner' then
        return new;
    end if;
    raise exception 'table ledger.bodies is append-only: % is refused', tg_op
        using errcode = 'insufficient_privilege', hint = 'ledger.erase empties the bodies of one client.';
end
$$;
comment on function ledger.deny_body_change() is 'Trigger: as ledger.deny_change, but lets ledger.erase through.';

create function ledger.erase(p_tenant uuid, p_client text, p_reason text, p_actor text) returns int
language plpgsql
as $$
declare
    emptied int;
begin
    if current_user <> 'ledger_owner' then
        raise exception 'ledger.erase runs as ledger_owner: set role ledger_owner first' using errcode = 'insufficient_privilege';
    end if;
    if nullif(trim(p_client), '') is null then
        raise exception 'ledger.erase needs a client id' using errcode = 'invalid_parameter_value';
    end if;

    perform set_config('app.tenant_ids', array[p_tenant]::text, true), set_config('app.erasing', 'on', true);

    with customers as (
        select from_id as customer_id
        from ledger.links
        where tenant_id = p_tenant and kind = 'customer_client' and to_id = p_client
    ),
    events as (
        select seq from ledger.raw_events where tenant_id = p_tenant and client_id = p_client
        union
        select event_seq from ledger.raw_clients where tenant_id = p_tenant and client_id = p_client
        union
        select event_seq from ledger.raw_opportunities where tenant_id = p_tenant and client_id = p_client
        union
        select event_seq from ledger.raw_appointments where tenant_id = p_tenant and client_id = p_client
        union
        select event_seq
        from ledger.raw_payments
        where tenant_id = p_tenant and (client_id = p_client or customer_id in (select customer_id from customers))
        union
        select seq
        from ledger.raw_events
        where tenant_id = p_tenant and source = 'stripe' and object_id in (select customer_id from customers)
    )
    update ledger.bodies
    set body = null, erased_at = now()
    where tenant_id = p_tenant
        and event_seq in (select seq from events)
        and erased_at is null;
    get diagnostics emptied = row_count;

    insert into ledger.erasures (tenant_id, client_id, reason, actor, bodies)
    values (p_tenant, p_client, p_reason, p_actor, emptied);

    perform set_config('app.erasing', '', true);
    return emptied;
end
$$;
comment on function ledger.erase(uuid, text, text, text) is
    'Empties every body that belongs to one client and says so in ledger.erasures; returns how many. For ledger_owner alone.';
revoke all on function ledger.erase(uuid, text, text, text) from public;
