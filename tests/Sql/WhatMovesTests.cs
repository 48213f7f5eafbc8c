using System.Globalization;
using System.Text;
using Plumbline.Ledger;
using Plumbline.Tenants;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.Events;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Sql;

/// <summary>
/// The test that matters: one event or one correction more, and exactly the numbers that depend on it move. Nothing is typed in
/// anywhere, so nothing else can.
/// </summary>
public sealed class WhatMovesTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string Month = "2026-01-01";

    private const string VoidWhatCameAfter = """
        insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor)
        select f.tenant_id, 'manual', 'void ' || f.name || f.seq, '2026-01-20', 'void', f.name, f.seq, 'this never happened', 'test'
        from (
            select tenant_id, seq, event_seq, 'raw_payments' as name from ledger.raw_payments
            union all select tenant_id, seq, event_seq, 'raw_opportunities' from ledger.raw_opportunities
            union all select tenant_id, seq, event_seq, 'raw_appointments' from ledger.raw_appointments
            union all select tenant_id, seq, event_seq, 'raw_clients' from ledger.raw_clients
            union all select tenant_id, seq, event_seq, 'raw_ad_spend' from ledger.raw_ad_spend
            union all select tenant_id, seq, event_seq, 'finance_snapshots' from ledger.finance_snapshots
            union all select tenant_id, seq, seq, 'raw_events' from ledger.raw_events
        ) as f
        where f.tenant_id = any ($1) and f.event_seq > $2
        """;

    private const string TakeVoidsBack = """
        insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor)
        select tenant_id, 'manual', 'back ' || seq, '2026-01-21', 'void', 'adjustments', seq, 'it did happen after all', 'test'
        from ledger.adjustments
        where tenant_id = any ($1) and kind = 'void'
        """;

    private static int last;
    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static readonly Dictionary<string, string> Events = new()
    {
        ["charge 5000"] = "cash_collected mer",
        ["charge 5000 test"] = "",
        ["charge 5000 EUR"] = "cash_collected/EUR mer/EUR",
        ["refund 700"] = "cash_collected refunds mer",
        ["contact c9"] = "leads cpl booking_rate",
        ["contact c9 without address"] = "",
        ["contact c1 said again"] = "",
        ["contact c1 spam"] = "leads cpl booking_rate",
        ["call a9 of c1"] = "booked cost_per_booked_call",
        ["call a9 of c2"] = "booked cost_per_booked_call booking_rate",
        ["call a1 moved"] = "",
        ["call a2 showed"] = "show_rate no_show_rate close_rate",
        ["call a2 noshow"] = "show_rate no_show_rate",
        ["call a1 invalid"] = "booked cost_per_booked_call booking_rate show_rate no_show_rate close_rate",
        ["deal d9 open by ann"] = "pipeline_value workload hygiene_score",
        ["deal d9 open by cat"] = "pipeline_value workload hygiene_score",
        ["deal d2 open again"] = "",
        ["deal d2 open worth more"] = "pipeline_value",
        ["deal d2 open without owner"] = "hygiene_score",
        ["deal d2 won"] = "pipeline_value workload hygiene_score won won_value close_rate average_deal",
        ["deal d2 lost"] = "pipeline_value workload hygiene_score",
        ["deal d1 worth more"] = "won_value average_deal",
        ["spend 900"] = "ad_spend cpl mer cost_per_booked_call click_rate hook_rate hold_rate",
        ["spend restated"] = "ad_spend cpl mer cost_per_booked_call",
        ["event page.viewed {\"visitorId\": \"v9\", \"path\": \"/\"}"] = "visitors",
        ["event page.viewed {\"visitorId\": \"v1\", \"path\": \"/\"}"] = "",
        ["event optin.submitted {\"form\": \"webinar\"}"] = "optins",
        ["event call.made {\"callId\": \"k1\", \"tags\": {\"ownerId\": \"ann\"}}"] = "calls_made",
        ["event call.made {\"callId\": \"k1\", \"tags\": {\"ownerId\": \"cat\"}}"] = "calls_made workload",
        ["event call.completed {\"callId\": \"k1\", \"durationSeconds\": 60}"] = "calls_completed",
        ["event automation.run {\"automation\": \"welcome\", \"succeeded\": true}"] = "automation_health",
        ["event automation.run {\"automation\": \"welcome\", \"succeeded\": false}"] = "automation_health",
        ["event client.onboarded {\"clientId\": \"k9\"}"] = "active_clients pct_at_100k",
        ["event client.onboarded {\"clientId\": \"k1\"}"] = "",
        ["event client.first_lead {\"clientId\": \"k2\"}"] = "time_to_first_lead",
        ["event client.hit_100k {\"clientId\": \"k2\"}"] = "pct_at_100k",
        ["event client.churned {\"clientId\": \"k1\"}"] = "active_clients health_score",
        ["event client.health_scored {\"clientId\": \"k1\", \"score\": 20}"] = "health_score",
        ["event finance.posted {\"month\": \"2026-01\", \"revenue\": 2000}"] = "ebitda_margin",
        ["event finance.posted {\"month\": \"2026-02\", \"revenue\": 2000}"] = "",
        ["event finance.posted {\"month\": \"2026-01\", \"targets\": {\"mer\": 4}}"] = "",
        ["subscription s9 of cus9 4000"] = "mrr",
        ["subscription s1 of cus1 4000"] = "mrr nrr",
        ["subscription s1 of cus1 0"] = "mrr nrr",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kpis_AfterOneEventMore_MoveExactlyWhereTheyDependOnIt()
    {
        // A company an event, all asked about at once: what is compared is the same, in a few statements.
        var companies = new Dictionary<string, Guid>();
        foreach (var what in Events.Keys)
        {
            companies[what] = await CompanyAsync();
        }

        var before = await FiguresAsync(companies.Values);
        var mark = await ledger.ScalarAsync<long>("select max(seq) from ledger.raw_events");
        await AppendAsync([.. companies.Select(company => What(company.Value, company.Key))]);
        var after = await FiguresAsync(companies.Values);

        Differing(companies, before, after, what => Events[what]).ShouldBeEmpty();

        // A fact that is voided is as if it had never come; one whose void is taken back is as if nobody had touched it.
        await ledger.ExecuteAsync(VoidWhatCameAfter, companies.Values.ToArray(), mark);
        Differing(companies, before, await FiguresAsync(companies.Values), _ => "").ShouldBeEmpty();

        await ledger.ExecuteAsync(TakeVoidsBack, companies.Values.ToArray());
        Differing(companies, after, await FiguresAsync(companies.Values), _ => "").ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_OfTheTestAbove_MoveEveryKpiThereIs()
    {
        var all = await ledger.ListAsync("select kpi from staging.kpi_definitions", row => row.GetString(0));

        Events.Values.SelectMany(kpis => kpis.Split(' ')).Where(kpi => kpi.Length > 0 && !kpi.Contains('/')).Distinct().ShouldBe(all, ignoreOrder: true);
    }

    [Fact]
    public async Task Kpis_AfterOneCorrectionMore_MoveExactlyWhereTheirTermsAreCorrected()
    {
        var measures = await ledger.ListAsync("select measure, is_money from config.measures order by measure", row => (Name: row.GetString(0), IsMoney: row.GetBoolean(1)));
        measures.Count.ShouldBeGreaterThan(40);
        var companies = new Dictionary<string, Guid>();
        foreach (var (measure, _) in measures)
        {
            companies[measure] = await CompanyAsync();
        }

        var before = await FiguresAsync(companies.Values);
        foreach (var (measure, isMoney) in measures)
        {
            await ledger.ExecuteAsync(
                "insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, measure, amount, currency, reason, actor) values ($1, 'manual', 'one', '2026-01-20', 'amount', $2, 7, $3, 'one correction more', 'test')",
                companies[measure], measure, isMoney ? "USD" : null);
        }

        var dependent = (await ledger.ListAsync(
            "select m.measure, coalesce(string_agg(k.kpi, ' '), '') from config.measures as m left join staging.kpi_definitions as k on m.measure = any (k.numerator || k.denominator) group by m.measure",
            row => (row.GetString(0), row.GetString(1)))).ToDictionary();
        Differing(companies, before, await FiguresAsync(companies.Values), measure => dependent[measure]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Kpis_OfDepartments_AddUpToTheCompany()
    {
        var tenant = await CompanyAsync();
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        var additive = await session.ListAsync(
            """
            select k.kpi
            from staging.kpi_definitions as k
            where k.denominator is null
                and not exists (
                    select
                    from staging.measures as m
                    where m.measure = any (k.numerator) and m.aggregation not in ('sum', 'stock')
                )
            """,
            row => row.GetString(0), Cancel);
        additive.Count.ShouldBeGreaterThan(10);

        foreach (var by in new[] { "department", "team", "owner_id", "client_id", "branch", "source_funnel", "utm_source", "utm_campaign" })
        {
            var company = (await FiguresAsync([tenant]))[tenant];
            var parts = await session.ListAsync(
                "select dimension_value, kpi, currency, value from report.kpis_by($1, $2, '2026-02-01', '{}', $3)",
                row => (Dimension: row.GetString(0), Kpi: row.GetString(1), Currency: row[2] as string, Value: row[3] as decimal?),
                Cancel, tenant, DateOnly.Parse(Month, CultureInfo.InvariantCulture), by);
            foreach (var ((kpi, currency), figure) in company.Where(figure => additive.Contains(figure.Key.Kpi)))
            {
                parts.Where(part => part.Kpi == kpi && part.Currency == currency).Sum(part => part.Value).ShouldBe(figure.Value, $"{kpi} by {by}");
            }

            // And each part is what the filter finds.
            var some = parts[^1].Dimension;
            var filtered = await ledger.KpisAsync(tenant, Month, $$"""{"{{by}}": "{{some}}"}""");
            parts.Where(part => part.Dimension == some).Select(part => (part.Kpi, part.Currency, part.Value))
                .ShouldBe(filtered.Select(kpi => (kpi.Kpi, kpi.Currency, kpi.Value)), ignoreOrder: true, customMessage: by);
        }
    }

    [Fact]
    public async Task Rows_OfEveryKpi_AddUpToIt()
    {
        var tenant = await CompanyAsync();
        await AppendAsync(What(tenant, "charge 5000 EUR"));
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        foreach (var (kpi, currency, _, numerator, denominator) in await ledger.KpisAsync(tenant, Month))
        {
            var rows = await session.ListAsync(
                """
                select measure, aggregation, in_numerator, in_denominator, value, entity
                from report.kpi_rows($1, $2, $3, '2026-02-01')
                where currency is null or currency is not distinct from $4
                """,
                row => (Measure: row.GetString(0), How: row.GetString(1), Upper: row.GetBoolean(2), Lower: row.GetBoolean(3), Value: row.GetDecimal(4), Entity: row[5] as string),
                Cancel, tenant, kpi, DateOnly.Parse(Month, CultureInfo.InvariantCulture), currency);

            decimal Total(Func<(string, string, bool, bool, decimal, string?), bool> part) => rows.Where(row => part(row)).GroupBy(row => row.How).Sum(how => how.Key switch
            {
                "distinct" or "recent" => how.Select(row => row.Entity).Distinct().Count(),
                "median" => how.Select(row => row.Value).Order().ElementAt(how.Count() / 2),
                _ => how.Sum(row => row.Value),
            });
            Total(row => row.Item3).ShouldBe(numerator ?? 0, $"{kpi} {currency}");
            Total(row => row.Item4).ShouldBe(denominator ?? 0, $"{kpi} {currency}");
        }
    }

    /// <returns>Each company that moved otherwise than expected, and how.</returns>
    private static List<string> Differing(Dictionary<string, Guid> companies, Dictionary<Guid, Figures> before, Dictionary<Guid, Figures> after, Func<string, string> expected) =>
        [.. companies
            .Select(company => (What: company.Key, Expected: Sorted(expected(company.Key).Split(' ', StringSplitOptions.RemoveEmptyEntries)), Moved: Sorted(Moved(before[company.Value], after[company.Value]))))
            .Where(found => found.Expected != found.Moved)
            .Select(found => $"{found.What}: expected [{found.Expected}], moved [{found.Moved}]")];

    private static string Sorted(IEnumerable<string> kpis) => string.Join(' ', kpis.Order(StringComparer.Ordinal));

    private static IEnumerable<string> Moved(Figures before, Figures after) => before.Keys.Union(after.Keys)
        .Where(key => !before.TryGetValue(key, out var was) || !after.TryGetValue(key, out var found) || was != found)
        .Select(key => key.Currency is null or "USD" ? key.Kpi : $"{key.Kpi}/{key.Currency}");

    private async Task<Dictionary<Guid, Figures>> FiguresAsync(IReadOnlyCollection<Guid> tenants)
    {
        await using var session = await ledger.Database.OpenAsync(tenants.First(), Cancel);
        await session.ListAsync("select set_config('app.tenant_ids', $1::uuid[]::text, true)", _ => 0, Cancel, tenants.ToArray());
        var rows = await session.ListAsync(
            """
            select t.tenant_id, k.kpi, k.currency, k.value, k.numerator, k.denominator
            from unnest($1::uuid[]) as t (tenant_id)
            cross join lateral report.kpis(t.tenant_id, '2026-01-01', '2026-02-01') as k
            """,
            row => (Tenant: row.GetGuid(0), Key: (row.GetString(1), row[2] as string), Figure: (row[3] as decimal?, row[4] as decimal?, row[5] as decimal?)),
            Cancel, tenants.ToArray());
        return rows.GroupBy(row => row.Tenant).ToDictionary(group => group.Key, group => new Figures(group.ToDictionary(row => row.Key, row => row.Figure)));
    }

    /// <summary>A company of which every KPI of January has a figure.</summary>
    private async Task<Guid> CompanyAsync()
    {
        var tenant = await ledger.AddSalesTenantAsync();
        await ledger.ExecuteAsync(
            "insert into config.label_rules (tenant_id, tenant_version, label, meaning) select tenant_id, version, 'spam', 'spam' from staging.tenants where tenant_id = $1", tenant);
        await ledger.ExecuteAsync(
            """
            insert into config.owners (tenant_id, tenant_version, owner_id, department, team, effective_from)
            select tenant_id, version, o.owner_id, o.department, o.team, '2025-01-01'
            from staging.tenants, (values ('ann', 'sales', 'closers'), ('ben', 'marketing', 'ads'), ('cat', 'sales', 'setters')) as o (owner_id, department, team)
            where tenant_id = $1
            """,
            tenant);
        string[] deeds =
        [
            "charge 20000", "refund 100", "contact c1", "contact c2", "contact c3", "call a1 of c1", "call a1 showed", "call a2 of c3", "call a3 of c3", "call a3 noshow",
            "deal d1 open by ann", "deal d1 won", "deal d2 open by ben", "deal d3 open by ann", "spend 300", "event page.viewed {\"visitorId\": \"v1\", \"path\": \"/\"}",
            "event optin.submitted {\"form\": \"webinar\"}", "event call.made {\"callId\": \"k0\"}", "event call.completed {\"callId\": \"k0\", \"durationSeconds\": 60}",
            "event automation.run {\"automation\": \"welcome\", \"succeeded\": true}", "event automation.run {\"automation\": \"welcome\", \"succeeded\": false}",
            "event client.onboarded {\"clientId\": \"k1\"}", "event client.onboarded {\"clientId\": \"k2\"}", "event client.onboarded {\"clientId\": \"k3\"}",
            "event client.hit_100k {\"clientId\": \"k1\"}", "event client.first_lead {\"clientId\": \"k1\"}", "event client.health_scored {\"clientId\": \"k1\", \"score\": 80}",
            "event client.health_scored {\"clientId\": \"k3\", \"score\": 60}", "event finance.posted {\"month\": \"2026-01\", \"revenue\": 1000, \"ebitda\": 200}", "subscription s1 of cus1 2500",
        ];
        await AppendAsync([.. deeds.Select(deed => What(tenant, deed))]);
        return tenant;
    }

    private async Task AppendAsync(params Delivery[] deliveries) =>
        (await writer.AppendAsync(deliveries, Cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored);

    private static Delivery What(Guid tenant, string what)
    {
        var words = what.Split(' ');
        return words[0] switch
        {
            "charge" => Deliveries.Event(tenant, Key(), "{}", Deliveries.Payment(Key(), Amount(words[1]), currency: words.Contains("EUR") ? "EUR" : "USD", livemode: !words.Contains("test"))),
            "refund" => Deliveries.Event(tenant, Key(), "{}", Deliveries.Payment(Key(), -Amount(words[1]), PaymentKind.Refund)),
            "contact" => Contact(tenant, words[1], Next(), added: "2026-01-03", email: !words.Contains("without"), labels: words.Contains("spam") ? ["spam"] : []),
            "call" => words switch
            {
                [_, var call, "of", var client] => Call(tenant, call, Next(), "confirmed", booked: "2026-01-05", start: "2026-02-10", client: client),
                [_, "a2", var status] => Call(tenant, "a2", Next(), status, booked: "2026-01-05", start: "2026-01-12", client: "c3"),
                [_, "a3", var status] => Call(tenant, "a3", Next(), status, booked: "2026-01-05", start: "2026-01-12", client: "c3"),
                [_, "a1", "moved"] => Call(tenant, "a1", Next(), "showed", booked: "2026-01-05", start: "2026-01-13", client: "c1"),
                [_, var call, var status] => Call(tenant, call, Next(), status, booked: "2026-01-05", start: "2026-01-12", client: "c1"),
                _ => throw new ArgumentException(what),
            },
            "deal" => Deal(
                tenant, words[1], Next(), words.Contains("won") || words is [_, "d1", "worth", ..] ? "won" : words.Contains("lost") ? "lost" : "open",
                words.Contains("worth") ? 150_000 : 100_000, owner: words.Contains("without") ? null : words is [.., "by", var owner] ? owner : words[1] == "d2" ? "ben" : "ann",
                client: "c3", origin: "google"),
            "spend" => words[1] == "restated"
                ? Spent(Spend(tenant, "2026-01-10", Next(), 301))
                : Spent(Spend(tenant, words[1] == "300" ? "2026-01-10" : "2026-01-11", Next(), Amount(words[1]))),
            "event" => Mapped(tenant, words[1], what[(what.IndexOf('{', StringComparison.Ordinal))..]),
            "subscription" => Subscribed(tenant, words[1], words[3], Amount(words[4])),
            _ => throw new ArgumentException(what),
        };
    }

    private static Delivery Spent(Delivery delivery) =>
        delivery with { AdSpend = [delivery.AdSpend[0] with { Impressions = 1000, Clicks = 100, VideoHooks = 50, VideoHolds = 10, Leads = 3 }] };

    // The first of a subscription is of the year before, so that the period begins with it.
    private static Delivery Subscribed(Guid tenant, string id, string customer, long mrr) => Deliveries.Say(tenant, Key(), source: "stripe") with
    {
        Subscriptions =
        [
            new SubscriptionState
            {
                SourceKey = Key(),
                SubscriptionId = id,
                CustomerId = customer,
                EffectiveAt = At(mrr == 2500 ? "2025-12-01" : Next()),
                Active = mrr > 0,
                MrrMinor = mrr,
                Currency = "USD",
            },
        ],
    };

    // As the events' own sender would write it.
    private static Delivery Mapped(Guid tenant, string type, string data)
    {
        var body = $$"""{"specversion": "1.0", "id": "{{Key()}}", "source": "test", "type": "{{type}}", "time": "{{Next()}}", "data": {{data}}}""";
        var company = new Tenant
        {
            Id = tenant,
            Slug = "test",
            Name = "Test",
            Currency = "USD",
            Culture = "en-US",
            FirstMonth = new Month(new DateOnly(2025, 1, 1)),
            GraceHours = 6,
            StripeAccounts = [],
            TimeZone = "UTC",
        };
        var units = new Dictionary<string, string> { ["mer"] = "multiple" };
        return EventMapper.Map(company, OpenedEvent.Of(Encoding.UTF8.GetBytes(body)), At("2026-03-01"), units).Delivery ?? throw new ArgumentException(body);
    }

    private static long Amount(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Key() => $"moves_{Interlocked.Increment(ref last)}";

    /// <summary>Each a second after the one before, in the middle of January.</summary>
    private static string Next() => At("2026-01-15T08:00:00Z").AddSeconds(Interlocked.Increment(ref last)).ToString("o", CultureInfo.InvariantCulture);

    private sealed class Figures(IDictionary<(string Kpi, string? Currency), (decimal? Value, decimal? Numerator, decimal? Denominator)> figures)
        : Dictionary<(string Kpi, string? Currency), (decimal? Value, decimal? Numerator, decimal? Denominator)>(figures);
}
