-- What a seal is made of. One branch a table, its columns named: a later column changes no seal.
set local role ledger_owner;

create function ledger.sealed_rows_v1(p_tenant uuid, p_after_incarnation int, p_after pg_snapshot, p_until_incarnation int, p_until pg_snapshot)
returns table (table_name text, seq bigint, digest bytea)
language sql stable
as $$
    select r.table_name, r.seq, sha256(r.bytes)
    from (
        select
            'config.admins'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.recorded_at, t.xid, t.incarnation, t.email, t.name)) as bytes
        from config.admins as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.api_token_revocations'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.token_id, t.actor, t.recorded_at, t.xid, t.incarnation)) as bytes
        from config.api_token_revocations as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.api_tokens'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.token_id, t.sha256, t.scopes, t.actor, t.expires_at, t.recorded_at, t.xid, t.incarnation)) as bytes
        from config.api_tokens as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.audit'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.actor, t.action, t.subject, t.details, t.recorded_at, t.xid, t.incarnation)) as bytes
        from config.audit as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.field_owners'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.seq, t.field, t.source, t.actor, t.recorded_at, t.xid, t.incarnation)) as bytes
        from config.field_owners as t
        union all
        select
            'config.headline_kpis'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.recorded_at, t.xid, t.incarnation, t.kpi, t.display_order)) as bytes
        from config.headline_kpis as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.kpi_definitions'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.seq, t.kpi, t.version, t.label, t.unit, t.good_direction, t.department, t.display_order, t.aggregation, t.numerator, t.denominator,
                t.rule, t.effective_from, t.approved_by, t.recorded_at, t.xid, t.incarnation, t.in_digest, t.exclusions, t.fact_owner, t.example,
                t.example_numerator, t.example_denominator, t.views_sha256)) as bytes
        from config.kpi_definitions as t
        union all
        select
            'config.label_rules'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.recorded_at, t.xid, t.incarnation, t.label, t.meaning, t.source_funnel)) as bytes
        from config.label_rules as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.owners'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.recorded_at, t.xid, t.incarnation, t.owner_id, t.name, t.email, t.team, t.department,
                t.effective_from)) as bytes
        from config.owners as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.pipelines'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.recorded_at, t.xid, t.incarnation, t.pipeline_id, t.name, t.display_order)) as bytes
        from config.pipelines as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.recipients'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.email, t.name, t.recorded_at, t.xid, t.incarnation)) as bytes
        from config.recipients as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.source_intervals'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.recorded_at, t.xid, t.incarnation, t.feed, t.hours)) as bytes
        from config.source_intervals as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.stages'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.recorded_at, t.xid, t.incarnation, t.pipeline_id, t.stage_id, t.name, t.display_order, t.meaning)) as bytes
        from config.stages as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.targets'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.tenant_version, t.recorded_at, t.xid, t.incarnation, t.kpi, t.effective_from, t.currency, t.value)) as bytes
        from config.targets as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.tenant_versions'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.name, t.currency, t.culture, t.first_month, t.grace_hours, t.stripe_accounts, t.actor, t.recorded_at, t.xid,
                t.incarnation, t.location_id, t.sales_calendars, t.funnel_field, t.funnel_window_days)) as bytes
        from config.tenant_versions as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.tenants'::text as table_name,
            0::bigint as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.slug, t.recorded_at, t.xid, t.incarnation)) as bytes
        from config.tenants as t
        where t.tenant_id = p_tenant
        union all
        select
            'config.time_zones'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.effective_from, t.time_zone, t.actor, t.recorded_at, t.xid, t.incarnation)) as bytes
        from config.time_zones as t
        where t.tenant_id = p_tenant
        union all
        select
            'frozen.month_changes'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.month, t.revision, t.changed_month, t.changed_revision, t.kpi, t.currency, t.unit, t.frozen_value, t.current_value,
                t.definition_change, t.settings_change, t.late_change, t.adjustment_change, t.row_count, t.reading, t.recorded_at, t.xid, t.incarnation)) as bytes
        from frozen.month_changes as t
        where t.tenant_id = p_tenant
        union all
        select
            'frozen.month_metrics'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.month, t.revision, t.kpi, t.dimension, t.dimension_value, t.currency, t.unit, t.value, t.numerator, t.denominator,
                t.previous, t.delta, t.delta_percent, t.status, t.provisional_reason, t.reading, t.display_order, t.xid, t.incarnation, t.target,
                t.headline_order, t.seq)) as bytes
        from frozen.month_metrics as t
        where t.tenant_id = p_tenant
        union all
        select
            'frozen.months'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.month, t.revision, t.frozen_at, t.frozen_by, t.reason, t.xid, t.incarnation, t.snapshot, t.definitions_version, t.time_zone,
                t.starts_at, t.ends_at, t.status, t.seq)) as bytes
        from frozen.months as t
        where t.tenant_id = p_tenant
        union all
        select
            'frozen.seals'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.month, t.revision, t.version, t.row_count, t.seal, t.previous_seal, t.recorded_at, t.xid, t.incarnation)) as bytes
        from frozen.seals as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.adjustments'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.event_seq, t.department, t.team,
                t.owner_id, t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term, t.utm_content, t.kind,
                t.target_table, t.target_seq, t.measure, t.amount, t.currency, t.is_money, t.reason, t.actor)) as bytes
        from ledger.adjustments as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.erasures'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.client_id, t.reason, t.actor, t.bodies, t.recorded_at, t.xid, t.incarnation)) as bytes
        from ledger.erasures as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.finance_snapshots'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.event_seq, t.department, t.team,
                t.owner_id, t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term, t.utm_content, t.month,
                t.effective_at, t.revenue_minor, t.ebitda_minor, t.currency, t.targets)) as bytes
        from ledger.finance_snapshots as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.links'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.event_seq, t.kind, t.from_id, t.to_id,
                t.attributes)) as bytes
        from ledger.links as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.quarantine'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.event_seq, t.reason, t.detail, t.fact_key, t.recorded_at, t.xid, t.incarnation)) as bytes
        from ledger.quarantine as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.raw_ad_spend'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.event_seq, t.department, t.team,
                t.owner_id, t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term, t.utm_content, t.spend_date,
                t.channel, t.effective_at, t.spend_minor, t.currency, t.impressions, t.clicks, t.video_hooks, t.video_holds, t.leads)) as bytes
        from ledger.raw_ad_spend as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.raw_appointments'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.event_seq, t.department, t.team,
                t.owner_id, t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term, t.utm_content, t.appointment_id,
                t.effective_at, t.calendar_id, t.status, t.booked_at, t.start_at, t.end_at, t.deleted)) as bytes
        from ledger.raw_appointments as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.raw_clients'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.event_seq, t.department, t.team,
                t.owner_id, t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term, t.utm_content, t.aspect,
                t.entity_id, t.effective_at, t.added_at, t.has_email, t.has_phone, t.email_hash, t.phone_hash, t.bucket, t.labels, t.active, t.mrr_minor,
                t.currency, t.onboarded_at, t.health_score, t.deleted, t.origin, t.first_lead_at, t.hit_100k_at, t.churned_at, t.customer_id)) as bytes
        from ledger.raw_clients as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.raw_events'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.department, t.team, t.owner_id,
                t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term, t.utm_content, t.channel, t.event_type,
                t.object_id, t.livemode, t.account, t.api_version, t.body_sha256, t.related_ids, t.attributes)) as bytes
        from ledger.raw_events as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.raw_opportunities'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.event_seq, t.department, t.team,
                t.owner_id, t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term, t.utm_content, t.opportunity_id,
                t.effective_at, t.pipeline_id, t.stage_id, t.status, t.value_minor, t.currency, t.added_at, t.deleted, t.origin)) as bytes
        from ledger.raw_opportunities as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.raw_payments'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.source, t.source_key, t.occurred_at, t.recorded_at, t.xid, t.incarnation, t.event_seq, t.department, t.team,
                t.owner_id, t.client_id, t.branch, t.source_funnel, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_term, t.utm_content, t.kind,
                t.amount_minor, t.currency, t.settlement_amount_minor, t.settlement_fee_minor, t.settlement_net_minor, t.settlement_currency, t.livemode,
                t.account, t.charge_id, t.payment_intent_id, t.customer_id, t.balance_transaction_id)) as bytes
        from ledger.raw_payments as t
        where t.tenant_id = p_tenant
        union all
        select
            'ledger.resolutions'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.event_seq, t.kind, t.remaining, t.facts, t.related_ids, t.actor, t.reason, t.recorded_at, t.xid, t.incarnation)) as bytes
        from ledger.resolutions as t
        where t.tenant_id = p_tenant
        union all
        select
            'recon.findings'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.check_name, t.subject, t.status, t.severity, t.source, t.detail, t.occurred_at, t.event_seq, t.fact_rows, t.actor,
                t.reason, t.recorded_at, t.xid, t.incarnation)) as bytes
        from recon.findings as t
        where t.tenant_id = p_tenant
        union all
        select
            'runs.report_run'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.run_id, t.report, t.status, t.parameters, t.actor, t.started_at, t.finished_at, t.as_of, t.error, t.recorded_at,
                t.xid, t.incarnation)) as bytes
        from runs.report_run as t
        where t.tenant_id = p_tenant
        union all
        select
            'runs.stage_conversion_facts'::text as table_name,
            t.seq as seq,
            t.incarnation,
            t.xid,
            record_send(row(
                t.tenant_id, t.seq, t.run_id, t.pipeline_id, t.from_stage_id, t.to_stage_id, t.pair_order, t.entered, t.converted, t.rate, t.xid,
                t.incarnation)) as bytes
        from runs.stage_conversion_facts as t
        where t.tenant_id = p_tenant
    ) as r
    -- By the indexes on xid, within one life of the database; which rows they are is what the two snapshots say.
    where r.xid >= case when p_after_incarnation = p_until_incarnation then pg_snapshot_xmin(p_after) else '0'::xid8 end
        and r.xid < case when p_after_incarnation = p_until_incarnation then pg_snapshot_xmax(p_until) else '18446744073709551615'::xid8 end
        and (r.incarnation < p_until_incarnation or r.incarnation = p_until_incarnation and pg_visible_in_snapshot(r.xid, p_until))
        and not coalesce(r.incarnation < p_after_incarnation or r.incarnation = p_after_incarnation and pg_visible_in_snapshot(r.xid, p_after), false)
$$;
comment on function ledger.sealed_rows_v1(uuid, int, pg_snapshot, int, pg_snapshot) is
    'The rows of a tenant (and of what is everybody''s) that came after one point and by another, each with the SHA-256 of all its columns: what a seal of version 1 is made of. Both nulls of the first point mean the beginning. One row a row; sort by (table_name collate "C", seq). Never changed: a further column of a table wants version 2.';
