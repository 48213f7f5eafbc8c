namespace Plumbline.Tests.Sql;

/// <summary>An insert of one row for every append-only table, for tenant $1; the rows refer to one another by these keys.</summary>
internal static class SampleRows
{
    private const string Fact = "tenant_id, source, source_key, occurred_at, event_seq";
    private const string FactValues = "$1, 'test', 'key', '2026-01-15T12:00:00Z', 1";

    /// <summary>In an order in which foreign keys hold. The tables under config that a tenant needs to exist are filled by then.</summary>
    public static readonly IReadOnlyDictionary<string, string> Inserts = new Dictionary<string, string>
    {
        ["config.recipients"] = "insert into config.recipients (tenant_id, tenant_version, email) values ($1, 1, 'owner@example.com')",
        ["config.pipelines"] = "insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order) values ($1, 1, 'p', 'Sales', 1)",
        ["config.stages"] = "insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order) values ($1, 1, 'p', 's', 'New', 1)",
        ["config.label_rules"] = "insert into config.label_rules (tenant_id, tenant_version, label, meaning) values ($1, 1, 'spam', 'spam')",
        ["config.owners"] = "insert into config.owners (tenant_id, tenant_version, owner_id, effective_from) values ($1, 1, 'rep', '2026-01-01')",
        ["config.targets"] = "insert into config.targets (tenant_id, tenant_version, kpi, effective_from, currency, value) values ($1, 1, 'cash_collected', '2026-01-01', 'USD', 1)",
        ["config.admins"] = "insert into config.admins (tenant_id, tenant_version, email) values ($1, 1, 'admin@example.com')",
        ["config.headline_kpis"] = "insert into config.headline_kpis (tenant_id, tenant_version, kpi, display_order) values ($1, 1, 'leads', 1)",
        ["config.source_intervals"] = "insert into config.source_intervals (tenant_id, tenant_version, feed, hours) values ($1, 1, 'stripe', 24)",
        ["config.audit"] = "insert into config.audit (tenant_id, actor, action, subject) values ($1, 'test', 'tenant.put', '1')",
        ["config.api_tokens"] = "insert into config.api_tokens (tenant_id, token_id, sha256, scopes, actor, expires_at) values ($1, $1, sha256('x'), '{report}', 'test', '2100-01-01')",
        ["config.api_token_revocations"] = "insert into config.api_token_revocations (tenant_id, token_id, actor) values ($1, $1, 'test')",
        ["ledger.raw_events"] = "insert into ledger.raw_events (tenant_id, source, source_key, occurred_at, channel, event_type, body_sha256) values ($1, 'test', 'key', '2026-01-15T12:00:00Z', 'webhook', 'test', sha256('x'))",
        ["ledger.bodies"] = "insert into ledger.bodies (tenant_id, event_seq, body) values ($1, 1, 'x')",
        ["ledger.quarantine"] = "insert into ledger.quarantine (tenant_id, event_seq, reason, detail) values ($1, 1, 'test', 'test')",
        ["ledger.links"] = "insert into ledger.links (tenant_id, source, source_key, event_seq, kind, from_id, to_id) values ($1, 'test', 'key', 1, 'test', 'a', 'b')",
        ["ledger.raw_payments"] = $"insert into ledger.raw_payments ({Fact}, kind, amount_minor, currency, livemode) values ({FactValues}, 'capture', 100, 'USD', true)",
        ["ledger.raw_opportunities"] = $"insert into ledger.raw_opportunities ({Fact}, opportunity_id, effective_at) values ({FactValues}, 'o', '2026-01-15')",
        ["ledger.raw_appointments"] = $"insert into ledger.raw_appointments ({Fact}, appointment_id, effective_at) values ({FactValues}, 'a', '2026-01-15')",
        ["ledger.raw_clients"] = $"insert into ledger.raw_clients ({Fact}, aspect, entity_id, effective_at) values ({FactValues}, 'contact', 'c', '2026-01-15')",
        ["ledger.raw_ad_spend"] = $"insert into ledger.raw_ad_spend ({Fact}, spend_date, channel, effective_at, spend_minor, currency) values ({FactValues}, '2026-01-15', 'google', '2026-01-15', 5, 'USD')",
        ["ledger.finance_snapshots"] = $"insert into ledger.finance_snapshots ({Fact}, month, effective_at, currency) values ({FactValues}, '2026-01-01', '2026-01-15', 'USD')",
        ["ledger.adjustments"] = $"insert into ledger.adjustments ({Fact}, kind, measure, amount, currency, reason, actor) values ({FactValues}, 'amount', 'cash', 5, 'USD', 'a test of rights', 'test')",
        ["ledger.erasures"] = "insert into ledger.erasures (tenant_id, client_id, reason, actor, bodies) values ($1, 'c', 'a test of rights', 'test', 0)",
        ["ledger.resolutions"] = "insert into ledger.resolutions (tenant_id, event_seq, kind, actor) values ($1, 1, 'replay', 'test')",
        ["recon.findings"] = "insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, actor) values ($1, 'test', 'a', 'open', 'low', 'test', 'a test of rights', 'test')",
        ["recon.runs"] = "insert into recon.runs (tenant_id, run_id, status, requested_by, requested_at, started_at, finished_at, new_findings) values ($1, $1, 'completed', 'test', '2026-01-15', '2026-01-15', '2026-01-15', 0)",
        ["recon.run_sources"] = "insert into recon.run_sources (tenant_id, run_id, source, status, compared, matched, missing, differing, extra, started_at, finished_at, summary) values ($1, $1, 'stripe', 'completed', 1, 1, 0, 0, 0, '2026-01-15', '2026-01-15', 'test')",
        ["frozen.months"] = "insert into frozen.months (tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status) values ($1, '2026-01-01', 1, 'test', 'test', pg_current_snapshot(), 1, 'UTC', '2026-01-01', '2026-02-01', 'final')",
        ["frozen.month_metrics"] = "insert into frozen.month_metrics (tenant_id, month, revision, kpi, unit, status, reading, display_order) values ($1, '2026-01-01', 1, 'cash_collected', 'money', 'final', 'test', 1)",
        ["frozen.month_changes"] = "insert into frozen.month_changes (tenant_id, month, revision, changed_month, changed_revision, kpi, unit, row_count, reading) values ($1, '2026-01-01', 1, '2026-01-01', 1, 'leads', 'count', 1, 'test')",
        ["frozen.seals"] = "insert into frozen.seals (tenant_id, month, revision, version, row_count, seal) values ($1, '2026-01-01', 1, 1, 1, sha256('x'))",
        ["runs.report_run"] = "insert into runs.report_run (tenant_id, run_id, report, status, parameters, actor, started_at, finished_at, as_of) values ($1, $1, 'stage_conversion', 'completed', '{}', 'test', '2026-01-15', '2026-01-15', '1:1:1:')",
        ["runs.stage_conversion_facts"] = "insert into runs.stage_conversion_facts (tenant_id, run_id, pipeline_id, from_stage_id, to_stage_id, pair_order, entered, converted) values ($1, $1, 'p', 's1', 's2', 1, 2, 1)",
    };
}
