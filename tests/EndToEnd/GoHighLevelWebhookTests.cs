using System.Net;
using System.Net.Sockets;
using System.Text;
using Plumbline.Local.Demo;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

public sealed class GoHighLevelWebhookTests(GoHighLevelWebhookTests.App fixture) : IClassFixture<GoHighLevelWebhookTests.App>
{
    private const string Tenant = "acme";
    private const string Location = "loc_acme";
    private const string Secret = App.Secret;

    private FunctionApp Running => fixture.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_SignedByHighLevel_IsStoredOnceHoweverOftenItComes()
    {
        var id = NewId();
        var body = Native(id);

        (await SignedAsync(body)).ShouldBe(Ok("stored"));
        (await SignedAsync(body)).ShouldBe(Ok("duplicate"));
        (await EventsAsync(id)).ShouldBe(1);
        (await Running.ScalarAsync<string>($"select channel || ' ' || event_type from ledger.raw_events where source_key = '{id}'")).ShouldBe("webhook TaskCreate");
    }

    [Fact]
    public async Task Post_SameDeliveryTwentyTimesAtOnce_LeavesOneRow()
    {
        var id = NewId();
        var body = Native(id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SignedAsync(body)));

        answers.Count(answer => answer == Ok("stored")).ShouldBe(1);
        answers.Count(answer => answer == Ok("duplicate")).ShouldBe(19);
        (await EventsAsync(id)).ShouldBe(1);
    }

    // Signed when the test runs, as the body is another one each time.
    private static readonly Dictionary<string, Func<byte[], (string, string)[]>> Unbelievable = new()
    {
        ["unsigned"] = _ => [],
        ["not applicable"] = _ => [("X-GHL-Signature", "N/A")],
        ["empty"] = _ => [("X-GHL-Signature", "")],
        ["of another body"] = body => [("X-GHL-Signature", GoHighLevelSigner.Sign([.. body, (byte)' ']))],
        ["of another key"] = body => [("X-GHL-Signature", Convert.ToBase64String(GoHighLevelSigner.Sign(new byte[32], body)))],
        ["garbled"] = _ => [("X-GHL-Signature", "garbled")],
        ["garbled, with the right secret"] = _ => [("X-GHL-Signature", "garbled"), ("X-Webhook-Secret", Secret)],
        ["by the older algorithm"] = body => [("X-WH-Signature", GoHighLevelSigner.Sign(body))],
        ["with a wrong secret"] = _ => [("Authorization", "Bearer ghlwf_wrong")],
        ["with another tenant's secret"] = _ => [("X-Webhook-Secret", App.OtherSecret)],
    };

    public static TheoryData<string> Refused => [.. Unbelievable.Keys];

    [Theory, MemberData(nameof(Refused))]
    public async Task Post_Unverifiable_IsRefusedAndWritesNothing(string how)
    {
        var id = NewId();
        var body = Native(id);

        var answer = await SendAsync(body, Unbelievable[how](body));

        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.BadRequest, "unverifiable"));
        answer.Body.ShouldNotContain("ghlwf");
        (await EventsAsync(id)).ShouldBe(0);
    }

    [Fact]
    public async Task Post_SignedForAnotherLocation_IsRefusedAndWritesNothing()
    {
        var id = NewId();

        var answer = await SignedAsync(Native(id, location: "loc_other"));

        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.BadRequest, "wrong-location"));
        answer.Body.ShouldNotContain("loc_");
        (await EventsAsync(id)).ShouldBe(0);
    }

    [Theory]
    [InlineData("Authorization", $"Bearer {App.Secret}")]
    [InlineData("Authorization", $"Bearer {App.OldSecret}")]
    [InlineData("X-Webhook-Secret", App.Secret)]
    public async Task Post_OfAWorkflowWithItsSecret_IsStored(string header, string value)
    {
        var id = NewId();
        var body = Workflow(id);

        (await SendAsync(body, (header, value))).ShouldBe(Ok("stored"));
        (await SendAsync(body, (header, value), ("X-GHL-Signature", "N/A"))).ShouldBe(Ok("duplicate"));
        (await Running.CountAsync($"select count(*) from ledger.raw_events where source_key = '{KeyOf(body)}' and channel = 'workflow'")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_OfAWorkflowOfAnotherLocation_IsRefusedAndWritesNothing()
    {
        var id = NewId();

        var body = Workflow(id, location: "loc_other");
        var answer = await SendAsync(body, ("X-Webhook-Secret", Secret));

        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.BadRequest, "wrong-location"));
        (await EventsAsync(KeyOf(body))).ShouldBe(0);
    }

    [Theory]
    [InlineData("?secret=")]
    [InlineData("?Token=")]
    [InlineData("?anything=")]
    public async Task Post_RightSecretInTheUrl_IsRefusedWithTheReason(string query)
    {
        var id = NewId();

        var body = Workflow(id);
        var answer = await GoHighLevelPost.SendAsync(Running.Http, Tenant + query + Secret, body, ("X-Webhook-Secret", Secret));

        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.BadRequest, "unverifiable"));
        answer.Body.ShouldContain("take it out of the URL");
        answer.Body.ShouldNotContain(Secret);
        (await EventsAsync(KeyOf(body))).ShouldBe(0);
    }

    [Theory]
    [InlineData("not json at all", "unreadable")]
    [InlineData("[1, 2]", "unreadable")]
    [InlineData("{\"type\": ", "unreadable")]
    [InlineData("""{"type":"TaskCreate","webhookId":"wh_without_location"}""", "no-location")]
    public async Task Post_SignedBodyThatCannotBeRead_IsKeptInQuarantine(string text, string reason)
    {
        var body = Encoding.UTF8.GetBytes(text);

        (await SignedAsync(body)).ShouldBe(Ok("quarantined"));
        (await SignedAsync(body)).ShouldBe(Ok("duplicate"));
        (await Running.CountAsync(
            $"select count(*) from ledger.bodies as b join ledger.quarantine as q using (tenant_id, event_seq) where b.body = '\\x{Convert.ToHexString(body)}' and q.reason = '{reason}'"))
            .ShouldBe(1);
    }

    [Fact]
    public async Task Post_EmptyBody_IsItsOwnProblem()
    {
        var answer = await SignedAsync([]);

        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.BadRequest, "empty-body"));
    }

    [Fact]
    public async Task Post_OverTheLimit_Is413()
    {
        var answer = await SignedAsync(new byte[(1024 * 1024) + 1]);

        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "too-large"));
    }

    [Fact]
    public async Task Post_ChunkedOverTheLimit_Is413BeforeItsEnd()
    {
        // A body without an end: only a reader that counts as it reads ever answers.
        using var socket = new TcpClient();
        await socket.ConnectAsync(Running.Http.BaseAddress!.Host, Running.Http.BaseAddress.Port, Cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/webhooks/ghl/{Tenant} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"), Cancel);
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('a', 0x10000) + "\r\n");
        for (var sent = 0; sent <= 17; sent++)
        {
            await stream.WriteAsync(chunk, Cancel);
        }

        var answer = new byte[64];
        var read = await stream.ReadAsync(answer, Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancel);

        Encoding.ASCII.GetString(answer, 0, read).ShouldStartWith("HTTP/1.1 413");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("Not-A-Slug!")]
    public async Task Post_ToNobody_Is404(string tenant)
    {
        var answer = await GoHighLevelPost.SignedAsync(Running.Http, tenant, Native(NewId()));

        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.NotFound, "unknown-tenant"));
    }

    [Fact]
    public async Task Post_ToATenantWithoutSecretOrLocation_Is429UntilThereIsOne()
    {
        var id = NewId();
        var native = await GoHighLevelPost.SignedAsync(Running.Http, "unset", Native(id));
        var workflow = await GoHighLevelPost.SendAsync(Running.Http, "unset", Workflow(id), ("X-Webhook-Secret", Secret));

        foreach (var answer in new[] { native, workflow })
        {
            (answer.Status, answer.Problem, answer.RetryAfter).ShouldBe((HttpStatusCode.TooManyRequests, "not-stored", 60));
        }

        (await Running.CountAsync($"select count(*) from ledger.raw_events where source_key like '%{id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task Get_OfTheWebhook_IsNotFoundOrNotAllowed() =>
        (await Running.Http.GetAsync($"/api/webhooks/ghl/{Tenant}", Cancel)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);

    [Fact]
    public async Task Log_OfQuarantinedAndRefusedDeliveries_HoldsNoSecretAndNoPersonalData()
    {
        var body = Encoding.UTF8.GetBytes("""{"type":"ContactCreate","webhookId":"wh_private","email":"private.person@example.com"}""");
        var signature = GoHighLevelSigner.Sign(body);

        (await SignedAsync(body)).Outcome.ShouldBe("quarantined");
        (await SendAsync("private.person@example.com"u8.ToArray(), ("X-GHL-Signature", signature))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(body, ("X-Webhook-Secret", "ghlwf_guess"))).Status.ShouldBe(HttpStatusCode.BadRequest);

        Running.Output.ShouldContain("wh_private");
        Running.Output.ShouldContain("refused");
        Running.Output.ShouldNotContain("private.person");
        Running.Output.ShouldNotContain("ghlwf");
        Running.Output.ShouldNotContain(signature);
    }

    private static string NewId() => $"wh_{Guid.NewGuid():n}";

    private static byte[] Native(string id, string location = Location) => Encoding.UTF8.GetBytes(
        $$"""{"type":"TaskCreate","locationId":"{{location}}","webhookId":"{{id}}","id":"task_1","contactId":"con_1","title":"Call back"}""");

    private static byte[] Workflow(string id, string location = Location) => Encoding.UTF8.GetBytes(
        $$$"""{"contact_id":"con_1","location":{"id":"{{{location}}}"},"customData":{"type":"ContactUpdate","eventId":"{{{id}}}"}}""");

    private static string KeyOf(byte[] body) => $"workflow:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body))}";

    private static GoHighLevelAnswer Ok(string outcome) => new(HttpStatusCode.OK, $$"""{"outcome":"{{outcome}}"}""", null);

    private Task<GoHighLevelAnswer> SignedAsync(byte[] body) => GoHighLevelPost.SignedAsync(Running.Http, Tenant, body);

    private Task<GoHighLevelAnswer> SendAsync(byte[] body, params (string, string)[] headers) => GoHighLevelPost.SendAsync(Running.Http, Tenant, body, headers);

    private Task<long> EventsAsync(string key) => Running.CountAsync($"select count(*) from ledger.raw_events where source = 'gohighlevel' and source_key = '{key}'");

    public sealed class App : IAsyncLifetime
    {
        public const string Secret = "ghlwf_of_this_test";
        public const string OldSecret = "ghlwf_before_rolling";
        public const string OtherSecret = "ghlwf_of_somebody_else";

        public FunctionApp Running { get; } = new()
        {
            Settings =
            {
                ["GoHighLevel__PublicKey"] = GoHighLevelSigner.DemoPublicKey,
                ["Secrets__contact-hash"] = "key of this test's hashes",
                ["Secrets__ghl-workflow--acme"] = $"{Secret},{OldSecret}",
                ["Secrets__ghl-workflow--other"] = OtherSecret,
            },
        };

        public async ValueTask InitializeAsync()
        {
            await Running.InitializeAsync();
            await GoHighLevelPost.AddTenantAsync(Running.AdminConnectionString, Tenant, Location);
            await GoHighLevelPost.AddTenantAsync(Running.AdminConnectionString, "other", "loc_other");
            await GoHighLevelPost.AddTenantAsync(Running.AdminConnectionString, "unset", location: null);
        }

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
