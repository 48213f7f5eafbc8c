using Plumbline.Tests.Reports;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

public sealed class KpiReportTests(FunctionApp app) : IClassFixture<FunctionApp>
{
    private const string January = "month=2026-01";

    [Fact]
    public async Task Get_AMonth_IsEveryKpiWithWhatItMeans()
    {
        var token = await app.AddTenantAsync("whole-co");
        await app.PayAsync("whole-co", "usd", count: 3);
        await app.PayAsync("whole-co", "eur", currency: "EUR");
        await app.PayAsync("whole-co", "february", at: "2026-02-01T00:00:00Z");

        var reply = await app.GetAsync($"whole-co/kpis?{January}", token);

        var figures = reply.Json.GetProperty("kpis").EnumerateArray().ToList();
        figures.Select(figure => figure.Text("kpi")).Distinct().Count().ShouldBe((int)await app.CountAsync("select count(distinct kpi) from config.kpi_definitions"));
        var cash = figures[0];
        (cash.Text("kpi"), cash.Text("label"), cash.Text("department"), cash.Text("unit"), cash.Text("goodDirection"), cash.Text("currency"))
            .ShouldBe(("cash_collected", "Cash collected", "sales", "money", "up", "USD"));
        (cash.Number("value"), cash.Number("numerator"), cash.Number("denominator"), cash.Text("status")).ShouldBe((300, 300, null, "ok"));
        cash.Number("definitionVersion").ShouldBe(await app.CountAsync("select max(version)::bigint from config.kpi_definitions where kpi = 'cash_collected'"));
        reply.Kpi("cash_collected", "EUR").Number("value").ShouldBe(100);
        var nothing = reply.Kpi("show_rate");
        (nothing.Number("value"), nothing.Number("denominator"), nothing.Text("status")).ShouldBe((null, 0, "no data"));
        (reply.Json.Text("from"), reply.Json.Text("to"), reply.Json.Text("tenant")).ShouldBe(("2026-01-01", "2026-02-01", "whole-co"));
        reply.Json.Number("definitionsVersion").ShouldBe(await app.CountAsync("select max(seq) from config.kpi_definitions"));
        reply.Headers["Report-As-Of"].ShouldBe(reply.AsOf);
        reply.Headers["Vary"].ShouldContain("Accept");
    }

    [Fact]
    public async Task Get_Filtered_CountsOnlyWhatHasTheTags()
    {
        var token = await app.AddTenantAsync("filter-co");
        await app.PayAsync("filter-co", "s", count: 2, department: "sales", funnel: "Webinar");
        await app.PayAsync("filter-co", "d", count: 3, department: "delivery", funnel: "Webinar");
        await app.PayAsync("filter-co", "n");

        async Task<decimal?> CashAsync(string filter) =>
            (await app.GetAsync($"filter-co/kpis?from=2026-01-01&to=2026-02-01&kpi=cash_collected&{filter}", token)).Kpi("cash_collected").Number("value");

        (await CashAsync("department=sales")).ShouldBe(200);
        (await CashAsync("source_funnel=Webinar")).ShouldBe(500);
        (await CashAsync("source_funnel=Webinar&department=delivery")).ShouldBe(300);
        (await CashAsync("department=unknown")).ShouldBe(100);
        (await CashAsync("department=nobody")).ShouldBe(0);
    }

    [Fact]
    public async Task Get_ByATag_IsAFigureForEachOfItsValues()
    {
        var token = await app.AddTenantAsync("by-co");
        await app.PayAsync("by-co", "s", count: 2, department: "sales");
        await app.PayAsync("by-co", "n");

        var reply = await app.GetAsync($"by-co/kpis?{January}&kpi=cash_collected,refunds&by=department", token);

        reply.Json.GetProperty("kpis").GetArrayLength().ShouldBe(4);
        reply.Kpi("cash_collected", of: "sales").Number("value").ShouldBe(200);
        reply.Kpi("cash_collected", of: "unknown").Number("value").ShouldBe(100);
        reply.Kpi("refunds", of: "sales").Text("dimension").ShouldBe("department");
    }

