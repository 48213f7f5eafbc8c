using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Local;

public sealed class MailboxTests : IAsyncLifetime
{
    private TestHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync([], cancel: Cancel);

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Send_WholeMail_202AndItIsInTheInbox()
    {
        using var response = await SendAsync(Mail("Tom & Jerry <report>"));
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = response.Headers.GetValues("X-Message-Id").ShouldHaveSingleItem();

        var mail = (await ListAsync()).ShouldHaveSingleItem();
        mail.Id.ShouldBe(id);
        mail.To.ShouldBe([new MailAddress("owner@demo.example", "Owner")]);
        mail.From.ShouldBe(new MailAddress("digest@plumbline.example", null));
        (mail.Subject, mail.Html, mail.Text).ShouldBe(("Tom & Jerry <report>", "<p>Hi</p>", "Hi"));
        mail.Headers["List-Unsubscribe"].ShouldBe("<https://x.example/u>");

        var browser = BrowsingContext.New();
        var inbox = await browser.OpenAsync(page => page.Content(host.Http.GetStringAsync("local/mail", Cancel).Result), Cancel);
        var link = inbox.QuerySelectorAll("tbody a").ShouldHaveSingleItem();
        link.TextContent.ShouldBe("Tom & Jerry <report>");
        var page = await browser.OpenAsync(answer => answer.Content(host.Http.GetStringAsync(link.GetAttribute("href"), Cancel).Result), Cancel);
        page.QuerySelector("h1")!.TextContent.ShouldBe("Tom & Jerry <report>");
        page.Body!.TextContent.ShouldContain("List-Unsubscribe");
        var frame = page.QuerySelector("iframe")!.GetAttribute("src");
        (await host.Http.GetStringAsync(frame, Cancel)).ShouldBe("<p>Hi</p>");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Basic abc")]
    public async Task Send_WithoutKey_401(string? authorization)
    {
        using var response = await SendAsync(Mail("x"), authorization);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("personalizations", "personalizations")]
    [InlineData("from", "from.email")]
    [InlineData("subject", "subject")]
    [InlineData("content", "content")]
    public async Task Send_PartMissing_400NamesTheField(string part, string field)
    {
        var mail = Mail("x");
        mail.Remove(part);
        using var response = await SendAsync(mail);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors");
        errors.EnumerateArray().Select(error => error.GetProperty("field").GetString()).ShouldBe([field]);
        errors[0].GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_NotJson_400()
    {
        using var response = await PostAsync(new StringContent("{"), "Bearer key");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Fail_Count_TheNextSendsFailAndThenSucceed()
    {
        (await host.Http.PostAsJsonAsync("local/sendgrid/fail", new { status = 503, count = 2, retryAfter = 1 }, Cancel)).EnsureSuccessStatusCode();
        for (var i = 0; i < 2; i++)
        {
            using var failed = await SendAsync(Mail("x"));
            failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            failed.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        using var sent = await SendAsync(Mail("x"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await ListAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task List_SeveralMails_NewestFirstUntilEmptied()
    {
        foreach (var subject in (string[])["first", "second", "third"]) (await SendAsync(Mail(subject))).Dispose();
        (await ListAsync()).Select(mail => mail.Subject).ShouldBe(["third", "second", "first"]);

        (await host.Http.DeleteAsync("local/mail", Cancel)).EnsureSuccessStatusCode();
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Find_AfterRestart_MailIsStillThere()
    {
        using var folder = new TemporaryFolder();
        var body = JsonSerializer.SerializeToElement(Mail("kept"));
        var id = new Mailbox(folder.Path, TimeProvider.System).Send("Bearer key", body).MessageId!;
        new Mailbox(folder.Path, TimeProvider.System).Find(id)!.Subject.ShouldBe("kept");
    }

    [Theory]
    [InlineData("local/mail/nothing")]
    [InlineData("local/mail/..%2F..%2Fkeys")]
    [InlineData("local/mail/nothing/html")]
    public async Task Mail_Unknown_404(string path)
    {
        using var response = await host.Http.GetAsync(path, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Dictionary<string, object> Mail(string subject) => new()
    {
        ["personalizations"] = new[]
        {
            new { to = new[] { new { email = "owner@demo.example", name = "Owner" } }, headers = new Dictionary<string, string> { ["List-Unsubscribe"] = "<https://x.example/u>" } },
        },
        ["from"] = new { email = "digest@plumbline.example" },
        ["subject"] = subject,
        ["content"] = new[] { new { type = "text/plain", value = "Hi" }, new { type = "text/html", value = "<p>Hi</p>" } },
    };

    private Task<HttpResponseMessage> SendAsync(Dictionary<string, object> mail, string? authorization = "Bearer SG.key") =>
        PostAsync(JsonContent.Create(mail), authorization);

    private async Task<HttpResponseMessage> PostAsync(HttpContent content, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "local/sendgrid/v3/mail/send") { Content = content };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await host.Http.SendAsync(request, Cancel);
    }

    private async Task<List<Mail>> ListAsync() =>
        await host.Http.GetFromJsonAsync<List<Mail>>("local/mail?format=json", JsonSerializerOptions.Web, Cancel) ?? [];
}
