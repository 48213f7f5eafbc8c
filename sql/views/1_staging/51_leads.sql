create view staging.leads with (security_invoker) as
select
    tenant_id,
    seq,
    client_id,
    became_at
from staging.lead_candidates
where is_reachable and bucket is null;
comment on view staging.leads is
    'Clients who became leads: first observed with an e-mail address or a phone number; spam, test, internal and deleted ones, as they stand now, left out. One row a client.';
comment on column staging.leads.seq is 'The observation that dates it, in ledger.raw_clients.';
comment on column staging.leads.became_at is 'When: the day the contact was added, or when it first had an address or a number.';
