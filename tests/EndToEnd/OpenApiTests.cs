using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Tests.Manage;
using Plumbline.Tests.OpenApi;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The app's answers, held against the document that describes them.</summary>
[Collection(nameof(FunnelDemo))]
public sealed class OpenApiTests(FunnelDemo demo) : IAsyncLifetime
{
    private const string Json = "application/json";
    private ApiContract contract = new([]);
    private FunctionApp App => demo.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => contract = await ApiContract.ReadAsync(App.Http);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Get_Document_IsAnybodysAndNamedByItsContent()
    {
        var first = await SendAsync("GetOpenApi", HttpMethod.Get, "openapi.json", 200);
        await SendAsync("GetOpenApi", HttpMethod.Get, "openapi.json", 304, headers: ("If-None-Match", first.Etag!));
        (await SendAsync("GetOpenApi", HttpMethod.Get, "openapi.json", 200, headers: ("If-None-Match", "\"other\""))).Etag.ShouldBe(first.Etag);

        JsonNode.Parse(first.Body)!["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        first.Body.ShouldNotContain("demo");
    }

    [Theory]
    [InlineData("ListKpis", "kpis?month=2026-04", 200)]
    [InlineData("ListKpis", "kpis?from=2026-03-05&to=2026-04-20&by=owner_id&kpi=leads,cash_collected,show_rate", 200)]
    [InlineData("ListKpis", "kpis?month=2026-04&department=sales&utm_source=unknown", 200)]
    [InlineData("ListKpis", "kpis?format=csv&by=department", 200)]
    [InlineData("ListKpis", "kpis?colour=red", 400)]
    [InlineData("ListKpis", "kpis?month=2026-04", 406, "image/png")]
    [InlineData("ListKpiRows", "kpis/cash_collected/rows?month=2026-04&limit=3", 200)]
    [InlineData("ListKpiRows", "kpis/leads/rows?month=2026-04", 200, "text/csv")]
    [InlineData("ListKpiRows", "kpis/leads/rows?month=2020-01", 200)]
    [InlineData("ListKpiRows", "kpis/profit/rows", 400)]
    [InlineData("GetFunnel", "funnel", 200)]
    [InlineData("GetFunnel", "funnel?month=2026-04&by=owner_id", 200)]
    [InlineData("GetFunnel", "funnel?month=2026-04&by=month&format=csv", 200)]
    [InlineData("GetFunnel", "funnel?by=colour", 400)]
    [InlineData("ListStageConversions", "stage-conversion?status=completed&limit=1", 200)]
    [InlineData("ListStageConversions", "stage-conversion?format=csv", 200)]
    [InlineData("ListStageConversions", "stage-conversion?status=lost", 400)]
    [InlineData("GetStageConversion", "stage-conversion/0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02", 404)]
    public async Task Get_Report_IsAsDescribed(string id, string path, int status, string? accept = null)
    {
        var answer = await SendAsync(id, HttpMethod.Get, $"reports/demo/{path}", status, App.Token, headers: ("Accept", accept ?? "*/*"));

        if (answer.Etag is { } etag)
        {
            await SendAsync(id, HttpMethod.Get, $"reports/demo/{path}", 304, App.Token, headers: [("Accept", accept ?? "*/*"), ("If-None-Match", etag)]);
        }
    }

    [Fact]
    public async Task Get_RowsOfEveryKpi_AreAsDescribed()
    {
        var kpis = JsonNode.Parse((await SendAsync("ListKpis", HttpMethod.Get, "reports/demo/kpis?month=2026-04", 200, App.Token)).Body)!["kpis"]!.AsArray();

        foreach (var kpi in kpis.Select(figure => figure!["kpi"]!.GetValue<string>()).Distinct())
        {
            await SendAsync("ListKpiRows", HttpMethod.Get, $"reports/demo/kpis/{kpi}/rows?month=2026-04&limit=20", 200, App.Token);
        }
    }

    [Theory]
    [InlineData("ListKpis", "GET", "reports/demo/kpis")]
    [InlineData("ListKpiRows", "GET", "reports/demo/kpis/leads/rows")]
    [InlineData("GetFunnel", "GET", "reports/demo/funnel")]
    [InlineData("ListStageConversions", "GET", "reports/demo/stage-conversion")]
    [InlineData("GetStageConversion", "GET", "reports/demo/stage-conversion/x")]
    [InlineData("RunStageConversion", "POST", "reports/demo/stage-conversion")]
    [InlineData("MonthPage", "GET", "pages/demo/months/2026-04")]
    [InlineData("FunnelPage", "GET", "pages/demo/funnel")]
    [InlineData("ListMonths", "GET", "manage/demo/months")]
    [InlineData("ListAudit", "GET", "manage/demo/audit")]
    [InlineData("ListAdjustments", "GET", "manage/demo/adjustments")]
    [InlineData("GetAdjustment", "GET", "manage/demo/adjustments/1")]
    [InlineData("CreateAdjustment", "POST", "manage/demo/adjustments")]
    [InlineData("FreezeMonth", "POST", "manage/demo/months/2026-04/freeze")]
    [InlineData("RequestDigest", "POST", "manage/demo/months/2026-04/digest")]
    [InlineData("ListSuppressions", "GET", "manage/demo/suppressions")]
    [InlineData("LiftSuppression", "DELETE", "manage/demo/suppressions/ann@demo.example")]
    [InlineData("ReceiveEvents", "POST", "events/demo")]
    public async Task Send_WithoutATokenOfTheTenants_IsRefusedAsDescribed(string id, string method, string path)
    {
        await SendAsync(id, new HttpMethod(method), path, 401);
        await SendAsync(id, new HttpMethod(method), path, 403, $"plb_other_{new string('A', 43)}");
    }

    [Theory]
    [InlineData("PutTenant", "PUT", "manage/tenants/demo")]
    [InlineData("GetTenant", "GET", "manage/tenants/demo")]
    [InlineData("CreateToken", "POST", "manage/demo/tokens")]
    [InlineData("RevokeToken", "DELETE", "manage/demo/tokens/0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02")]
    [InlineData("ReconcileEveryTenant", "POST", "manage/reconcile")]
    public async Task Send_WithoutTheFunctionKey_IsTheHostsOwnRefusal(string id, string method, string path) =>
        await SendAsync(id, new HttpMethod(method), path, 401);

    [Fact]
    public async Task StageConversion_RunAndReadBack_IsAsDescribed()
    {
        const string path = "reports/demo/stage-conversion";
        var pipeline = JsonNode.Parse((await SendAsync("GetTenant", HttpMethod.Get, "manage/tenants/demo", 200, key: App.FunctionKey)).Body)!["pipelines"]![0]!["id"]!.GetValue<string>();

        var run = await SendAsync("RunStageConversion", HttpMethod.Post, path, 201, App.Token, body: $$"""{"pipeline":"{{pipeline}}","month":"2026-03"}""");
        await SendAsync("RunStageConversion", HttpMethod.Post, path, 201, App.Token, body: $$"""{"pipeline":"{{pipeline}}","windowDays":null}""");
        await SendAsync("RunStageConversion", HttpMethod.Post, path, 400, App.Token, body: """{"pipeline":"none"}""");
        await SendAsync("RunStageConversion", HttpMethod.Post, path, 413, App.Token, body: new string(' ', 1_048_577));
        var kept = $"{path}/{JsonNode.Parse(run.Body)!["run"]}";
        (await SendAsync("GetStageConversion", HttpMethod.Get, kept, 200, App.Token)).Body.ShouldBe(run.Body);
        await SendAsync("GetStageConversion", HttpMethod.Get, $"{kept}?format=csv", 200, App.Token);
        await SendAsync("GetStageConversion", HttpMethod.Get, $"{kept}?month=2026-03", 400, App.Token);
        await SendAsync("GetStageConversion", HttpMethod.Get, kept, 406, App.Token, headers: ("Accept", "image/png"));
        await SendAsync("ListStageConversions", HttpMethod.Get, $"{path}?limit=1", 200, App.Token);
    }

    [Fact]
    public async Task Months_ListedClosedAndMailed_AreAsDescribed()
    {
        await SendAsync("ListMonths", HttpMethod.Get, "manage/demo/months?limit=2", 200, App.Token);
        await SendAsync("ListMonths", HttpMethod.Get, "manage/demo/months?before=soon", 400, App.Token);
        await SendAsync("FreezeMonth", HttpMethod.Post, "manage/demo/months/2026-04/freeze", 200, App.Token);
        await SendAsync("FreezeMonth", HttpMethod.Post, "manage/demo/months/2026-05/freeze", 409, App.Token);
        await SendAsync("FreezeMonth", HttpMethod.Post, "manage/demo/months/may/freeze", 400, App.Token);
        await SendAsync("RequestDigest", HttpMethod.Post, "manage/demo/months/2026-04/digest", 202, App.Token);
        await SendAsync("RequestDigest", HttpMethod.Post, "manage/demo/months/2026-05/digest", 404, App.Token);
        await SendAsync("RequestDigest", HttpMethod.Post, "manage/demo/months/may/digest", 400, App.Token);
        await SendAsync("RequestDigest", HttpMethod.Post, "manage/demo/months/2026-04/digest", 202, App.Token, body: """{"revision":1}""");
        await SendAsync("RequestDigest", HttpMethod.Post, "manage/demo/months/2026-04/digest", 404, App.Token, body: """{"revision":9}""");
        await SendAsync("RequestDigest", HttpMethod.Post, "manage/demo/months/2026-04/digest", 413, App.Token, body: new string(' ', 1_048_577));
        await SendAsync("MonthPage", HttpMethod.Get, "pages/demo/months/2026-04", 200, App.Token);
        await SendAsync("MonthPage", HttpMethod.Get, demo.MonthPage["/api/".Length..], 200);
        await SendAsync("MonthPage", HttpMethod.Get, "pages/demo/months/2026-05", 404, App.Token);
        await SendAsync("MonthPage", HttpMethod.Get, "pages/demo/months/may", 400);
        await SendAsync("FunnelPage", HttpMethod.Get, "pages/demo/funnel?month=2026-04&by=branch", 200, App.Token);
        await SendAsync("FunnelPage", HttpMethod.Get, "pages/demo/funnel?colour=red", 400, App.Token);
    }

    [Fact]
    public async Task TenantsAndTokens_AreAsDescribed()
    {
        const string path = "manage/tenants/described-co";
        var settings = FullSettings.Json.DeepClone();
        settings["locationId"] = "loc_described";

        await SendAsync("PutTenant", HttpMethod.Put, path, 201, key: App.FunctionKey, body: settings.ToJsonString());
        await SendAsync("PutTenant", HttpMethod.Put, path, 200, key: App.FunctionKey, body: settings.ToJsonString());
        await SendAsync("PutTenant", HttpMethod.Put, path, 400, key: App.FunctionKey, body: "{}");
        await SendAsync("PutTenant", HttpMethod.Put, path, 413, key: App.FunctionKey, body: new string(' ', 1_048_577));
        await SendAsync("GetTenant", HttpMethod.Get, path, 200, key: App.FunctionKey);
        await SendAsync("GetTenant", HttpMethod.Get, "manage/tenants/nobody", 404, key: App.FunctionKey);
        const string tokens = "manage/described-co/tokens";
        var issued = JsonNode.Parse((await SendAsync("CreateToken", HttpMethod.Post, tokens, 201, key: App.FunctionKey, body: """{"actor":"a test","scopes":["manage"]}""")).Body)!;
        await SendAsync("CreateToken", HttpMethod.Post, tokens, 400, key: App.FunctionKey, body: """{"actor":"a test","scopes":[]}""");
        await SendAsync("CreateToken", HttpMethod.Post, "manage/nobody/tokens", 404, key: App.FunctionKey);
        await SendAsync("ListAudit", HttpMethod.Get, "manage/described-co/audit?limit=1", 200, issued["token"]!.GetValue<string>());
        await SendAsync("ListAudit", HttpMethod.Get, "manage/described-co/audit?limit=none", 400, issued["token"]!.GetValue<string>());
        await SendAsync("RevokeToken", HttpMethod.Delete, $"{tokens}/{issued["tokenId"]}", 204, key: App.FunctionKey);
        await SendAsync("RevokeToken", HttpMethod.Delete, $"{tokens}/mine", 400, key: App.FunctionKey);
        await SendAsync("RevokeToken", HttpMethod.Delete, $"{tokens}/0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02", 404, key: App.FunctionKey);
    }

    [Fact]
    public async Task Adjustments_MadeAndListed_AreAsDescribed()
    {
        // A tenant of their own: the demo's numbers are others' to test.
        var token = await App.AddTenantAsync("adjusted-described-co");
        const string path = "manage/adjusted-described-co/adjustments";
        const string amount = """{"kind":"amount","measure":"cash","amount":12.5,"effectiveDate":"2026-01-15","reason":"Cash paid at the door","tags":{"department":"sales"}}""";
        var key = ("Idempotency-Key", "described");

        var made = JsonNode.Parse((await SendAsync("CreateAdjustment", HttpMethod.Post, path, 201, token, body: amount, headers: key)).Body)!;
        await SendAsync("CreateAdjustment", HttpMethod.Post, path, 200, token, body: amount, headers: key);
        var reversal = $$$"""{"kind":"void","target":{"table":"adjustments","seq":{{{made["seq"]}}}},"reason":"It was paid by card"}""";
        await SendAsync("CreateAdjustment", HttpMethod.Post, path, 201, token, body: reversal);
        await SendAsync("CreateAdjustment", HttpMethod.Post, path, 409, token, body: reversal);
        await SendAsync("CreateAdjustment", HttpMethod.Post, path, 409, token, body: reversal, headers: key);
        await SendAsync("CreateAdjustment", HttpMethod.Post, path, 400, token, body: "{}");
        await SendAsync("CreateAdjustment", HttpMethod.Post, path, 404, token, body: """{"kind":"void","target":{"table":"raw_events","seq":1},"reason":"It is not there"}""");
        await SendAsync("CreateAdjustment", HttpMethod.Post, path, 413, token, body: new string(' ', 1_048_577));
        await SendAsync("ListAdjustments", HttpMethod.Get, $"{path}?limit=1", 200, token);
        await SendAsync("ListAdjustments", HttpMethod.Get, $"{path}?limit=none", 400, token);
        await SendAsync("GetAdjustment", HttpMethod.Get, $"{path}/{made["seq"]}", 200, token);
        await SendAsync("GetAdjustment", HttpMethod.Get, $"{path}/9999", 404, token);
        await SendAsync("GetAdjustment", HttpMethod.Get, $"{path}/none", 400, token);
    }

    [Fact]
    public async Task Events_AloneAndInABatch_AreAsDescribed()
    {
        await App.AddTenantAsync("events-described-co");
        using var issue = await App.SendAsync(HttpMethod.Post, "/api/manage/events-described-co/tokens", new { actor = "site", scopes = new[] { "ingest" } }, key: App.FunctionKey);
        var token = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("token").GetString();
        string View(string id, string visitor) => $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"site","type":"page.viewed","time":"2026-04-01T08:00:00Z","data":{"visitorId":"{{{visitor}}}","path":"/"}}""";
        Task<(string Body, string? Etag)> Send(int status, string body, string mediaType = Json) =>
            SendAsync("ReceiveEvents", HttpMethod.Post, "events/events-described-co", status, token, body: body, mediaType: mediaType);

        await Send(200, View("a", "v1"));
        await Send(200, View("a", "v1"), "application/cloudevents+json");
        await Send(409, View("a", "v2"));
        await Send(400, View("", "v2"));
        await Send(400, "[");
        await Send(200, $"[{View("a", "v1")},{View("a", "v2")},{View("b", "v1")},{{}},7]", "application/cloudevents-batch+json");
        await Send(413, new string(' ', 1_048_577));
        await Send(415, View("c", "v1"), "text/plain");
    }

    [Fact]
    public async Task Webhooks_TakenAndRefused_AreAsDescribed()
    {
        var secret = ("X-Webhook-Secret", "ghlwf_demo_8d2b6e0a4c7f4f1e9b35");
        await SendAsync("GoHighLevelWebhook", HttpMethod.Post, "webhooks/ghl/demo", 200, body: "{}", headers: secret);
        await SendAsync("GoHighLevelWebhook", HttpMethod.Post, "webhooks/ghl/demo", 400, body: "{}");
        await SendAsync("GoHighLevelWebhook", HttpMethod.Post, "webhooks/ghl/nobody", 404, body: "{}", headers: secret);
        await SendAsync("GoHighLevelWebhook", HttpMethod.Post, "webhooks/ghl/demo", 413, body: new string(' ', 1_048_577));
        await App.AddTenantAsync("no-secret-co");
        await SendAsync("GoHighLevelWebhook", HttpMethod.Post, "webhooks/ghl/no-secret-co", 429, body: "{}", headers: secret);
        await SendAsync("StripeWebhook", HttpMethod.Post, "webhooks/stripe/no-secret-co", 500, body: "{}");
        await SendAsync("StripeWebhook", HttpMethod.Post, "webhooks/stripe/demo", 400, body: "{}");
        await SendAsync("StripeWebhook", HttpMethod.Post, "webhooks/stripe/nobody", 404, body: "{}");
        await SendAsync("StripeWebhook", HttpMethod.Post, "webhooks/stripe/demo", 413, body: new string(' ', 1_048_577));
    }

    private async Task<(string Body, string? Etag)> SendAsync(
        string id, HttpMethod method, string path, int status, string? token = null, string? key = null, string? body = null, string mediaType = Json,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"/api/{path}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType);
        foreach (var (name, value) in key is null ? headers : [.. headers, ("x-functions-key", key)])
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var response = await App.Http.SendAsync(request, Cancel);
        ((int)response.StatusCode).ShouldBe(status, $"{method} {path}: {await response.Content.ReadAsStringAsync(Cancel)}");
        return (await contract.HoldAsync(id, response), response.Headers.ETag?.ToString());
    }
}
