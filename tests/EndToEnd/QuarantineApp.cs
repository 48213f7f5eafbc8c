using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Tests.OpenApi;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.EndToEnd;

/// <summary>An app with tenants of which deliveries wait; every answer is held against the document that describes it.</summary>
[CollectionDefinition(nameof(QuarantineApp))]
public sealed class QuarantineApp : IAsyncLifetime, ICollectionFixture<QuarantineApp>
{
    public const string Secret = "whsec_of_this_test";

    private static readonly string[] Tenants =
        ["stage-co", "account-co", "inspect-co", "erased-co", "dismiss-co", "pages-co", "foreign-co", "audit-co"];

    private ApiContract contract = new([]);

    public FunctionApp Running { get; } = new() { Settings = { ["Secrets__contact-hash"] = "key of this test's hashes" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var tenant in Tenants)
        {
            Running.Settings[$"Secrets__stripe-webhook--{tenant}"] = Secret;
            Running.Settings[$"Secrets__ghl-workflow--{tenant}"] = Secret;
        }

        await Running.InitializeAsync();
        contract = await ApiContract.ReadAsync(Running.Http);
    }

    public ValueTask DisposeAsync() => Running.DisposeAsync();

    public Task<JsonNode> ReplayAsync(string slug, string token, string body) => SendAsync("ReplayQuarantine", "POST", $"{slug}/quarantine/replay", 200, token, body);

    public async Task<List<long>> SeqsAsync(string slug, string token) =>
        [.. (await SendAsync("ListQuarantine", "GET", $"{slug}/quarantine", 200, token))["items"]!.AsArray().Select(item => item!["seq"]!.GetValue<long>())];

    public static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();

    public async Task<JsonNode> AuditAsync(string slug, string token)
    {
        using var response = await Running.SendAsync(HttpMethod.Get, $"/api/manage/{slug}/audit?limit=100", token: token);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
    }

    public Task<string> CountsAsync(string slug) => Running.ScalarAsync<string>(
        $"""
        select string_agg(c.name || ' ' || c.rows, ', ' order by c.position)
        from config.tenants as t
        cross join lateral (values
            (1, 'raw_events', (select count(*) from ledger.raw_events where tenant_id = t.tenant_id)),
            (2, 'raw_clients', (select count(*) from ledger.raw_clients where tenant_id = t.tenant_id)),
            (3, 'raw_opportunities', (select count(*) from ledger.raw_opportunities where tenant_id = t.tenant_id)),
            (4, 'quarantine', (select count(*) from ledger.quarantine where tenant_id = t.tenant_id)),
            (5, 'resolutions', (select count(*) from ledger.resolutions where tenant_id = t.tenant_id))) as c (position, name, rows)
        where t.slug = '{slug}'
        """);

    public async Task<string> PayAsync(string slug, byte[] body)
    {
        var (status, answer) = await StripePost.SendAsync(
            Running.Http, $"/api/webhooks/stripe/{slug}", body, StripeEvents.Sign(body, Secret, TimeProvider.System.GetUtcNow()), Cancel);
        ((int)status).ShouldBe(200, $"{answer}\n{Running.Output}");
        return answer;
    }

    public async Task<string> AddAsync(string slug, string location, string[] accounts, params string[] stages)
    {
        await PutAsync(slug, location, accounts, 201, stages);
        using var issue = await Running.SendAsync(HttpMethod.Post, $"/api/manage/{slug}/tokens", new { actor = "a test", scopes = new[] { "manage", "report" } }, key: Running.FunctionKey);
        return JsonNode.Parse(await issue.Content.ReadAsStringAsync(Cancel))!["token"]!.GetValue<string>();
    }

    public async Task PutAsync(string slug, string location, string[] accounts, int status, params string[] stages)
    {
        using var put = await Running.SendAsync(HttpMethod.Put, $"/api/manage/tenants/{slug}", key: Running.FunctionKey, body: new
        {
            name = "Test & Sons",
            timeZone = "UTC",
            currency = "USD",
            firstMonth = "2026-01",
            locationId = location,
            stripeAccounts = accounts,
            pipelines = new[] { new { id = "pip_sales", name = "Sales", stages = stages.Select(name => new { id = $"stg_{name}", name }) } },
        });
        ((int)put.StatusCode).ShouldBe(status, await put.Content.ReadAsStringAsync(Cancel));
    }

    public async Task<JsonNode> SendAsync(string id, string method, string path, int status, string? token = null, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/manage/{path}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = method == "GET" ? null : new StringContent(body ?? "{}", Encoding.UTF8, "application/json");
        using var response = await Running.Http.SendAsync(request, Cancel);
        ((int)response.StatusCode).ShouldBe(status, $"{method} {path}: {await response.Content.ReadAsStringAsync(Cancel)}");
        return JsonNode.Parse(await contract.HoldAsync(id, response))!;
    }
}
