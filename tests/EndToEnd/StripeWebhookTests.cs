using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.EndToEnd;

public sealed class StripeWebhookTests(StripeWebhookTests.App fixture) : IClassFixture<StripeWebhookTests.App>
{
    private const string Path = "/api/webhooks/stripe/demo";
    private const string Secret = App.Secret;

    private FunctionApp Running => fixture.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Post_SignedCharge_IsStored()
    {
        var (status, body) = await PostAsync(StripeEvents.Charge($"ch_{Guid.NewGuid():n}", amount: 1234, created: Now.AddDays(-1)));

        (status, body).ShouldBe((HttpStatusCode.OK, """{"outcome":"stored"}"""));
    }

    [Fact]
    public async Task Post_SameChargeTwentyTimesAtOnce_LeavesOneRow()
    {
        var charge = $"ch_{Guid.NewGuid():n}";
        var payload = StripeEvents.Charge(charge, amount: 500, created: Now.AddDays(-1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(payload)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        answers.Count(answer => answer.Body.Contains("stored", StringComparison.Ordinal)).ShouldBe(1);
        (await Running.CountAsync($"select count(*) from ledger.raw_payments where charge_id = '{charge}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_AnEventWeDoNotMap_IsKept()
    {
        var id = $"evt_{Guid.NewGuid():n}";

        var (status, body) = await PostAsync(Encoding.UTF8.GetBytes(
            $$$"""{"id":"{{{id}}}","object":"event","type":"customer.created","created":{{{Now.ToUnixTimeSeconds()}}},"livemode":true,"data":{"object":{"id":"cus_1","object":"customer"} } }"""));

        (status, body).ShouldBe((HttpStatusCode.OK, """{"outcome":"stored"}"""));
        (await Running.CountAsync($"select count(*) from ledger.raw_events where source_key = '{id}' and event_type = 'customer.created'")).ShouldBe(1);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("[1, 2]")]
    [InlineData("{\"id\": \"evt_nul\\u0000\", \"type\": \"charge.succeeded\"}")]
    [InlineData("{\"id\": \"evt_\\ud800\", \"type\": \"charge.succeeded\"}")]
    [InlineData("{\"id\": \"evt_deep\", \"type\": ")]
    public async Task Post_SignedBodyThatCannotBeRead_IsKeptInQuarantine(string text)
    {
        var before = await Running.CountAsync("select count(*) from ledger.quarantine");

        var (status, body) = await PostAsync(Encoding.UTF8.GetBytes(text));
        var (again, second) = await PostAsync(Encoding.UTF8.GetBytes(text));

        (status, body).ShouldBe((HttpStatusCode.OK, """{"outcome":"quarantined"}"""));
        (again, second).ShouldBe((HttpStatusCode.OK, """{"outcome":"duplicate"}"""));
        (await Running.CountAsync("select count(*) from ledger.quarantine")).ShouldBe(before + 1);
        (await Running.CountAsync($"select count(*) from ledger.bodies where body = '\\x{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_NulAndLoneSurrogateWhereNothingReadsThem_IsStored()
    {
        var payload = StripeEvents.Charge($"ch_{Guid.NewGuid():n}", amount: 1, created: Now.AddDays(-1), customize: charge => charge["description"] = "x\u0000y");

        (await PostAsync(payload)).Body.ShouldBe("""{"outcome":"stored"}""");
    }

    // Signed when the test runs: data is made when tests are found, which may be minutes before.
    private static readonly Dictionary<string, Func<string?>> Signatures = new()
    {
        ["unsigned"] = () => null,
        ["wrong secret"] = () => StripeEvents.Sign("{}"u8.ToArray(), "whsec_other", Now),
        ["stale"] = () => StripeEvents.Sign("{}"u8.ToArray(), Secret, Now.AddSeconds(-400)),
        ["from the future"] = () => StripeEvents.Sign("{}"u8.ToArray(), Secret, Now.AddSeconds(400)),
        ["garbled header"] = () => "t=,v1=,,",
    };

    public static TheoryData<string> Refused => [.. Signatures.Keys];

    [Theory, MemberData(nameof(Refused))]
    public async Task Post_Unverifiable_IsRefusedAndWritesNothing(string how)
    {
        var before = await Running.CountAsync("select count(*) from ledger.raw_events");

        var (status, body) = await PostAsync("{}"u8.ToArray(), Signatures[how](), sign: false);

        (status, TypeOf(body)).ShouldBe((HttpStatusCode.BadRequest, "urn:plumbline:problem:unverifiable"));
        body.ShouldNotContain("whsec");
        (await Running.CountAsync("select count(*) from ledger.raw_events")).ShouldBe(before);
    }

    [Fact]
    public async Task Post_SignedWithTheOldSecretWhileRolling_IsStored() =>
        (await PostAsync(StripeEvents.Charge($"ch_{Guid.NewGuid():n}", amount: 1, created: Now.AddDays(-1)), secret: App.OldSecret)).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task Post_EmptyBody_IsItsOwnProblem()
    {
        var (status, body) = await PostAsync([]);

        (status, TypeOf(body)).ShouldBe((HttpStatusCode.BadRequest, "urn:plumbline:problem:empty-body"));
    }

    [Fact]
    public async Task Post_OverTheLimit_Is413()
    {
        var (status, body) = await PostAsync(new byte[(1024 * 1024) + 1]);

        (status, TypeOf(body)).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "urn:plumbline:problem:too-large"));
    }

    [Fact]
    public async Task Post_ChunkedOverTheLimit_Is413BeforeItsEnd()
    {
        // A body without an end: only a reader that counts as it reads ever answers.
        using var socket = new TcpClient();
        await socket.ConnectAsync(Running.Http.BaseAddress!.Host, Running.Http.BaseAddress.Port, Cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nStripe-Signature: t=1,v1=00\r\n\r\n"), Cancel);
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
    [InlineData("/api/webhooks/stripe/nobody", 404, "unknown-tenant")]
    [InlineData("/api/webhooks/stripe/Not-A-Slug!", 404, "unknown-tenant")]
    [InlineData("/api/webhooks/stripe/no-secret", 500, "not-stored")]
    public async Task Post_ToATenantThatCannotTakeIt_SaysWhy(string path, int expected, string type)
    {
        await fixture.NoSecretAsync();

        var (status, body) = await PostAsync("{}"u8.ToArray(), path: path);

        ((int)status, TypeOf(body)).ShouldBe((expected, $"urn:plumbline:problem:{type}"));
    }

    [Fact]
    public async Task Get_OfTheWebhook_IsNotFoundOrNotAllowed() =>
        (await Running.Http.GetAsync(Path, Cancel)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);

    [Fact]
    public async Task Log_OfQuarantinedAndRefusedDeliveries_HoldsNoSecretAndNoPersonalData()
    {
        var id = $"evt_{Guid.NewGuid():n}";
        var unmappable = StripeEvents.Charge("ch_private", eventId: id, customize: charge =>
        {
            charge["amount_captured"] = "private.person@example.com";
            charge["billing_details"] = new System.Text.Json.Nodes.JsonObject { ["email"] = "private.person@example.com" };
        });

        (await PostAsync(unmappable)).Body.ShouldContain("quarantined");
        (await PostAsync(Encoding.UTF8.GetBytes($"private.person@example.com {id}"))).Body.ShouldContain("quarantined");
        (await PostAsync(unmappable, sign: false)).Status.ShouldBe(HttpStatusCode.BadRequest);

        Running.Output.ShouldContain(id);
        Running.Output.ShouldContain("refused");
        Running.Output.ShouldNotContain("private.person");
        Running.Output.ShouldNotContain(Secret);
        (await Running.CountAsync("select count(*) from ledger.quarantine where detail like '%private%'")).ShouldBe(0);
    }

    private Task<(HttpStatusCode Status, string Body)> PostAsync(byte[] body, string? signature = null, bool sign = true, string path = Path, string secret = Secret) =>
        StripePost.SendAsync(Running.Http, path, body, sign ? StripeEvents.Sign(body, secret, Now) : signature, Cancel);

    private static string TypeOf(string problem) => JsonDocument.Parse(problem).RootElement.GetProperty("type").GetString()!;

    public sealed class App : IAsyncLifetime
    {
        public const string Secret = "whsec_of_this_test";
        public const string OldSecret = "whsec_before_rolling";

        private readonly SemaphoreSlim once = new(1);
        private bool added;

        public FunctionApp Running { get; } = new() { Settings = { ["Secrets__stripe-webhook--demo"] = $"{Secret},{OldSecret}" } };

        /// <summary>Makes sure of a tenant whose signing secret nobody has set.</summary>
        public async Task NoSecretAsync()
        {
            await once.WaitAsync(Cancel);
            if (!added)
            {
                await Running.AddTenantAsync("no-secret");
                added = true;
            }

            once.Release();
        }

        public ValueTask InitializeAsync() => Running.InitializeAsync();

        public async ValueTask DisposeAsync()
        {
            once.Dispose();
            await Running.DisposeAsync();
        }
    }
}
