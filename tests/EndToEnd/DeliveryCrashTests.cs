using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Plumbline.Migrate;
using Plumbline.Tests.Digest;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The app is killed at each step between closing a month and having mailed its digest, and started again.</summary>
public sealed partial class DeliveryCrashTests : IAsyncLifetime
{
    private const string Secret = "whsec_of_this_test";

    // What is said at a step, to whom; {0} is the tenant. Whether that still arrives, and how often the first recipient is mailed.
    private static readonly (string Step, string Service, bool Delivers, string[] Words, int Mails)[] Steps =
    [
        ("freezing", "database", false, ["insert into frozen.month_metrics"], 1),
        ("before the commit of the month", "database", false, ["insert into frozen.month_metrics", "COMMIT"], 1),
        ("after the commit of the month", "database", true, ["insert into frozen.month_metrics", "COMMIT"], 1),
        ("before the message", "queue", false, ["POST ", "/digests/messages", "{1}"], 1),
        ("after the message", "queue", true, ["POST ", "/digests/messages", "{1}"], 1),
        ("rendered", "blob", false, ["/digests/{0}/2026-05/r1.html"], 1),
        ("half archived", "blob", true, ["/digests/{0}/2026-05/r1.html"], 1),
        ("before the claim", "database", false, ["insert into ops.digest_sends", "ann@{0}.example"], 1),
        ("after the claim", "database", true, ["insert into ops.digest_sends", "ann@{0}.example", "COMMIT"], 1),
        ("before SendGrid", "sendgrid", false, ["/v3/mail/send", "ann@{0}.example"], 1),
        // The window: SendGrid has said yes, and nobody has written it down.
        ("before SendGrid's yes is read", "sendgrid", true, ["/v3/mail/send", "ann@{0}.example"], 2),
        ("before sent_at", "database", false, ["update ops.digest_sends", "ann@{0}.example"], 2),
        ("before the commit of sent_at", "database", false, ["update ops.digest_sends", "ann@{0}.example", "COMMIT"], 2),
        ("after the commit of sent_at", "database", true, ["update ops.digest_sends", "ann@{0}.example", "COMMIT"], 1),
        ("before it is done", "database", false, ["update ops.digests as d", "ann@{0}.example"], 1),
        ("after it is done", "database", true, ["update ops.digests as d", "ann@{0}.example", "COMMIT"], 1),
    ];

    private readonly FunctionApp app = new() { Now = DigestApp.Now };
    private readonly Dictionary<string, GatedProxy> proxies = [];
    private SendGridServer sendGrid = null!;

    // Once by default; ./test --soak asks for more.
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 5 : 1;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sendGrid = await SendGridServer.StartAsync(CancellationToken.None);
        app.Settings["SendGrid__BaseUrl"] = Proxied("sendgrid", sendGrid.Url);
        foreach (var slug in Enumerable.Range(0, Rounds * Steps.Length).Select(Slug).Append("control"))
        {
            app.Settings[$"Secrets__stripe-webhook--{slug}"] = Secret;
        }

