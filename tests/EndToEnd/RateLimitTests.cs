using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Digest;
using Plumbline.Local.Demo;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Tests.Support;
using StripeEvents = Plumbline.Tests.Webhooks.Stripe.StripeEvents;

namespace Plumbline.Tests.EndToEnd;

/// <summary>An app that takes four deliveries and six calls of a tenant, and then hardly any.</summary>
public sealed class RateLimitTests(RateLimitTests.App fixture) : IClassFixture<RateLimitTests.App>
{
    private const int Deliveries = 4;
    private const int Calls = 6;

    private FunctionApp Running => fixture.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("stripe")]
    [InlineData("native")]
    [InlineData("events")]
    public async Task Post_MoreThanTheTenantMay_Is429AndStoresNothingOfIt(string source)
    {
        var (slug, token) = await fixture.TenantAsync(source);

        // What is not believed takes nothing of it.
        for (var stranger = 0; stranger < 3 * Deliveries; stranger++)
        {
            using var refused = await PostAsync(source, slug, "wrong", stranger, isGenuine: false);
            ((int)refused.StatusCode).ShouldBeOneOf(400, 401);
        }

        var answers = new List<(HttpStatusCode Status, double? RetryAfter, string Body)>();
        for (var number = 0; number < Deliveries + 3; number++)
        {
            using var answer = await PostAsync(source, slug, token, number);
            answers.Add((answer.StatusCode, answer.Headers.RetryAfter?.Delta?.TotalSeconds, await answer.Content.ReadAsStringAsync(Cancel)));
        }

        var taken = answers.Count(answer => answer.Status == HttpStatusCode.OK);
        taken.ShouldBeInRange(Deliveries, Deliveries + 2);
        foreach (var (status, retryAfter, body) in answers.Where(answer => answer.Status != HttpStatusCode.OK))
        {
            (status, JsonDocument.Parse(body).RootElement.GetProperty("type").GetString()).ShouldBe((HttpStatusCode.TooManyRequests, "urn:plumbline:problem:rate-limited"));
            retryAfter.ShouldNotBeNull().ShouldBeInRange(1, 2);
        }

        (await Running.CountAsync($"select count(*) from ledger.raw_events join config.tenants using (tenant_id) where slug = '{slug}'")).ShouldBe(taken);
    }

    [Fact]
    public async Task Post_MoreOfAWorkflowThanTheTenantMay_IsStoredAllTheSame()
    {
        var (slug, token) = await fixture.TenantAsync("workflow");

        for (var number = 0; number < 5 * Deliveries; number++)
        {
            using var answer = await PostAsync("workflow", slug, token, number);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var stranger = await PostAsync("workflow", slug, token, 0, isGenuine: false);
        stranger.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Running.CountAsync($"select count(*) from ledger.raw_events join config.tenants using (tenant_id) where slug = '{slug}'")).ShouldBe(5 * Deliveries);
    }

    [Fact]
    public async Task Call_MoreThanTheTenantMay_Is429ForThatTenantAlone()
    {
        var (busy, busyToken) = await fixture.TenantAsync("busy");
        var (calm, calmToken) = await fixture.TenantAsync("calm");

        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < Calls + 3; call++)
        {
            statuses.Add(await CallAsync(busy, busyToken));
        }

        statuses.Take(Calls).ShouldAllBe(status => status == HttpStatusCode.OK);
        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
        (await CallAsync(calm, calmToken)).ShouldBe(HttpStatusCode.OK);
        using var delivery = await PostAsync("events", busy, busyToken, 0);
        delivery.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Unsubscribe_OfATenantThatMayCallNoMore_IsDoneAllTheSame()
    {
        var (slug, token) = await fixture.TenantAsync("unsubscribe");
        while (await CallAsync(slug, token) != HttpStatusCode.TooManyRequests)
        {
        }

        // Valid, and of nobody here: that is found out after the limit would have been.
        var link = await App.SignAsync(slug, "nobody@limit.example");
        for (var click = 0; click < 2 * Calls; click++)
        {
            using var answer = await Running.Http.PostAsync($"/api/pages/{slug}/unsubscribe?month=2026-05&{link}", null, Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private async Task<HttpStatusCode> CallAsync(string slug, string token)
    {
        using var response = await Running.SendAsync(HttpMethod.Get, $"/api/manage/{slug}/months", token: token);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(string source, string slug, string token, int number, bool isGenuine = true)
    {
        var body = source switch
        {
            "stripe" => StripeEvents.Charge($"ch_{number}", created: Now.AddDays(-1)),
            "events" => Encoding.UTF8.GetBytes($$$"""{"specversion":"1.0","id":"{{{number}}}","source":"site","type":"page.viewed","data":{"visitorId":"v_1","path":"/"}}"""),
            "native" => Encoding.UTF8.GetBytes($$"""{"type":"TaskCreate","locationId":"loc_{{slug}}","webhookId":"wh_{{number}}","id":"task_1"}"""),
            _ => Encoding.UTF8.GetBytes($$$"""{"contact_id":"con_1","customData":{"type":"ContactUpdate","eventId":"wf_{{{number}}}"}}"""),
        };
        var (path, name, value) = source switch
        {
            "stripe" => ($"webhooks/stripe/{slug}", "Stripe-Signature", StripeEvents.Sign(body, isGenuine ? App.Secret : "whsec_other", Now)),
            "events" => ($"events/{slug}", "Authorization", $"Bearer {(isGenuine ? token : $"plb_{slug}_{new string('A', 43)}")}"),
            "native" => ($"webhooks/ghl/{slug}", "X-GHL-Signature", GoHighLevelSigner.Sign(isGenuine ? body : [.. body, (byte)' '])),
            _ => ($"webhooks/ghl/{slug}", "X-Webhook-Secret", isGenuine ? App.Secret : "ghlwf_wrong"),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{path}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return await Running.Http.SendAsync(request, Cancel);
    }

    public sealed class App : IAsyncLifetime
    {
        public const string Secret = "secret_of_this_test";

        public FunctionApp Running { get; } = new()
        {
            Settings =
            {
                ["GoHighLevel__PublicKey"] = GoHighLevelSigner.DemoPublicKey,
                ["Secrets__link-signing"] = DigestApp.LinkKey,
                ["Secrets__contact-hash"] = "key of this test's hashes",
                ["Secrets__stripe-webhook--limit-stripe"] = Secret,
                ["Secrets__ghl-workflow--limit-workflow"] = Secret,
                ["RateLimit__DeliveriesPerSecond"] = "1",
                ["RateLimit__DeliveriesBurst"] = $"{Deliveries}",
                ["RateLimit__CallsPerSecond"] = "1",
                ["RateLimit__CallsBurst"] = $"{Calls}",
            },
        };

        public static Task<string> SignAsync(string tenant, string recipient)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Secrets:link-signing", (string?)DigestApp.LinkKey)]).Build();
            var secrets = new Secrets(configuration, new DefaultAzureCredential(), TimeProvider.System, NullLogger<Secrets>.Instance);
            return new LinkSigner(secrets, TimeProvider.System).SignAsync(LinkSigner.Unsubscribe, tenant, new Month(new DateOnly(2026, 5, 1)), recipient, Cancel);
        }

        /// <summary>A tenant of one test's own, and a token for everything.</summary>
        public async Task<(string Slug, string Token)> TenantAsync(string name)
        {
            var slug = $"limit-{name}";
            await GoHighLevelPost.AddTenantAsync(Running.AdminConnectionString, slug, $"loc_{slug}");
            using var issue = await Running.SendAsync(
                HttpMethod.Post, $"/api/manage/{slug}/tokens", new { actor = "a test", scopes = new[] { "ingest", "manage" } }, key: Running.FunctionKey);
            using var issued = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel));
            return (slug, issued.RootElement.GetProperty("token").GetString()!);
        }

        public ValueTask InitializeAsync() => Running.InitializeAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
