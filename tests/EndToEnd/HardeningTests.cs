using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Local.Demo;
using Plumbline.OpenApi;
using Plumbline.Tests.Support;
using StripeEvents = Plumbline.Tests.Webhooks.Stripe.StripeEvents;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Requests that nobody sends by mistake: too deep, too long, cut short.</summary>
public sealed class HardeningTests(HardeningTests.App fixture) : IClassFixture<HardeningTests.App>
{
    private const int Deep = 100_000;
    private const int Kilobyte = 1024;

    /// <summary>Every route that is described to take a body.</summary>
    public static TheoryData<string> Routes =>
    [
        .. from path in JsonNode.Parse(DocumentResponse.Write())!["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           // Of the link to unsubscribe the body is never read.
           where operation.Value is JsonObject described && described.ContainsKey("requestBody") && !path.Key.EndsWith("/unsubscribe", StringComparison.Ordinal)
           select $"{operation.Key.ToUpperInvariant()} {path.Key.Replace("{tenant}", "demo", StringComparison.Ordinal).Replace("{month}", "2026-01", StringComparison.Ordinal).Replace("{finding}", "1", StringComparison.Ordinal)}",
    ];

    private FunctionApp Running => fixture.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("stripe", "[", HttpStatusCode.OK, "quarantined")]
    [InlineData("stripe", "{\"a\":", HttpStatusCode.OK, "quarantined")]
    [InlineData("native", "[", HttpStatusCode.OK, "quarantined")]
    [InlineData("native", "{\"a\":", HttpStatusCode.OK, "quarantined")]
    [InlineData("workflow", "[", HttpStatusCode.OK, "quarantined")]
    [InlineData("workflow", "{\"a\":", HttpStatusCode.OK, "quarantined")]
    [InlineData("events", "[", HttpStatusCode.BadRequest, "64 levels")]
    [InlineData("events", "{\"a\":", HttpStatusCode.BadRequest, "64 levels")]
    [InlineData("manage", "[", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("manage", "{\"name\":", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("report", "{\"pairs\":[", HttpStatusCode.BadRequest, "invalid-request")]
    public async Task Send_NestedAHundredThousandLevelsDeep_IsRefusedOrKeptWithoutBeingRead(string source, string opening, HttpStatusCode status, string answer)
    {
        // Blanks before it, so that no two sources send the same bytes.
        var body = Encoding.UTF8.GetBytes(new string(' ', source.Length) + string.Concat(Enumerable.Repeat(opening, Deep)));

        using var response = await SendAsync(source, body);

        var told = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(status, told);
        told.ShouldContain(answer);
        Running.IsRunning.ShouldBeTrue();
    }

    [Theory]
    [InlineData("POST /api/webhooks/stripe/demo", "Stripe-Signature", 5 * Kilobyte, 400)]
    [InlineData("POST /api/webhooks/ghl/demo", "X-GHL-Signature", 5 * Kilobyte, 400)]
    [InlineData("POST /api/webhooks/ghl/demo", "X-Webhook-Secret", 5 * Kilobyte, 400)]
    [InlineData("POST /api/webhooks/ghl/demo", "Authorization", 5 * Kilobyte, 400)]
    [InlineData("POST /api/events/demo", "Authorization", 5 * Kilobyte, 401)]
    [InlineData("GET /api/manage/demo/months", "Authorization", 300, 401)]
    [InlineData("POST /api/events/demo", "Content-Type", 5 * Kilobyte, 400)]
    [InlineData("GET /api/reports/demo/kpis", "If-None-Match", 5 * Kilobyte, 400)]
    [InlineData("GET /api/reports/demo/kpis", "Accept", 5 * Kilobyte, 400)]
    [InlineData("GET /api/openapi.json", "If-None-Match", 5 * Kilobyte, 400)]
    [InlineData("POST /api/manage/demo/months/2026-01/freeze", "Idempotency-Key", 5 * Kilobyte, 400)]
    [InlineData("GET /api/health/live", "X-Anything", 33 * Kilobyte, 431)]
    public async Task Send_HeaderThatIsTooLong_IsRefused(string route, string header, int length, int status)
    {
        using var request = Request(route, []);
        var value = header == "Authorization" ? $"Bearer {new string('a', length)}" : new string('a', length);
        if (header != "Authorization" && route.Contains("/webhooks/", StringComparison.Ordinal) is false)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Running.Token}");
        }

        (header == "Content-Type" ? request.Content!.Headers : (System.Net.Http.Headers.HttpHeaders)request.Headers).TryAddWithoutValidation(header, value).ShouldBeTrue();

        using var response = await Running.Http.SendAsync(request, Cancel);

        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Send_MoreHeadersThanTheHostTakes_Is431() =>
        (await RawAsync("GET /api/health/live HTTP/1.1\r\nHost: localhost\r\n" + string.Concat(Enumerable.Range(0, 101).Select(number => $"X-{number}: 1\r\n")) + "\r\n"))
            .ShouldStartWith("HTTP/1.1 431");

    [Fact]
    public async Task Send_LongerRequestLineThanTheHostTakes_Is414() =>
        (await RawAsync($"GET /api/health/live?{new string('a', 9 * Kilobyte)} HTTP/1.1\r\nHost: localhost\r\n\r\n")).ShouldStartWith("HTTP/1.1 414");

    [Fact]
    public void Routes_AreAllThatTakeABody()
    {
        var routes = Routes.Select(row => row.Data).ToList();

        routes.ShouldAllBe(route => !route.Contains('{'));
        routes.ShouldBeUnique();
        routes.Count.ShouldBeGreaterThanOrEqualTo(9);
        routes.ShouldContain("POST /api/manage/demo/adjustments");
        routes.ShouldContain("POST /api/manage/demo/quarantine/replay");
        routes.ShouldContain("POST /api/manage/demo/quarantine/dismiss");
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task Send_ChunksWithoutAnEnd_Is413(string route)
    {
        var chunk = $"10000\r\n{new string(' ', 0x10000)}\r\n";

        (await RawAsync($"{Head(route)}Transfer-Encoding: chunked\r\n\r\n{string.Concat(Enumerable.Repeat(chunk, 18))}")).ShouldStartWith("HTTP/1.1 413");
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task Send_ContentLengthBeyondTheLimit_Is413BeforeAByteOfIt(string route) =>
        (await RawAsync($"{Head(route)}Content-Length: 99999999\r\n\r\n")).ShouldStartWith("HTTP/1.1 413");

    [Theory]
    [InlineData("stripe")]
    [InlineData("native")]
    [InlineData("workflow")]
    [InlineData("events")]
    public async Task Send_CutShort_StoresNothing(string source)
    {
        var before = await Running.CountAsync("select count(*) from ledger.raw_events");
        var body = Encoding.UTF8.GetBytes("{}");
        var (route, header) = Signed(source, body);

        // All that is signed is there, and more was promised.
        await RawAsync($"{Head(route, withKeys: false)}{header.Name}: {header.Value}\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n{{}}", isCut: true);
        await RawAsync($"{Head(route, withKeys: false)}{header.Name}: {header.Value}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n", isCut: true);

        await Task.Delay(TimeSpan.FromSeconds(0.5), Cancel);
        (await Running.CountAsync("select count(*) from ledger.raw_events")).ShouldBe(before);
    }

    private async Task<HttpResponseMessage> SendAsync(string source, byte[] body)
    {
        var (route, (name, value)) = Signed(source, body);
        using var request = Request(route, body);
        request.Content!.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return await Running.Http.SendAsync(request, Cancel);
    }

    private (string Route, (string Name, string Value) Header) Signed(string source, byte[] body) => source switch
    {
        "stripe" => ("POST /api/webhooks/stripe/demo", ("Stripe-Signature", StripeEvents.Sign(body, App.StripeSecret, TimeProvider.System.GetUtcNow()))),
        "native" => ("POST /api/webhooks/ghl/demo", ("X-GHL-Signature", GoHighLevelSigner.Sign(body))),
        "workflow" => ("POST /api/webhooks/ghl/demo", ("X-Webhook-Secret", App.WorkflowSecret)),
        "events" => ("POST /api/events/demo", ("Authorization", $"Bearer {Running.Token}")),
        "report" => ("POST /api/reports/demo/stage-conversion", ("Authorization", $"Bearer {Running.Token}")),
        _ => ("PUT /api/manage/tenants/demo", ("x-functions-key", Running.FunctionKey)),
    };

    private static HttpRequestMessage Request(string route, byte[] body)
    {
        var parts = route.Split(' ');
        return new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]) { Content = parts[0] == "GET" ? null : new ByteArrayContent(body) };
    }

    private string Head(string route, bool withKeys = true)
    {
        var keys = withKeys && !route.Contains("/webhooks/", StringComparison.Ordinal)
            ? $"Authorization: Bearer {Running.Token}\r\nx-functions-key: {Running.FunctionKey}\r\nContent-Type: application/json\r\n"
            : "";
        return $"{route} HTTP/1.1\r\nHost: localhost\r\n{keys}";
    }

    /// <param name="isCut">Hangs up instead of waiting for an answer.</param>
    private async Task<string> RawAsync(string request, bool isCut = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Running.Http.BaseAddress!.Host, Running.Http.BaseAddress.Port, Cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancel);
        if (isCut)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.3), Cancel);
            return "";
        }

        var answer = new byte[64];
        var read = await stream.ReadAsync(answer, Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        return Encoding.ASCII.GetString(answer, 0, read);
    }

    public sealed class App : IAsyncLifetime
    {
        public const string StripeSecret = "whsec_of_this_test";
        public const string WorkflowSecret = "ghlwf_of_this_test";

        public FunctionApp Running { get; } = new()
        {
            Settings =
            {
                ["GoHighLevel__PublicKey"] = GoHighLevelSigner.DemoPublicKey,
                ["Secrets__contact-hash"] = "key of this test's hashes",
                ["Secrets__stripe-webhook--demo"] = StripeSecret,
                ["Secrets__ghl-workflow--demo"] = WorkflowSecret,
            },
        };

        public ValueTask InitializeAsync() => Running.InitializeAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