    [Fact]
    public async Task Get_TheWholeCompanyInOneMonth_IsBesideItsTarget()
    {
        var token = await app.AddTenantAsync("target-co");
        await app.PayAsync("target-co", "paid", count: 3);
        await app.ScalarAsync<long>("""
            with spent as (
                insert into ledger.raw_ad_spend (tenant_id, source, source_key, occurred_at, event_seq, spend_date, channel, effective_at, spend_minor, currency)
                select tenant_id, 'events', 'ads', '2026-01-10', 1, '2026-01-10', 'google', '2026-01-10', 50, 'USD' from config.tenants where slug = 'target-co'
            ), refunded as (
                insert into ledger.raw_payments (tenant_id, source, source_key, occurred_at, event_seq, kind, amount_minor, currency, livemode)
                select tenant_id, 'stripe', 're', '2026-01-16', 1, 'refund', -40, 'USD', true from config.tenants where slug = 'target-co'
            ), targets as (
                insert into config.targets (tenant_id, tenant_version, kpi, effective_from, currency, value)
                select v.tenant_id, v.seq, x.kpi, '2026-01-01', x.currency, x.value
                from config.tenant_versions as v
                join config.tenants as t on t.tenant_id = v.tenant_id and t.slug = 'target-co'
                cross join (values ('cash_collected', 'USD', 520), ('refunds', 'USD', 20), ('ad_spend', 'USD', 100), ('mer', null, 4), ('show_rate', null, 0.7)) as x (kpi, currency, value)
            )
            select 1::bigint
            """);
        (decimal? Target, decimal? Attainment) Of(ReportReply reply, string kpi) => (reply.Kpi(kpi).Number("target"), reply.Kpi(kpi).Number("attainment"));

        var month = await app.GetAsync($"target-co/kpis?{January}", token);

        Of(month, "cash_collected").ShouldBe((520, 0.5m));
        Of(month, "refunds").ShouldBe((20, 0.5m), "half of what was to be undercut at most: less is better");
        Of(month, "ad_spend").ShouldBe((100, null), "neither way is better");
        Of(month, "mer").ShouldBe((4, 1.3m));
        Of(month, "show_rate").ShouldBe((0.7m, null), "no value to compare");
        Of(month, "leads").ShouldBe((null, null), "none was set");
        foreach (var part in new[] { "from=2026-01-01&to=2026-03-01", "from=2026-01-02&to=2026-02-01", $"{January}&department=unknown" })
        {
            Of(await app.GetAsync($"target-co/kpis?{part}", token), "cash_collected").Target.ShouldBeNull(part);
        }
    }

    [Theory]
    [InlineData("text/csv", "")]
    [InlineData(null, "&format=csv")]
    public async Task Get_AsCsv_IsATableWithoutFormulas(string? accept, string format)
    {
        var slug = accept is null ? "csv-a-co" : "csv-b-co";
        var token = await app.AddTenantAsync(slug);
        await app.PayAsync(slug, "x", funnel: "=HYPERLINK(\"http://evil.example\",\"a,b\")");
        await app.ScalarAsync<long>($"""
            with x as (
                insert into ledger.raw_payments (tenant_id, source, source_key, occurred_at, event_seq, kind, amount_minor, currency, livemode, source_funnel)
                select tenant_id, 'stripe', 're', '2026-01-16', 1, 'refund', -40, 'USD', true, '@SUM(1)' from config.tenants where slug = '{slug}')
            select 1::bigint
            """);

        var reply = await app.GetAsync($"{slug}/kpis?{January}&kpi=cash_collected&by=source_funnel{format}", token, accept);

        var version = await app.CountAsync("select max(version)::bigint from config.kpi_definitions where kpi = 'cash_collected'");
        (reply.Status, reply.MediaType).ShouldBe((200, "text/csv"));
        reply.Headers["Content-Disposition"].ShouldBe($"attachment; filename=\"kpis-{slug}-2026-01-01.csv\"");
        reply.Headers["ETag"].ShouldNotBeNullOrEmpty();
        reply.Text.ShouldBe(string.Join("\r\n",
            "kpi,label,department,definition_version,unit,good_direction,dimension,dimension_value,currency,value,numerator,denominator,status,target,attainment",
            $"cash_collected,Cash collected,sales,{version},money,up,source_funnel,\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"a,b\"\")\",USD,100,100,,ok,,",
            $"cash_collected,Cash collected,sales,{version},money,up,source_funnel,\"'@SUM(1)\",USD,-40,-40,,ok,,",
            ""));
    }

