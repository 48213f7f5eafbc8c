using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Azure.Storage.Blobs;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.EndToEnd;

/// <summary>From a signed webhook to the owner's inbox, over HTTP alone. The clock says 3 June 2026.</summary>
public sealed class MonthAndDigestTests(MonthAndDigestTests.App fixture) : IClassFixture<MonthAndDigestTests.App>
{
    private FunctionApp Running => fixture.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Freeze_LatestMonth_SendsItsDigestOnceToEachRecipient()
    {
        var token = await Running.AddTenantAsync("digest-co", firstMonth: "2026-04", recipients: ["ann@digest.example", "bob@digest.example"]);
        await ChargeAsync("digest-co", 1_000_00, "2026-04-10");
        await ChargeAsync("digest-co", 1_500_00, "2026-05-10");

        var april = await FreezeAsync("digest-co", "2026-04", token);
        var may = await FreezeAsync("digest-co", "2026-05", token);
        await Running.EventuallyAsync(async () => (await MailsToAsync("digest.example")).Count == 2, "both mails");

        april.GetProperty("alreadyFrozen").GetBoolean().ShouldBeFalse();
        may.GetProperty("metrics")[0].GetProperty("deltaPercent").GetDecimal().ShouldBe(50);
        var mails = await MailsToAsync("digest.example");
        mails.Select(mail => mail.GetProperty("to").ToString()).ShouldBeUnique();
        mails.ShouldAllBe(mail => mail.GetProperty("subject").GetString() == "Company digest-co, May 2026: cash collected $1,500.00, up 50 %");
        mails.ShouldAllBe(mail => mail.GetProperty("text").GetString()!.Contains("Cash collected rose by $500.00 (+50 %) to $1,500.00."));

        // Asked once more, frozen once more: nobody gets a second one.
        (await FreezeAsync("digest-co", "2026-05", token)).GetProperty("alreadyFrozen").GetBoolean().ShouldBeTrue();
        await FireAsync("DigestSweepTimer");
        await Task.Delay(TimeSpan.FromSeconds(3), Cancel);
        (await MailsToAsync("digest.example")).Count.ShouldBe(2);

        var container = new BlobContainerClient(Running.StorageConnectionString, "digests");
        foreach (var extension in new[] { "html", "txt", "json" })
        {
            (await container.GetBlobClient($"digest-co/2026-05/r1.{extension}").ExistsAsync(Cancel)).Value.ShouldBeTrue(extension);
        }

        (await container.GetBlobClient("digest-co/2026-04/r1.html").ExistsAsync(Cancel)).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task MonthPage_ByTheLinkInTheMail_OpensForThatMonthOnly()
    {
        var token = await Running.AddTenantAsync("page-co", firstMonth: "2026-04", recipients: ["owner@page.example"]);
        await ChargeAsync("page-co", 42_00, "2026-05-10");
        await FreezeAsync("page-co", "2026-04", token);
        await FreezeAsync("page-co", "2026-05", token);
        await Running.EventuallyAsync(async () => (await MailsToAsync("page.example")).Count == 1, "the mail");
        var html = new HtmlParser().ParseDocument((await MailsToAsync("page.example"))[0].GetProperty("html").GetString()!);
        var link = new Uri(html.QuerySelector("a")!.GetAttribute("href")!);

        using var page = await Running.Http.GetAsync(link, Cancel);
        using var otherMonth = await Running.Http.GetAsync(link.PathAndQuery.Replace("2026-05", "2026-04"), Cancel);
        using var unsigned = await Running.Http.GetAsync("/api/pages/page-co/months/2026-05", Cancel);
        using var byToken = await Running.SendAsync(HttpMethod.Get, "/api/pages/page-co/months/2026-05", token: token);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("$42.00");
        otherMonth.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        unsigned.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        byToken.StatusCode.ShouldBe(HttpStatusCode.OK);
        link.ToString().ShouldNotContain("owner");
        foreach (var (revision, status) in new[] { ("1", HttpStatusCode.OK), ("2", HttpStatusCode.NotFound), ("0", HttpStatusCode.BadRequest), ("one", HttpStatusCode.BadRequest) })
        {
            using var asked = await Running.Http.GetAsync(link.PathAndQuery.Replace("revision=1", $"revision={revision}", StringComparison.Ordinal), Cancel);
            asked.StatusCode.ShouldBe(status, revision);
        }

        // Another revision shows other figures; the link still opens what was mailed.
        await ChargeAsync("page-co", 1_00, "2026-05-11");
        using var regenerated = await Running.SendAsync(
            HttpMethod.Post, "/api/manage/page-co/months/2026-05/regenerate", new { reason = "a charge came late", expectedRevision = 1 }, token);
        regenerated.StatusCode.ShouldBe(HttpStatusCode.Created, await regenerated.Content.ReadAsStringAsync(Cancel));
        using var mailed = await Running.Http.GetAsync(link, Cancel);
        using var latest = await Running.Http.GetAsync(link.PathAndQuery.Replace("revision=1", "revision=2", StringComparison.Ordinal), Cancel);
        var pageOf = (Mailed: await mailed.Content.ReadAsStringAsync(Cancel), Latest: await latest.Content.ReadAsStringAsync(Cancel));
        pageOf.Mailed.ShouldContain("$42.00");
        pageOf.Mailed.ShouldNotContain("$43.00");
        pageOf.Latest.ShouldContain("$43.00");
    }

    [Fact]
    public async Task FreezeMonthTimer_Fired_ClosesWhatIsDueAndMailsTheLatest()
    {
        await Running.AddTenantAsync("timer-co", firstMonth: "2026-03", recipients: ["owner@timer.example"]);
        await ChargeAsync("timer-co", 5_00, "2026-03-10");

        await FireAsync("FreezeMonthTimer");
        await Running.EventuallyAsync(async () => (await MailsToAsync("timer.example")).Count == 1, "the digest");

        (await Running.CountAsync("select count(*) from frozen.months m join config.tenants t using (tenant_id) where t.slug = 'timer-co' and m.revision = 1")).ShouldBe(3);
        (await MailsToAsync("timer.example"))[0].GetProperty("subject").GetString()!.ShouldContain("May 2026");
    }

    [Fact]
    public async Task Digest_WhenSendGridFails_IsTriedAgainAndSentOnce()
    {
        var token = await Running.AddTenantAsync("retry-co", firstMonth: "2026-05", recipients: ["owner@retry.example"]);
        using var failing = await Running.Http.PostAsJsonAsync("/local/sendgrid/fail", new { status = 503, count = 2, retryAfter = 1 }, Cancel);
        failing.EnsureSuccessStatusCode();

        await FreezeAsync("retry-co", "2026-05", token);
        await Running.EventuallyAsync(async () => (await MailsToAsync("retry.example")).Count == 1, "the mail");

        (await MailsToAsync("retry.example"))[0].GetProperty("text").GetString()!.ShouldContain("There is no data for May 2026");
    }

    [Fact]
    public async Task Digest_OneRecipientRefused_StillReachesTheOthersAndLaterThatOne()
    {
        var token = await Running.AddTenantAsync("partly-co", firstMonth: "2026-05", recipients: ["ann@partly.example", "bob@partly.example"]);
        using var failing = await Running.Http.PostAsJsonAsync("/local/sendgrid/fail", new { status = 400, count = 1 }, Cancel);
        failing.EnsureSuccessStatusCode();

        await FreezeAsync("partly-co", "2026-05", token);

        await Running.EventuallyAsync(async () => (await MailsToAsync("bob@partly.example")).Count == 1, "the other's mail", seconds: 20);
        await Running.EventuallyAsync(async () => (await MailsToAsync("ann@partly.example")).Count == 1, "the refused one's mail");
        (await MailsToAsync("partly.example")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Digest_UnsentWithoutAMessage_IsFoundByTheSweep()
    {
        var token = await Running.AddTenantAsync("sweep-co", firstMonth: "2026-04", recipients: ["owner@sweep.example"]);
        await FreezeAsync("sweep-co", "2026-04", token);

        // April is too long over to be sent by itself: a row as a crash before the queue would leave it.
        await using var connection = new Npgsql.NpgsqlConnection(Running.AdminConnectionString);
        await connection.OpenAsync(Cancel);
        await using var insert = new Npgsql.NpgsqlCommand(
            "insert into ops.digests (tenant_id, month, revision, requested_by) select tenant_id, '2026-04-01', 1, 'test' from config.tenants where slug = 'sweep-co'", connection);
        await insert.ExecuteNonQueryAsync(Cancel);
        (await MailsToAsync("sweep.example")).ShouldBeEmpty();

        await FireAsync("DigestSweepTimer");

        await Running.EventuallyAsync(async () => (await MailsToAsync("sweep.example")).Count == 1, "the mail");
    }

    [Fact]
    public async Task Digest_Requested_IsSentAgain()
    {
        var token = await Running.AddTenantAsync("again-co", firstMonth: "2026-05", recipients: ["owner@again.example"]);
        await FreezeAsync("again-co", "2026-05", token);
        await Running.EventuallyAsync(async () => (await MailsToAsync("again.example")).Count == 1, "the first mail");

        using var response = await Running.SendAsync(HttpMethod.Post, "/api/manage/again-co/months/2026-05/digest", token: token);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Running.EventuallyAsync(async () => (await MailsToAsync("again.example")).Count == 2, "the second mail");
    }

    private async Task ChargeAsync(string tenant, long amount, string day)
    {
        var body = StripeEvents.Charge($"ch_{Guid.NewGuid():n}", amount: amount, created: DateTimeOffset.Parse($"{day}T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var (status, text) = await StripePost.SendAsync(
            Running.Http, $"/api/webhooks/stripe/{tenant}", body, StripeEvents.Sign(body, App.Secret, App.Now), Cancel);
        (status, text).ShouldBe((HttpStatusCode.OK, """{"outcome":"stored"}"""));
    }

    private async Task<JsonElement> FreezeAsync(string tenant, string month, string token)
    {
        using var response = await Running.SendAsync(HttpMethod.Post, $"/api/manage/{tenant}/months/{month}/freeze", token: token);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task FireAsync(string function)
    {
        using var response = await Running.SendAsync(HttpMethod.Post, $"/admin/functions/{function}", new { input = "" }, key: Running.MasterKey);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private async Task<List<JsonElement>> MailsToAsync(string domain) =>
        [.. (await Running.MailAsync()).Where(mail => mail.GetProperty("to").ToString().Contains(domain, StringComparison.Ordinal))];

    public sealed class App : IAsyncLifetime
    {
        public const string Secret = "whsec_of_this_test";

        public static readonly DateTimeOffset Now = new(2026, 6, 3, 12, 0, 0, TimeSpan.Zero);

        // What failed is tried again in three seconds, and not in the usual thirty.
        public FunctionApp Running { get; } = new() { Now = Now, Settings = { ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:03" } };

        public ValueTask InitializeAsync()
        {
            foreach (var tenant in new[] { "digest-co", "page-co", "timer-co", "retry-co", "sweep-co", "again-co", "partly-co" })
            {
                Running.Settings[$"Secrets__stripe-webhook--{tenant}"] = Secret;
            }

            return Running.InitializeAsync();
        }

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
