using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Plumbline.Tests.OpenApi;
using Plumbline.Tests.Reports;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>A closed month and what changed since, over HTTP; every answer is as the API's description has it.</summary>
[Collection(nameof(FunnelDemo))]
public sealed class ClosedMonthTests(FunnelDemo demo) : IAsyncLifetime
{
    private readonly FunctionApp app = demo.Running;
    private ApiContract contract = new([]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => contract = await ApiContract.ReadAsync(app.Http);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Get_LateMoney_IsToldBesideTheFrozenMonth()
    {
        var token = await app.AddTenantAsync("since-co", firstMonth: "2026-01");
        await app.PayAsync("since-co", "in-time", count: 3);
        using (var freeze = await app.SendAsync(HttpMethod.Post, "/api/manage/since-co/months/2026-01/freeze", token: token))
        {
            freeze.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var quiet = await GetAsync("ListMonthChanges", "since-co/months/2026-01/changes", token, 200);
        (quiet.GetProperty("unchanged").GetBoolean(), quiet.GetProperty("changes").GetArrayLength()).ShouldBe((true, 0));

        await app.PayAsync("since-co", "late", count: 2);
        var changes = await GetAsync("ListMonthChanges", "since-co/months/2026-01/changes?rows=1", token, 200);
        var month = await GetAsync("GetClosedMonth", "since-co/months/2026-01", token, 200);

        (changes.Text("tenant"), changes.Text("month"), changes.Number("revision"), changes.Text("reason"), changes.GetProperty("unchanged").GetBoolean())
            .ShouldBe(("since-co", "2026-01", 1, "on request", false));
        changes.Text("asOf")!.Split(':').Length.ShouldBe(4);
        var cash = changes.GetProperty("changes").EnumerateArray().Single(change => change.Text("kpi") == "cash_collected");
        (cash.Text("label"), cash.Text("currency"), cash.Text("unit"), cash.Number("frozen"), cash.Number("current")).ShouldBe(("Cash collected", "USD", "money", 300, 500));
        cash.GetProperty("byCause").EnumerateObject().Select(cause => (cause.Name, cause.Value.GetDecimal()))
            .ShouldBe([("definition", 0m), ("settings", 0m), ("late", 200m), ("adjustments", 0m)]);
        cash.Text("reading").ShouldBe("Cash collected of January 2026 would be $2.00 higher, from 2 payments that came late.");
        cash.Number("rowCount").ShouldBe(2);
        var row = cash.GetProperty("rows").EnumerateArray().ShouldHaveSingleItem();
        (row.Text("cause"), row.Text("term"), row.Text("factTable"), row.Number("eventSeq"), row.Text("localDate"), row.Number("before"), row.Number("after"))
            .ShouldBe(("late", "cash", "raw_payments", 1, "2026-01-15", null, 100));

        month.GetProperty("metrics").EnumerateArray().Single(metric => metric.Text("kpi") == "cash_collected").Number("value").ShouldBe(300);
        month.GetProperty("changes").GetArrayLength().ShouldBe(0);
        var revision = month.GetProperty("revisions").EnumerateArray().ShouldHaveSingleItem();
        (revision.Number("revision"), revision.Text("reason"), revision.Text("status")).ShouldBe((1, "on request", month.Text("status")));
    }

    [Fact]
    public async Task Get_WhatThereIsNot_IsRefusedByName()
    {
        var token = await app.AddTenantAsync("strict-co", firstMonth: "2026-01");
        using (await app.SendAsync(HttpMethod.Post, "/api/manage/strict-co/months/2026-01/freeze", token: token))
        {
        }

        const string month = "strict-co/months/2026-01";
        await GetAsync("GetClosedMonth", $"{month}?revision=1", token, 200);
        await GetAsync("ListMonthChanges", $"{month}/changes?rows=0", token, 200);
        foreach (var (id, path, status, detail) in new[]
        {
            ("GetClosedMonth", $"{month}?revision=2", 404, "2026-01 is not frozen as revision 2."),
            ("GetClosedMonth", "strict-co/months/2026-02", 404, "2026-02 is not frozen."),
            ("ListMonthChanges", "strict-co/months/2026-02/changes", 404, "2026-02 is not frozen."),
            ("GetClosedMonth", "strict-co/months/may", 400, "'may' is not a month. Write it as yyyy-MM, such as 2026-01."),
            ("ListMonthChanges", "strict-co/months/2026-13/changes", 400, "'2026-13' is not a month. Write it as yyyy-MM, such as 2026-01."),
            ("GetClosedMonth", $"{month}?revision=0", 400, "revision is '0'; it is a number from 1."),
            ("GetClosedMonth", $"{month}?department=sales", 400, "Unknown parameter 'department'; known is revision."),
            ("ListMonthChanges", $"{month}/changes?rows=1001", 400, "rows is '1001'; it is a number from 0 to 1000."),
            ("ListMonthChanges", $"{month}/changes?rows=-1", 400, "rows is '-1'; it is a number from 0 to 1000."),
            ("ListMonthChanges", $"{month}/changes?rows=1&rows=2", 400, "rows is given 2 times; give it once."),
            ("ListMonthChanges", $"{month}/changes?revision=1", 400, "Unknown parameter 'revision'; known is rows."),
        })
        {
            (await GetAsync(id, path, token, status)).Text("detail").ShouldBe(detail, path);
        }

        foreach (var (id, path) in new[] { ("GetClosedMonth", month), ("ListMonthChanges", $"{month}/changes") })
        {
            await GetAsync(id, path, null, 401);
            await GetAsync(id, path, $"plb_other_{new string('A', 43)}", 403);
        }
    }

    private async Task<JsonElement> GetAsync(string id, string path, string? token, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/reports/{path}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await app.Http.SendAsync(request, Cancel);
        var body = await contract.HoldAsync(id, response);
        ((int)response.StatusCode).ShouldBe(status, $"{path}: {body}");
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