        await app.InitializeAsync();
        await app.KillAsync();
        var direct = new NpgsqlConnectionStringBuilder(app.AdminConnectionString);
        proxies["database"] = new GatedProxy(direct.Host!, direct.Port);
        app.DatabaseAddress = DatabaseUrl.ToUrl(new NpgsqlConnectionStringBuilder(app.AdminConnectionString) { Port = proxies["database"].Port }.ConnectionString);
        app.StorageAddress = Endpoint().Replace(
            app.StorageConnectionString, endpoint => $"{endpoint.Groups[1]}Endpoint={Proxied(endpoint.Groups[1].Value.ToLowerInvariant(), endpoint.Groups[2].Value)}");
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in proxies.Values)
        {
            proxy.Open();
        }

        await app.DisposeAsync();
        foreach (var proxy in proxies.Values)
        {
            await proxy.DisposeAsync();
        }

        await sendGrid.DisposeAsync();
    }

    [Fact]
    public async Task Kill_AtEachStep_ClosesTheMonthOnceAndMailsEverybody()
    {
        var token = await AddTenantAsync("control");
        (await FreezeAsync("control", token)).ShouldBe(HttpStatusCode.OK);
        await DoneAsync("control", "not killed");
        var figures = await FiguresAsync("control");
        figures.ShouldContain("cash_collected");

        for (var n = 0; n < Rounds * Steps.Length; n++)
        {
            var (step, service, delivers, words, mails) = Steps[n % Steps.Length];
            var slug = Slug(n);
            token = await AddTenantAsync(slug);
            var said = words.Select(word => word.Replace("{0}", slug, StringComparison.Ordinal).Replace("{1}", InMessage(slug), StringComparison.Ordinal)).ToArray();
            var reached = proxies[service].StopAt(delivers, said);
            var freezing = FreezeAsync(slug, token);
            await reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
            await app.KillAsync();
            await Task.WhenAny(freezing);
            proxies[service].Open();
            await app.StartAsync();

            await RecoverAsync(slug, step);

            (await FiguresAsync(slug)).ShouldBe(figures, step);
            (Mails($"ann@{slug}.example"), Mails($"bob@{slug}.example")).ShouldBe((mails, 1), step);
        }

        // Messages of killed apps come back in the meantime: nobody is mailed for them.
        var once = Rounds * Steps.Sum(step => step.Mails + 1) + 2;
        sendGrid.Requests.Count.ShouldBe(once);
    }

    // What time brings: the hourly timer, a lease that ends, and the sweep.
    private async Task RecoverAsync(string slug, string step)
    {
        await FireAsync("FreezeMonthTimer");
        await app.EventuallyAsync(async () => await app.CountAsync($"select count(*) from frozen.months m join config.tenants t using (tenant_id) where t.slug = '{slug}'") == 1, $"the month ({step})");
        await app.ScalarAsync<int>("""
            with leases as (update ops.digest_sends set leased_until = now() - interval '1 second' where leased_until is not null returning 1),
            messages as (update ops.digests set queued_at = now() - interval '11 minutes' where sent_at is null returning 1)
            select 1
            """);
        await FireAsync("DigestSweepTimer");
        await DoneAsync(slug, step);
    }

    private async Task<string> AddTenantAsync(string slug)
    {
        var token = await app.AddTenantAsync(slug, firstMonth: "2026-05", recipients: [$"ann@{slug}.example", $"bob@{slug}.example"]);
        var body = StripeEvents.Charge($"ch_{slug}", amount: 100_00, created: new DateTimeOffset(2026, 5, 10, 12, 0, 0, TimeSpan.Zero));
        var (status, _) = await StripePost.SendAsync(app.Http, $"/api/webhooks/stripe/{slug}", body, StripeEvents.Sign(body, Secret, DigestApp.Now), Cancel);
        status.ShouldBe(HttpStatusCode.OK);
        return token;
    }

    private async Task<HttpStatusCode> FreezeAsync(string slug, string token)
    {
        using var response = await app.SendAsync(HttpMethod.Post, $"/api/manage/{slug}/months/2026-05/freeze", token: token);
        return response.StatusCode;
    }

    private async Task FireAsync(string function)
    {
        using var response = await app.SendAsync(HttpMethod.Post, $"/admin/functions/{function}", new { input = "" }, key: app.MasterKey);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private Task DoneAsync(string slug, string step) => app.EventuallyAsync(
        () => app.ScalarAsync<bool>($"select coalesce(bool_and(d.sent_at is not null), false) from ops.digests d join config.tenants t using (tenant_id) where t.slug = '{slug}'"),
        $"the digest ({step})", seconds: 30);

    // Every row of every revision, so that one too many shows.
    private Task<string> FiguresAsync(string slug) => app.ScalarAsync<string>($"""
        select count(distinct m.revision) || ' ' || string_agg(concat_ws(' ', m.revision, f.kpi, f.dimension_value, f.currency, f.value, f.reading), e'\n' order by f.kpi, f.currency, f.dimension_value)
        from frozen.months m
        join frozen.month_metrics f on f.tenant_id = m.tenant_id and f.month = m.month and f.revision = m.revision
        join config.tenants t on t.tenant_id = m.tenant_id
        where t.slug = '{slug}'
        """);

    private int Mails(string address) => sendGrid.Requests.Count(request =>
        request.Body.GetProperty("personalizations")[0].GetProperty("to")[0].GetProperty("email").GetString() == address);

    private string Proxied(string service, string url)
    {
        var direct = new Uri(url);
        proxies[service] = new GatedProxy(direct.Host, direct.Port);
        return new UriBuilder(direct) { Port = proxies[service].Port }.Uri.ToString().TrimEnd('/');
    }

    private static string Slug(int n) => $"killed-{n:d3}";

    // As it stands in a queue message, which is Base64 of JSON that begins with the tenant.
    private static string InMessage(string slug)
    {
        var start = Encoding.UTF8.GetBytes($$"""{"tenant":"{{slug}}""");
        return Convert.ToBase64String(start.AsSpan(0, start.Length / 3 * 3));
    }

    [GeneratedRegex("(Blob|Queue)Endpoint=([^;]+)")]
    private static partial Regex Endpoint();
}
