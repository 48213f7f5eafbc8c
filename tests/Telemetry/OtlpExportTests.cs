using System.Net;
using System.Text.RegularExpressions;
using Plumbline.Tests.EndToEnd;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.Telemetry;

/// <summary>The whole app with a collector: a payment, a month closed and mailed, a look at the vitals, and a stop. The clock says 3 June 2026.</summary>
public sealed class OtlpExportTests(OtlpExportTests.Story story) : IClassFixture<OtlpExportTests.Story>
{
    private IReadOnlyList<SentSpan> Spans => [.. story.Collector.Spans];

    [Fact]
    public void Webhook_Delivered_IsOneTraceFromTheRequestToTheCommit()
    {
        var requests = Spans.Where(span => span.Name == "POST /api/webhooks/stripe/{tenant}").ToList();

        requests.Select(span => span.Attributes["http.response.status_code"]).ShouldBe(["200", "400"]);
        var request = requests[0];
        (request.Kind, request.Attributes["url.path"]).ShouldBe((2, "/api/webhooks/stripe/traced-co"));
        var append = Spans.Where(span => span.Name == "append").ShouldHaveSingleItem();
        append.Trace.ShouldBe(request.Trace);
        Under(append).ShouldContain(request);
        Spans.Where(span => span.Scope == "Npgsql" && span.Parent == append.Id).Select(span => span.Attributes["db.npgsql.data_source"]).Distinct().ShouldBe(["plumbline"]);
    }

    [Fact]
    public void Digest_Frozen_IsOneTraceFromTheRequestThroughTheQueueToTheMail()
    {
        var freeze = Spans.Where(span => span.Name == "freeze month").ShouldHaveSingleItem();
        var send = Spans.Where(span => span.Name == "send digests").ShouldHaveSingleItem();
        var process = Spans.Where(span => span.Name == "process digests").ShouldHaveSingleItem();
        var mail = Spans.Where(span => span.Name == "send mail").ShouldHaveSingleItem();
        var post = Spans.Where(span => span.Scope == "System.Net.Http" && span.Parent == mail.Id).ShouldHaveSingleItem();

        Under(freeze)[^1].Name.ShouldBe("POST /api/manage/{tenant}/months/{month}/freeze");
        Under(send).ShouldContain(freeze);
        (process.Kind, process.Parent).ShouldBe((5, send.Id));
        Under(mail).ShouldContain(process);
        new[] { freeze, send, process, mail, post }.Select(span => span.Trace).Distinct().ShouldHaveSingleItem();
        post.Attributes["url.full"].ShouldEndWith("/local/sendgrid/v3/mail/send");

        // The host's own trace of the call is linked, as the worker on Azure has one too.
        var call = Spans.Where(span => span.Name == "function DigestQueue").ShouldHaveSingleItem();
        process.Links.ShouldBe([call.Trace]);
    }

    [Fact]
    public void Spans_OfPolling_AreLeftOut() =>
        Spans.ShouldNotContain(span => (span.Scope == "System.Net.Http" || span.Scope == "Npgsql") && span.Parent == "");

    [Fact]
    public void Spans_OfPages_HoldNoQueryAndNoCaller()
    {
        Spans.Where(span => span.Name == "GET /api/pages/{tenant}/months/{month}").ShouldHaveSingleItem().Attributes.Keys
            .ShouldBe(["http.request.method", "url.scheme", "url.path", "http.route", "http.response.status_code"], ignoreOrder: true);
        Spans.Where(span => span.Name == "DELETE /api/manage/{tenant}/suppressions/{recipient}").ShouldHaveSingleItem()
            .Attributes["url.path"].ShouldBe("/api/manage/traced-co/suppressions/-");
        var everything = story.Collector.Everything;
        foreach (var secret in story.Secrets)
        {
            everything.ShouldNotContain(secret);
        }

        Regex.Matches(everything, @"[a-z]/[^\s""]*\?[a-z]+=").ShouldBeEmpty();
    }

    [Fact]
    public void Metrics_OfTheApp_Arrive()
    {
        var points = story.Collector.Points.ToArray();

        var stored = Last("plumbline.deliveries", "outcome", "stored");
        (stored.Unit, stored.Attributes["source"], stored.Value).ShouldBe(("{delivery}", "stripe", 1));
        Last("plumbline.deliveries", "outcome", "unverifiable").Value.ShouldBe(1);
        Last("plumbline.append.duration").ShouldSatisfyAllConditions(point => point.Unit.ShouldBe("s"), point => point.Value.ShouldBe(1));
        Last("plumbline.freeze.duration", "reason", "close").Value.ShouldBe(1);
        Last("plumbline.months.overdue").Value.ShouldBe(2);
        Last("plumbline.queue.poison", "queue", "digests-poison").Value.ShouldBe(0);
        points.ShouldContain(point => point.Metric == "http.server.request.duration");
        points.ShouldContain(point => point.Metric == "db.client.operation.duration");
        points.SelectMany(point => point.Attributes.Values).ShouldNotContain(value => value.Contains("traced-co"));
        Last("db.client.operation.duration", "db.client.connection.pool.name", "plumbline").Value.ShouldBeGreaterThan(0);

        SentPoint Last(string metric, string? attribute = null, string? value = null) =>
            points.Last(point => point.Metric == metric && (attribute is null || point.Attributes.GetValueOrDefault(attribute) == value));
    }

