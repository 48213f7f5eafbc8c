using System.Net;
using System.Text;
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

    private const string Commit = "COMMIT";

    // Held at once: no more than three have a queue message in hand, which is when the host fetches no further.
    private const int Batch = 4;

    // What the app says at a step, and to whom: {0} is the tenant, {1} its id, {2} its message. Whether that still arrives, and
    // how many mails the recipient gets who is next.
    private static readonly (string Step, string Service, string[] Words, string? Then, bool Arrives, int Mails)[] Steps =
    [
        ("freezing", "database", ["insert into frozen.month_metrics", "{1}"], null, false, 1),
        ("before the commit of the month", "database", ["insert into frozen.month_metrics", "{1}"], Commit, false, 1),
        ("after the commit of the month", "database", ["insert into frozen.month_metrics", "{1}"], Commit, true, 1),
        ("before the message", "queue", ["{2}"], null, false, 1),
        ("after the message", "queue", ["{2}"], null, true, 1),
        ("rendered", "blob", ["/digests/{0}/2026-05/r1.html"], null, false, 1),
        ("half archived", "blob", ["/digests/{0}/2026-05/r1.html"], null, true, 1),
        ("before the claim", "database", ["insert into ops.digest_sends", "ann@{0}.example"], null, false, 1),
        ("after the claim", "database", ["insert into ops.digest_sends", "ann@{0}.example"], Commit, true, 1),
        ("before SendGrid", "sendgrid", ["ann@{0}.example"], null, false, 1),
        // The window: SendGrid has said yes, and nobody has written it down.
        ("before SendGrid's yes is read", "sendgrid", ["ann@{0}.example"], null, true, 2),
        ("before sent_at", "database", ["update ops.digest_sends", "ann@{0}.example"], null, false, 2),
        ("before the commit of sent_at", "database", ["update ops.digest_sends", "ann@{0}.example"], Commit, false, 2),
        ("after the commit of sent_at", "database", ["update ops.digest_sends", "ann@{0}.example"], Commit, true, 1),
        ("before it is done", "database", ["update ops.digests as d", "ann@{0}.example"], null, false, 1),
        ("after it is done", "database", ["update ops.digests as d", "ann@{0}.example"], Commit, true, 1),
    ];

    // Unprepared, so that a statement is seen by its text each time.
    private readonly FunctionApp app = new() { Now = DigestApp.Now, Settings = { ["Database__MaxAutoPrepare"] = "0" } };
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

        app.BeforeStart = () =>
        {
            var direct = new NpgsqlConnectionStringBuilder(app.AdminConnectionString);
            proxies["database"] = new GatedProxy(direct.Host!, direct.Port);
            app.DatabaseAddress = DatabaseUrl.ToUrl(new NpgsqlConnectionStringBuilder(app.AdminConnectionString) { Port = proxies["database"].Port }.ConnectionString);
            app.StorageAddress = Endpoint().Replace(
                app.StorageConnectionString, endpoint => $"{endpoint.Groups[1]}Endpoint={Proxied(endpoint.Groups[1].Value.ToLowerInvariant(), endpoint.Groups[2].Value)}");
        };
        await app.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
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

        for (var batch = 0; batch < Rounds * Steps.Length / Batch; batch++)
        {
            // Far apart, so that some are still closing the month and some mail it.
            var steps = Enumerable.Range(0, Batch).Select(n => (Steps[((n * Batch) + batch) % Steps.Length], Slug: Slug((batch * Batch) + n))).ToArray();
            await KillAtAsync(steps);
            await RecoverAsync();

            foreach (var (step, slug) in steps)
            {
                await DoneAsync(slug, step.Step);
                (await FiguresAsync(slug)).ShouldBe(figures, step.Step);
                (Mails($"ann@{slug}.example"), Mails($"bob@{slug}.example")).ShouldBe((step.Mails, 1), step.Step);
            }
        }

        // Messages of killed apps come back in the meantime: nobody is mailed for them.
        var once = Rounds * Steps.Sum(step => step.Mails + 1) + 2;
        sendGrid.Requests.Count.ShouldBe(once);
    }

    private async Task KillAtAsync(((string Step, string Service, string[] Words, string? Then, bool Arrives, int Mails) At, string Slug)[] steps)
    {
        var reached = await Task.WhenAll(steps.Select(async step =>
        {
            var token = await AddTenantAsync(step.Slug);
            var id = await app.ScalarAsync<Guid>($"select tenant_id from config.tenants where slug = '{step.Slug}'");
            var words = step.At.Words.Select(word => word
                .Replace("{0}", step.Slug, StringComparison.Ordinal)
                .Replace("{1}", Encoding.Latin1.GetString(id.ToByteArray(bigEndian: true)), StringComparison.Ordinal)
                .Replace("{2}", InMessage(step.Slug), StringComparison.Ordinal)).ToArray();
            return (step.At.Step, Stopped: proxies[step.At.Service].StopAt(words, step.At.Then, step.At.Arrives), Freezing: FreezeAsync(step.Slug, token));
        }));
        foreach (var (step, stopped, _) in reached)
        {
            await app.EventuallyAsync(() => Task.FromResult(stopped.IsCompleted), $"'{step}'");
        }

        await app.KillAsync();
        await Task.WhenAll(reached.Select(step => Task.WhenAny(step.Freezing)));
        foreach (var proxy in proxies.Values)
        {
            proxy.Open();
        }

        await app.StartAsync();
    }

    // What time brings: the hourly timer, leases that end, and the sweep.
    private async Task RecoverAsync()
    {
        await FireAsync("FreezeMonthTimer");
        await app.EventuallyAsync(
            () => app.ScalarAsync<bool>("""
                select bool_and(exists (select from frozen.months m where m.tenant_id = t.tenant_id)) from config.tenants t where t.slug like 'killed-%'
                """),
            "the months");
        await app.ScalarAsync<int>("""
            with leases as (update ops.digest_sends set leased_until = now() - interval '1 second' where leased_until is not null returning 1),
            messages as (update ops.digests set queued_at = now() - interval '11 minutes' where sent_at is null returning 1)
            select 1
            """);
        await FireAsync("DigestSweepTimer");
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
        $"the digest ({step})");

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

    // As it stands in a queue message: Base64 of JSON that begins with the tenant.
    private static string InMessage(string slug)
    {
        var start = Encoding.UTF8.GetBytes($$"""{"tenant":"{{slug}}""");
        return Convert.ToBase64String(start.AsSpan(0, start.Length / 3 * 3));
    }

    [GeneratedRegex("(Blob|Queue)Endpoint=([^;]+)")]
    private static partial Regex Endpoint();
}
