using System.Text.Json;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reports;

public sealed class KpiRowsTests(FunctionApp app) : IClassFixture<FunctionApp>
{
    private const string January = "month=2026-01";

    [Fact]
    public async Task Get_PageByPageWhileFactsArrive_IsTheListOfTheFirstPage()
    {
        var token = await app.AddTenantAsync("paging-co");
        await app.PayAsync("paging-co", "usd", count: 23);
        await app.PayAsync("paging-co", "eur", count: 4, currency: "EUR", at: "2026-01-20T00:00:00Z");
        var rows = new List<JsonElement>();
        var pages = 0;

        for (var next = $"?{January}&limit=10"; next is not null; pages++)
        {
            var page = await app.GetAsync($"paging-co/kpis/cash_collected/rows{next}", token);
            rows.AddRange(page.Json.GetProperty("rows").EnumerateArray());
            page.Json.GetProperty("figures").EnumerateArray().Select(figure => (figure.Text("currency"), figure.Number("value"))).ShouldBe([("USD", 2300m), ("EUR", 400m)]);
            page.Json.GetProperty("totals").EnumerateArray().Select(total => (total.Text("currency"), total.Number("rows"), total.Number("value"))).ShouldBe([("EUR", 4, 400m), ("USD", 23, 2300m)]);
            page.Headers.GetValueOrDefault("Link").ShouldBe(page.Json.Text("next") is { } link ? $"<{link}>; rel=\"next\"" : null);
            next = page.Json.Text("next");
            await app.PayAsync("paging-co", $"later{pages}", count: 2, at: "2026-01-02T00:00:00Z");
        }

        pages.ShouldBe(3);
        rows.Select(row => row.Number("factSeq")).Distinct().Count().ShouldBe(27);
        rows.GroupBy(row => row.Text("currency")).Select(group => (group.Key, group.Sum(row => row.Number("value")))).ShouldBe([("USD", 2300m), ("EUR", 400m)]);
        var again = await app.GetAsync($"paging-co/kpis/cash_collected/rows?{January}", token);
        again.Json.GetProperty("rows").GetArrayLength().ShouldBe(33);
    }

    [Fact]
    public async Task Get_ARow_TellsItsFactAndWhereThatIsFrom()
    {
        var token = await app.AddTenantAsync("origin-co");
        await app.PayAsync("origin-co", "pay_", department: "sales", funnel: "Webinar");

        var row = (await app.GetAsync($"origin-co/kpis/cash_collected/rows?{January}", token)).Json.GetProperty("rows").EnumerateArray().ShouldHaveSingleItem();

        (row.Text("term"), row.Text("measure"), row.Text("aggregation"), row.Text("currency"), row.Number("value")).ShouldBe(("cash", "cash", "sum", "USD", 100));
        (row.GetProperty("inNumerator").GetBoolean(), row.GetProperty("inDenominator").GetBoolean()).ShouldBe((true, false));
        (row.Text("occurredAt"), row.Text("localDate")).ShouldBe(("2026-01-15T12:00:00+00:00", "2026-01-15"));
        (row.GetProperty("tags").Text("department"), row.GetProperty("tags").Text("source_funnel"), row.GetProperty("tags").Text("team")).ShouldBe(("sales", "Webinar", "unknown"));
        (row.Text("factTable"), row.Text("source"), row.Text("sourceKey"), row.Number("eventSeq")).ShouldBe(("raw_payments", "stripe", "pay_1", 1));
        row.Number("factSeq").ShouldBe(await app.CountAsync("select seq from ledger.raw_payments where source_key = 'pay_1'"));
        row.GetProperty("recordedAt").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Get_Filtered_IsTheRowsOfThatFigure()
    {
        var token = await app.AddTenantAsync("narrow-co");
        await app.PayAsync("narrow-co", "s", count: 2, department: "sales");
        await app.PayAsync("narrow-co", "d", count: 3, department: "delivery");

        var page = await app.GetAsync($"narrow-co/kpis/cash_collected/rows?{January}&department=sales&limit=1", token);

        page.Json.GetProperty("figures")[0].Number("value").ShouldBe(200);
        var next = page.Json.Text("next")!;
        (await app.GetAsync($"narrow-co/kpis/cash_collected/rows{next}", token)).Json.GetProperty("rows")[0].GetProperty("tags").Text("department").ShouldBe("sales");
        (await app.GetAsync($"narrow-co/kpis/cash_collected/rows{next.Replace("sales", "delivery", StringComparison.Ordinal)}", token)).Detail.ShouldContain("cursor belongs to another");
        (await app.GetAsync($"narrow-co/kpis/refunds/rows{next}", token)).Detail.ShouldContain("cursor belongs to another");
        (await app.GetAsync($"narrow-co/kpis/cash_collected/rows{next}&asOf=1:3:3:", token)).Detail.ShouldContain("asOf is not what cursor says");
    }

    [Fact]
    public async Task Get_SamePageAgain_Is304WhateverCame()
    {
        var token = await app.AddTenantAsync("still-co");
        await app.PayAsync("still-co", "p", count: 3);
        var first = await app.GetAsync($"still-co/kpis/cash_collected/rows?{January}&limit=2", token);
        var path = $"still-co/kpis/cash_collected/rows{first.Json.Text("next")}";
        var page = await app.GetAsync(path, token);

        await app.PayAsync("still-co", "q");

        (await app.GetAsync(path, token, ifNoneMatch: page.Etag)).Status.ShouldBe(304);
        (await app.GetAsync($"still-co/kpis/cash_collected/rows?{January}&limit=2", token, ifNoneMatch: first.Etag)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Get_AsCsv_IsTheRowsOfThePage()
    {
        var token = await app.AddTenantAsync("rows-csv-co");
        await app.PayAsync("rows-csv-co", "p", count: 3, funnel: "+1 \"quoted\"");

        var reply = await app.GetAsync($"rows-csv-co/kpis/cash_collected/rows?{January}&limit=2&format=csv", token);

        var lines = reply.Text.Split("\r\n");
        lines.Length.ShouldBe(4);
        lines[0].ShouldBe("term,measure,aggregation,in_numerator,in_denominator,currency,value,entity,occurred_at,local_date,fact_table,fact_seq,"
            + "department,team,owner_id,client_id,branch,source_funnel,utm_source,utm_medium,utm_campaign,utm_term,utm_content,source,source_key,recorded_at,event_seq");
        lines[1].ShouldStartWith("cash,cash,sum,true,false,USD,100,,2026-01-15T12:00:00Z,2026-01-15,raw_payments,");
        lines[1].ShouldContain(",\"'+1 \"\"quoted\"\"\",");
        reply.Headers["Content-Disposition"].ShouldBe("attachment; filename=\"cash_collected-rows-csv-co-2026-01-01.csv\"");
        reply.Headers["Link"].ShouldStartWith("<?from=2026-01-01&to=2026-02-01&limit=2&format=csv&cursor=");
        var last = await app.GetAsync($"rows-csv-co/kpis/cash_collected/rows{reply.Headers["Link"].Split('<', '>')[1]}", token);
        (last.MediaType, last.Text.Split("\r\n").Length, last.Headers.ContainsKey("Link")).ShouldBe(("text/csv", 3, false));
    }
}