    [Fact]
    public void Resource_Named_IsThisService()
    {
        story.Collector.Resource["service.name"].ShouldBe("plumbline");
        story.Collector.Resource["service.version"].ShouldNotBeEmpty();
    }

    [Fact]
    public void Vitals_Looked_AreLoggedAsTheAlertsReadThem()
    {
        story.Output.ShouldContain(
            "Vitals: 2 months overdue, 0 open findings of high severity, 0 open findings, 0 deliveries in quarantine, 0 minutes the oldest unsent digest waits, 0 poison messages");
        story.Output.ShouldContain("Tenant late-co needs somebody: 2 months overdue (first 2026-04), 0 open findings of high severity");
    }

    /// <returns>What a span is a part of, from the nearest to the root.</returns>
    private List<SentSpan> Under(SentSpan span)
    {
        var path = new List<SentSpan>();
        for (var next = span; Spans.FirstOrDefault(other => other.Id == next.Parent) is { } parent; next = parent)
        {
            path.Add(parent);
        }

        return path;
    }

    public sealed class Story : IAsyncLifetime
    {
        private const string StripeSecret = "whsec_of_the_traced";
        private const string Recipient = "owner@traced.example";

        private static readonly DateTimeOffset Now = new(2026, 6, 3, 12, 0, 0, TimeSpan.Zero);

        private readonly FunctionApp app = new() { Now = Now };

        internal OtlpCollector Collector { get; private set; } = null!;

        public string Output => app.Output;

        /// <summary>What was in requests, settings and mails, and must not be in what is sent.</summary>
        public IReadOnlyList<string> Secrets { get; private set; } = [];

        private static CancellationToken Cancel => TestContext.Current.CancellationToken;

        public async ValueTask InitializeAsync()
        {
            Collector = await OtlpCollector.StartAsync();
            app.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Url;
            app.Settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            app.Settings["Secrets__stripe-webhook--traced-co"] = StripeSecret;
            await app.InitializeAsync();
            await TellAsync();

            // A stop sends what is left.
            (await app.StopAsync()).ShouldBe(0);
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            if (Collector is not null)
            {
                await Collector.DisposeAsync();
            }
        }

        private async Task TellAsync()
        {
            var token = await app.AddTenantAsync("traced-co", firstMonth: "2026-05", recipients: Recipient);
            await app.AddTenantAsync("late-co", firstMonth: "2026-04");
            var body = StripeEvents.Charge("ch_traced", amount: 42_00, created: Now.AddDays(-20));
            foreach (var (secret, status) in new[] { (StripeSecret, HttpStatusCode.OK), ("whsec_wrong", HttpStatusCode.BadRequest) })
            {
                (await StripePost.SendAsync(app.Http, "/api/webhooks/stripe/traced-co", body, StripeEvents.Sign(body, secret, Now), Cancel)).Status.ShouldBe(status);
            }

            using var freeze = await app.SendAsync(HttpMethod.Post, "/api/manage/traced-co/months/2026-05/freeze", token: token);
            freeze.StatusCode.ShouldBe(HttpStatusCode.OK);
            await app.EventuallyAsync(
                () => app.ScalarAsync<bool>("select d.sent_at is not null from ops.digests d join config.tenants t using (tenant_id) where t.slug = 'traced-co'"), "the digest");
            var html = (await app.MailAsync())[0].GetProperty("html").GetString()!;
            var link = new Uri(WebUtility.HtmlDecode(Regex.Match(html, "href=\"([^\"]*/months/2026-05[^\"]*)\"").Groups[1].Value));
            using var page = await app.Http.GetAsync(link, Cancel);
            page.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var byKey = await app.Http.GetAsync($"/api/manage/tenants/traced-co?code={app.FunctionKey}", Cancel);
            byKey.StatusCode.ShouldBe(HttpStatusCode.OK);

            var hash = new string('a', 60) + "cafe";
            using var lifted = await app.SendAsync(HttpMethod.Delete, $"/api/manage/traced-co/suppressions/{hash}", token: token);
            lifted.StatusCode.ShouldBe(HttpStatusCode.NotFound);

            using var vitals = await app.SendAsync(HttpMethod.Post, "/admin/functions/VitalsTimer", new { input = "" }, key: app.MasterKey);
            await app.EventuallyAsync(() => Task.FromResult(app.Output.Contains("Vitals: ", StringComparison.Ordinal)), "the vitals");
            Secrets = [StripeSecret, Recipient, hash, token, app.FunctionKey, app.MasterKey, .. link.Query.TrimStart('?').Split('&').Select(part => part[(part.IndexOf('=') + 1)..]).Where(value => value.Length > 10)];
            Secrets.Count.ShouldBeGreaterThan(5);
        }
    }
}