    [Fact]
    public async Task Get_IfNoneMatch_Is304UntilSomethingOfTheTenantCame()
    {
        var token = await app.AddTenantAsync("etag-co");
        await app.AddTenantAsync("etag-other-co");
        await app.PayAsync("etag-co", "first");
        const string path = $"etag-co/kpis?{January}&kpi=cash_collected";
        var first = await app.GetAsync(path, token);

        await app.PayAsync("etag-other-co", "other");
        var held = await app.GetAsync(path, token, ifNoneMatch: $"\"nonsense\", {first.Etag}");
        (held.Status, held.Text, held.Etag).ShouldBe((304, "", first.Etag));
        (await app.GetAsync(path, token, ifNoneMatch: "*")).Status.ShouldBe(304);
        (await app.GetAsync(path, token, "text/csv", first.Etag)).Status.ShouldBe(200, "another form");
        (await app.GetAsync($"{path}&department=sales", token, ifNoneMatch: first.Etag)).Status.ShouldBe(200, "another question");

        await app.PayAsync("etag-co", "second");
        var second = await app.GetAsync(path, token, ifNoneMatch: first.Etag);
        (second.Kpi("cash_collected").Number("value"), second.Etag).ShouldBe((200, second.Etag));
        second.Etag.ShouldNotBe(first.Etag);

        var then = await app.GetAsync($"{path}&asOf={first.AsOf}", token);
        (then.Kpi("cash_collected").Number("value"), then.AsOf).ShouldBe((100, first.AsOf));
        (await app.GetAsync($"{path}&asOf={first.AsOf}", token, ifNoneMatch: then.Etag)).Status.ShouldBe(304);
    }

    [Theory]
    [InlineData("kpis?colour=red", "'colour'")]
    [InlineData("kpis?from=2026-01-32&to=2026-02-01", "from is '2026-01-32'")]
    [InlineData("kpis?from=2026-02-01&to=2026-01-01", "from must be before to")]
    [InlineData("kpis?month=2026-00", "month is '2026-00'")]
    [InlineData("kpis?department=", "department is empty")]
    [InlineData("kpis?kpi=leads,profit", "Unknown KPI 'profit'; known are cash_collected,")]
    [InlineData("kpis?kpi=", "kpi is empty")]
    [InlineData("kpis?kpi=leads,", "Unknown KPI ''")]
    [InlineData("kpis?by=colour", "by is 'colour'")]
    [InlineData("kpis?format=xml", "format is 'xml'")]
    [InlineData("kpis?asOf=yesterday", "asOf is 'yesterday'")]
    [InlineData("kpis?asOf=1:900000000:900000000:", "the ledger has not come to that point")]
    [InlineData("kpis?limit=10", "'limit'")]
    [InlineData("kpis/profit/rows", "Unknown KPI 'profit'")]
    [InlineData("kpis/leads/rows?limit=0", "limit is '0'")]
    [InlineData("kpis/leads/rows?limit=1001", "limit is '1001'")]
    [InlineData("kpis/leads/rows?limit=ten", "limit is 'ten'")]
    [InlineData("kpis/leads/rows?cursor=abc", "cursor is 'abc'")]
    [InlineData("kpis/leads/rows?by=team", "'by'")]
    public async Task Get_WhatItCannotAnswer_Is400NamingIt(string path, string named)
    {
        var reply = await app.GetAsync($"demo/{path}", app.Token);

        reply.Status.ShouldBe(400, reply.Text);
        reply.Detail.ShouldContain(named);
    }

    [Fact]
    public async Task Get_FormThatIsNotThere_Is406()
    {
        var reply = await app.GetAsync("demo/kpis", app.Token, "image/png");

        (reply.Status, reply.MediaType).ShouldBe((406, "application/problem+json"));
    }

    [Fact]
    public async Task Get_WithoutATokenForReports_IsRefused()
    {
        var other = await app.AddTenantAsync("no-entry-co");
        using var issue = await app.SendAsync(HttpMethod.Post, "/api/manage/demo/tokens", new { actor = "sender", scopes = new[] { "ingest" } }, key: app.FunctionKey);
        var ingest = System.Text.Json.JsonDocument.Parse(await issue.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.Text("token");

        foreach (var path in new[] { "demo/kpis", "demo/kpis/leads/rows" })
        {
            (await app.GetAsync(path, null)).Status.ShouldBe(401);
            (await app.GetAsync(path, other)).Status.ShouldBe(403);
            (await app.GetAsync(path, ingest)).Status.ShouldBe(403);
        }
    }
}
