using System.Net;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Plumbline.Digest;
using Plumbline.Platform;

namespace Plumbline.Tests.Digest;

/// <summary>The client as the app assembles it, against a server on this machine.</summary>
public sealed class SendGridClientTests : IAsyncLifetime
{
    private const string Address = "owner@example.com";

    private static readonly Mail Message = new(new Recipient(Address, "The Owner"), "January", "<p>Zoë</p>", "Zoë");

    private readonly HurriedTime time = new(new DateTimeOffset(2026, 2, 1, 8, 0, 0, TimeSpan.Zero));
    private SendGridServer server = null!;
    private IHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SendGridClient Client => host.Services.GetRequiredService<SendGridClient>();

    public async ValueTask InitializeAsync()
    {
        server = await SendGridServer.StartAsync(Cancel);
        host = Host("SG.key");
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task SendAsync_Mail_IsPostedAsSendGridWantsIt()
    {
        (await Client.SendAsync(Message, Cancel)).ShouldBe("message-1");

        var request = server.Requests.ShouldHaveSingleItem();
        (request.Method, request.Path, request.Authorization).ShouldBe(("POST", "/v3/mail/send", "Bearer SG.key"));
        request.ContentType.ShouldNotBeNull().ShouldStartWith("application/json");
        var to = request.Body.GetProperty("personalizations").EnumerateArray().Single().GetProperty("to").EnumerateArray().Single();
        (Text(to, "email"), Text(to, "name")).ShouldBe((Address, "The Owner"));
        var from = request.Body.GetProperty("from");
        (Text(from, "email"), Text(from, "name")).ShouldBe(("digest@plumbline.example", "Plumbline"));
        Text(request.Body, "subject").ShouldBe("January");
        request.Body.GetProperty("content").EnumerateArray().Select(part => (Text(part, "type"), Text(part, "value")))
            .ShouldBe([("text/plain", "Zoë"), ("text/html", "<p>Zoë</p>")]);
    }

    [Fact]
    public async Task SendAsync_MailOfAList_OffersOneClick()
    {
        await Client.SendAsync(Message with { UnsubscribeUrl = "https://plumbline.example/api/pages/demo/unsubscribe?to=1&key=k1" }, Cancel);

        var headers = server.Requests.Single().Body.GetProperty("headers");
        headers.EnumerateObject().Select(header => (header.Name, header.Value.GetString())).ShouldBe([
            ("List-Unsubscribe", "<https://plumbline.example/api/pages/demo/unsubscribe?to=1&key=k1>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]);
    }

    [Fact]
    public async Task SendAsync_PlainMailOfNoList_HasOnePartAndNoHeaders()
    {
        await Client.SendAsync(Message with { Html = null }, Cancel);

        var body = server.Requests.Single().Body;
        Text(body.GetProperty("content").EnumerateArray().Single(), "type").ShouldBe("text/plain");
        body.TryGetProperty("headers", out _).ShouldBeFalse("SendGrid refuses null");
    }

    [Fact]
    public async Task SendAsync_Mail_IsNotTracked()
    {
        await Client.SendAsync(Message, Cancel);

        var tracking = server.Requests.Single().Body.GetProperty("tracking_settings");
        tracking.GetProperty("click_tracking").GetProperty("enable").GetBoolean().ShouldBeFalse();
        tracking.GetProperty("open_tracking").GetProperty("enable").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task SendAsync_AnswerWithoutAnId_IsNull()
    {
        server.Then(202);

        (await Client.SendAsync(Message, Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("3600", 30)]
    [InlineData("Sun, 01 Feb 2026 08:00:12 GMT", 12)]
    [InlineData("Sun, 01 Feb 2026 07:00:00 GMT", 0)]
    public async Task SendAsync_TooManyRequests_WaitsAsLongAsAskedButNotOver30Seconds(string retryAfter, int seconds)
    {
        server.Then(429, retryAfter);

        (await Client.SendAsync(Message, Cancel)).ShouldBe("message-2");

        server.Requests.Count.ShouldBe(2);
        time.Waits.Sum(wait => wait.TotalSeconds).ShouldBe(seconds);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task SendAsync_PassingFailure_IsTriedAgainLaterEachTime(int status)
    {
        server.Then(status).Then(status);

        (await Client.SendAsync(Message, Cancel)).ShouldBe("message-3");

        server.Requests.Count.ShouldBe(3);
        server.Requests.ShouldAllBe(request => request.Authorization == "Bearer SG.key" && request.Body.GetRawText() == server.Requests.First().Body.GetRawText());
        time.Waits.Count.ShouldBe(2);
        time.Waits.ShouldAllBe(wait => wait > TimeSpan.Zero && wait <= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task SendAsync_FailureThatStays_IsGivenUpAfterThreeRetries()
    {
        server.Then(503).Then(503).Then(503).Then(503);

        var thrown = await Should.ThrowAsync<HttpRequestException>(() => Client.SendAsync(Message, Cancel));

        thrown.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(413)]
    public async Task SendAsync_Refusal_IsNotTriedAgainAndTellsNoAddress(int status)
    {
        server.Then(status, body: $"{{\"errors\":[{{\"message\":\"{Address} is not allowed\"}}]}}");

        var thrown = await Should.ThrowAsync<HttpRequestException>(() => Client.SendAsync(Message, Cancel));

        thrown.StatusCode.ShouldBe((HttpStatusCode)status);
        thrown.ToString().ShouldNotContain(Address);
        thrown.ToString().ShouldNotContain("SG.key");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SendAsync_NobodyListening_IsAnHttpRequestException()
    {
        await server.DisposeAsync();

        var thrown = await Should.ThrowAsync<HttpRequestException>(() => Client.SendAsync(Message, Cancel));

        thrown.ToString().ShouldNotContain(Address);
        time.Waits.Count.ShouldBe(3);
    }

    // Accepted or not: nobody knows, so one more would be one too many.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SendAsync_TakenWithoutAnAnswer_IsNotTriedAgain(bool hangsUp)
    {
        time.Attempt = TimeSpan.FromSeconds(1);
        _ = hangsUp ? server.ThenHangUp() : server.ThenSaysNothing();

        var thrown = await Should.ThrowAsync<MailOutcomeUnknownException>(() => Client.SendAsync(Message, Cancel));

        thrown.ToString().ShouldNotContain(Address);
        server.Requests.Count.ShouldBe(1);
        time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task SendAsync_RefusedAndThenTakenWithoutAnAnswer_IsNotKnown()
    {
        server.Then(503).ThenHangUp();

        await Should.ThrowAsync<MailOutcomeUnknownException>(() => Client.SendAsync(Message, Cancel));

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task SendAsync_StoppedOnTheWay_IsNotKnown()
    {
        server.ThenSaysNothing();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var sending = Client.SendAsync(Message, stopping.Token);
        while (server.Requests.IsEmpty)
        {
            await Task.Delay(20, Cancel);
        }

        await stopping.CancelAsync();

        await Should.ThrowAsync<MailOutcomeUnknownException>(() => sending);
    }

    [Fact]
    public async Task SendAsync_WithoutAKey_SaysWhichSecretIsMissing()
    {
        using var keyless = Host(key: null);

        var thrown = await Should.ThrowAsync<InvalidOperationException>(
            () => keyless.Services.GetRequiredService<SendGridClient>().SendAsync(Message, Cancel));

        thrown.Message.ShouldContain("sendgrid-api");
        server.Requests.ShouldBeEmpty();
    }

    private IHost Host(string? key)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("SendGrid:BaseUrl", server.Url),
            new("SendGrid:From", "digest@plumbline.example"),
            new("Secrets:sendgrid-api", key),
        ]);
        builder.Services.AddLogging().AddSingleton<TimeProvider>(time).AddSingleton<TokenCredential>(new DefaultAzureCredential()).AddSingleton<Secrets>();
        builder.AddDigest();
        return builder.Build();
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
