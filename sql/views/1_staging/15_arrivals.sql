-- Not as of app.as_of: it tells what came after a point, not what had come by then.
create view staging.arrivals with (security_invoker) as
select tenant_id, xid, incarnation, 'facts'::text as kind from ledger.raw_events
union all
select tenant_id, xid, incarnation, 'facts' as kind from ledger.raw_payments
union all
select tenant_id, xid, incarnation, 'facts' as kind from ledger.raw_opportunities
union all
select tenant_id, xid, incarnation, 'facts' as kind from ledger.raw_appointments
union all
select tenant_id, xid, incarnation, 'facts' as kind from ledger.raw_clients
union all
select tenant_id, xid, incarnation, 'facts' as kind from ledger.raw_ad_spend
union all
select tenant_id, xid, incarnation, 'facts' as kind from ledger.finance_snapshots
union all
select tenant_id, xid, incarnation, 'adjustments' as kind from ledger.adjustments
union all
select tenant_id, xid, incarnation, 'facts' as kind from ledger.links
union all
select tenant_id, xid, incarnation, 'settings' as kind from config.tenant_versions
union all
select tenant_id, xid, incarnation, 'settings' as kind from config.time_zones
union all
select tenant_id, xid, incarnation, 'settings' as kind from config.pipelines
union all
select tenant_id, xid, incarnation, 'settings' as kind from config.stages
union all
select tenant_id, xid, incarnation, 'settings' as kind from config.label_rules
union all
select tenant_id, xid, incarnation, 'settings' as kind from config.owners
union all
select tenant_id, xid, incarnation, 'settings' as kind from config.targets
union all
-- What a KPI means is everybody's.
select null::uuid as tenant_id, xid, incarnation, 'definitions' as kind from config.kpi_definitions;
comment on view staging.arrivals is 'Everything that a report is computed from, by the transaction that appended it. One row a row of the ledger, of a tenant''s settings or of the definitions.';
comment on column staging.arrivals.tenant_id is 'Whose; null for what is everybody''s.';
comment on column staging.arrivals.kind is 'facts, adjustments, settings or definitions.';
