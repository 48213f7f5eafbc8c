using System.Globalization;
using Plumbline.Platform;
using Plumbline.Reports;
using Plumbline.Tenants;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reports;

/// <summary>Every KPI is what its rows come to: over facts of every kind, for whole and running months and by tags.</summary>
public sealed class KpiRowTotalsTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string Compare = """
        select k.kpi, k.currency, k.numerator, k.denominator, t.numerator, t.denominator
        from report.kpis($1, $2, $3, $4::jsonb) as k
        cross join lateral (
            select
                sum(r.value) filter (where r.in_numerator) as numerator,
                sum(r.value) filter (where r.in_denominator) as denominator
            from report.kpi_row_totals($1, k.kpi, $2, $3, $4::jsonb) as r
            where r.currency is null or r.currency = k.currency
        ) as t
        """;

    private static readonly string[] Facts =
    [
        """
        insert into ledger.raw_events (tenant_id, source, source_key, occurred_at, channel, event_type, object_id, body_sha256, attributes, utm_source)
        select $1, 'events', x.event_type || n, '2026-01-02T10:00:00Z'::timestamptz + n * interval '31 hours', 'api', x.event_type, x.event_type || n % 7, sha256('x'), x.attributes, 'google'
        from generate_series(1, 60) as n
        cross join (values ('page.viewed', '{}'::jsonb), ('optin.submitted', '{}'), ('call.made', '{}'), ('call.completed', '{}'), ('automation.run', '{"succeeded": true}')) as x (event_type, attributes)
        """,
        """
        insert into ledger.raw_payments (tenant_id, source, source_key, occurred_at, event_seq, kind, amount_minor, currency, livemode, department)
        select $1, 'stripe', x.kind || n, '2026-01-02T10:00:00Z'::timestamptz + n * interval '37 hours', 1, x.kind, x.sign * (100 + n), case when n % 5 = 0 then 'EUR' else 'USD' end, n % 11 > 0, case when n % 3 = 0 then 'sales' end
        from generate_series(1, 50) as n
        cross join (values ('capture', 1), ('refund', -1)) as x (kind, sign)
        """,
        """
        insert into ledger.raw_clients (tenant_id, source, source_key, occurred_at, event_seq, aspect, entity_id, client_id, effective_at, added_at, has_email)
        select $1, 'gohighlevel', 'contact' || n, at, 1, 'contact', 'c' || n, 'c' || n, at, at, true
        from generate_series(1, 40) as n
        cross join lateral (select '2026-01-02T10:00:00Z'::timestamptz + n * interval '47 hours' as at) as x
        """,
        """
        insert into ledger.raw_clients (tenant_id, source, source_key, occurred_at, event_seq, aspect, entity_id, client_id, effective_at, onboarded_at, first_lead_at, hit_100k_at, churned_at, health_score)
        select $1, 'events', x.what || n, x.at, 1, 'success', 'c' || n, 'c' || n, x.at,
            case x.what when 'on' then x.at end, case x.what when 'lead' then x.at end, case x.what when 'hit' then x.at end, case x.what when 'left' then x.at end, case when x.what like 'health%' then 10 * n % 97 end
        from generate_series(1, 12) as n
        cross join lateral (values
            ('on', '2025-12-20T10:00:00Z'::timestamptz + n * interval '150 hours'), ('lead', '2026-01-05T10:00:00Z'::timestamptz + n * interval '170 hours'),
            ('hit', case when n % 2 = 0 then '2026-01-20T10:00:00Z'::timestamptz + n * interval '90 hours' end), ('left', case when n % 5 = 0 then '2026-02-20T10:00:00Z'::timestamptz + n * interval '50 hours' end),
            ('health1', '2026-01-10T10:00:00Z'::timestamptz + n * interval '60 hours'), ('health2', '2026-02-10T10:00:00Z'::timestamptz + n * interval '60 hours')) as x (what, at)
        where x.at is not null
        """,
        """
        insert into ledger.raw_clients (tenant_id, source, source_key, occurred_at, event_seq, aspect, entity_id, customer_id, client_id, effective_at, mrr_minor, currency, active)
        select $1, 'stripe', 'sub' || n || x.state, x.at, 1, 'subscription', 'sub' || n, 'cus' || n, 'c' || n, x.at, x.mrr, case when n % 4 = 0 then 'EUR' else 'USD' end, x.mrr > 0
        from generate_series(1, 12) as n
        cross join lateral (values
            (1, '2025-12-15T10:00:00Z'::timestamptz + n * interval '40 hours', 1000 * n), (2, '2026-01-15T10:00:00Z'::timestamptz + n * interval '80 hours', 1000 * n + (n % 3 - 1) * 500),
            (3, '2026-02-20T10:00:00Z'::timestamptz + n * interval '30 hours', case when n % 3 = 0 then 0 else 1500 * n end)) as x (state, at, mrr)
        """,
        """
        insert into ledger.raw_appointments (tenant_id, source, source_key, occurred_at, event_seq, appointment_id, effective_at, calendar_id, status, booked_at, start_at, end_at, owner_id, client_id)
        select $1, 'gohighlevel', 'app' || n || x.state, x.at, 1, 'app' || n, x.at, 'sales', x.status, b.at, b.at + interval '50 hours', b.at + interval '51 hours', 'rep' || n % 3, 'c' || n
        from generate_series(1, 40) as n
        cross join lateral (select '2026-01-03T10:00:00Z'::timestamptz + n * interval '45 hours' as at) as b
        cross join lateral (values (1, b.at, 'confirmed'), (2, b.at + interval '60 hours', (array['showed', 'noshow', 'cancelled', 'showed'])[n % 4 + 1])) as x (state, at, status)
        """,
        """
        insert into ledger.raw_opportunities (tenant_id, source, source_key, occurred_at, event_seq, opportunity_id, effective_at, pipeline_id, stage_id, status, value_minor, currency, added_at, owner_id, client_id, origin)
        select $1, 'gohighlevel', 'opp' || n || x.state, x.at, 1, 'opp' || n, x.at, 'p1', 's' || x.state, x.status, case when n % 6 > 0 then 5000 + n end, case when n % 6 > 0 then case when n % 5 = 0 then 'EUR' else 'USD' end end, b.at, 'rep' || n % 3, 'c' || n, 'form'
        from generate_series(1, 40) as n
        cross join lateral (select '2026-01-04T10:00:00Z'::timestamptz + n * interval '43 hours' as at) as b
        cross join lateral (values (1, b.at, 'open'), (2, b.at + interval '200 hours', (array['won', 'lost', 'open'])[n % 3 + 1])) as x (state, at, status)
        """,
        """
        insert into ledger.raw_ad_spend (tenant_id, source, source_key, occurred_at, event_seq, spend_date, channel, effective_at, spend_minor, currency, impressions, clicks, video_hooks, video_holds, leads)
        select $1, 'events', 'ads' || n || x.version, '2026-01-01T12:00:00Z'::timestamptz + n * interval '1 day', 1, '2026-01-01'::date + n, 'google', '2026-01-02'::timestamptz + (n + x.version) * interval '1 day', 100 * n + x.version, case when n % 9 = 0 then 'EUR' else 'USD' end, 1000 + n, 50 + n, 40 + n, 20, 3
        from generate_series(1, 80) as n
        cross join (values (1), (2)) as x (version)
        """,
        """
        insert into ledger.finance_snapshots (tenant_id, source, source_key, occurred_at, event_seq, month, effective_at, revenue_minor, ebitda_minor, currency)
        select $1, 'events', 'fin' || n, m + interval '12 hours', 1, m::date, m + interval '40 days', 100000, 20000 * (2 - n), 'USD'
        from generate_series(0, 2) as n
        cross join lateral (select '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 month' as m) as x
        """,
        """
        insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, measure, amount, currency, reason, actor, department)
        select $1, 'manual', m.measure, '2026-02-10', 'amount', m.measure, 3, case when m.is_money then 'USD' end, 'every measure can be adjusted', 'test', 'sales'
        from config.measures as m
        """,
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KpiRowTotals_OfEveryKpi_AreItsNumeratorAndDenominator()
    {
        var tenant = await AddEverythingAsync();
        var compared = new List<Row>();
        // The clock stands at 20 March: March is running, April is still to come.
        await using var session = (await ReportSession.OpenAsync(ledger.Database, tenant, null, new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero), Cancel))!;
        foreach (var (from, to, filter) in new[]
        {
            ("2026-01-01", "2026-02-01", "{}"), ("2026-02-01", "2026-03-01", "{}"), ("2026-03-01", "2026-04-01", "{}"), ("2026-04-01", "2026-05-01", "{}"),
            ("2026-02-01", "2026-03-01", """{"department": "sales"}"""), ("2026-01-01", "2026-04-01", """{"owner_id": "rep1"}"""), ("2026-02-11", "2026-02-13", "{}"),
        })
        {
            compared.AddRange(await session.ListAsync(Compare, Row.Read, Cancel, tenant.Id, Date(from), Date(to), filter));
        }

        compared.Where(row => !row.Agrees).ShouldBeEmpty();
        var silent = (await session.ListAsync("select kpi from staging.kpi_definitions", row => row.GetString(0), Cancel))
            .Except(compared.Where(row => row.Numerator is not (null or 0)).Select(row => row.Kpi));
        silent.ShouldBeEmpty("of each KPI there was something to compare");
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<Tenant> AddEverythingAsync()
    {
        var slug = $"t{Guid.NewGuid():n}"[..20];
        var id = await ledger.AddTenantAsync("UTC", slug: slug);
        foreach (var facts in Facts)
        {
            (await ledger.ExecuteAsync(facts, id)).ShouldBePositive();
        }

        return (await new TenantDirectory(ledger.Database, TimeProvider.System).FindAsync(slug, Cancel))!;
    }

    private sealed record Row(string Kpi, string? Currency, decimal? Numerator, decimal? Denominator, decimal? NumeratorOfRows, decimal? DenominatorOfRows)
    {
        // No row is nothing; the middle of no days is unknown.
        public bool Agrees => Numerator == (Numerator is null ? NumeratorOfRows : NumeratorOfRows ?? 0) && (Denominator is null || Denominator == (DenominatorOfRows ?? 0));

        public static Row Read(Npgsql.NpgsqlDataReader row) => new(
            row.GetString(0), row.GetOptionalText(1), row.GetOptional<decimal>(2), row.GetOptional<decimal>(3), row.GetOptional<decimal>(4), row.GetOptional<decimal>(5));
    }
}
