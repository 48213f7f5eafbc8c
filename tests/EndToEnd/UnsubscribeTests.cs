using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Tests.OpenApi;
using Plumbline.Tests.Platform;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Off the list by one click, and back by an admin.</summary>
[Collection(nameof(DigestApp))]
public sealed class UnsubscribeTests(DigestApp app)
{
    private static readonly Month May = new(new DateOnly(2026, 5, 1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Digest_Sent_OffersOneClickAndALinkInBothItsParts()
    {
        await app.AddClosedAsync("offer-co", "ann@offer.example");
        await app.MailsToAsync("ann@offer.example", 1);

        var (mail, link) = await LinkAsync("ann@offer.example");

        mail.GetProperty("headers").GetProperty("List-Unsubscribe-Post").GetString().ShouldBe("List-Unsubscribe=One-Click");
        link.AbsolutePath.ShouldBe("/api/pages/offer-co/unsubscribe");
        new HtmlParser().ParseDocument(mail.GetProperty("html").GetString()!).QuerySelectorAll("a").OfType<IHtmlAnchorElement>()
            .ShouldContain(anchor => anchor.Href == link.ToString());
        mail.GetProperty("text").GetString()!.ShouldContain($"Unsubscribe: {link}");
        link.ToString().ShouldNotContain("ann");
    }

    [Fact]
    public async Task Post_AsAMailClientDoesIt_StopsTheDigestForThatRecipientAlone()
    {
        var token = await app.AddClosedAsync("click-co", "ann@click.example", "bob@click.example");
        await app.AddClosedAsync("other-click-co", "ann@click.example");
        await app.MailsToAsync("ann@click.example", 2);
        await app.DoneAsync("click-co");
        var link = (await LinkAsync("ann@click.example", "click-co")).Link;

        (await PostAsync(link)).Status.ShouldBe(HttpStatusCode.OK);
        var first = await SuppressedAsync("click-co");
        (await PostAsync(link)).Status.ShouldBe(HttpStatusCode.OK, "once more");
        (await SuppressedAsync("click-co")).ShouldBe(first);
        (await app.RequestDigestAsync("click-co", token)).ShouldBe(HttpStatusCode.Accepted);

        await app.MailsToAsync("bob@click.example", 2);
        await app.DoneAsync("click-co");
        (await app.MailsToAsync("ann@click.example")).Count.ShouldBe(2, "one of either tenant");
        (await SuppressedAsync("other-click-co")).ShouldBe("");
        app.Running.Output.ShouldNotContain("ann@click.example");
    }

    [Fact]
    public async Task Get_ValidLink_AsksAndDoesNothing()
    {
        await app.AddClosedAsync("ask-co", "ann@ask.example");
        await app.MailsToAsync("ann@ask.example", 1);
        var link = (await LinkAsync("ann@ask.example")).Link;

        using var page = await app.Running.Http.GetAsync(link, Cancel);
        using var scanner = await app.Running.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, link) { Headers = { { "Purpose", "prefetch" } } }, Cancel);
        (await SuppressedAsync("ask-co")).ShouldBe("");

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self'");
        var document = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync(Cancel));
        document.Body!.TextContent.ShouldContain("Company ask-co");
        var form = document.QuerySelectorAll("form").OfType<IHtmlFormElement>().ShouldHaveSingleItem();
        (form.Method, form.GetAttribute("action")).ShouldBe(("post", null), "it is sent to where the page came from");
        form.QuerySelectorAll("button").ShouldHaveSingleItem();

        (await PostAsync(link, new FormUrlEncodedContent([]))).Body.ShouldContain("You are unsubscribed");
        (await SuppressedAsync("ask-co")).ShouldNotBe("");
    }

    [Fact]
    public async Task Link_ThatIsNotForThis_Is403AndDoesNothing()
    {
        const string address = "ann@wrong.example";
        await app.AddClosedAsync("wrong-co", address);
        await app.AddClosedAsync("wrong-other-co", address);
        const string path = "/api/pages/wrong-co/unsubscribe";
        var good = await SignAsync(LinkSigner.Unsubscribe, "wrong-co", address);
        var changed = good[..^1] + (good[^1] == 'A' ? 'B' : 'A');

        foreach (var (wrong, what) in new[]
        {
            ($"{path}?month=2026-05&{changed}", "its signature changed"),
            ($"{path}?month=2026-05&{good.Replace("to=", "to=0", StringComparison.Ordinal)}", "somebody else's"),
            ($"{path}?month=2026-04&{good}", "another month"),
            ($"{path}?{good}", "no month"),
            ($"{path}?month=may&{good}", "a month that is none"),
            ($"{path}?month=2026-05", "no signature"),
            ($"/api/pages/wrong-other-co/unsubscribe?month=2026-05&{good}", "another tenant"),
            ($"/api/pages/nobody-co/unsubscribe?month=2026-05&{good}", "no tenant"),
            ($"{path}?month=2026-05&{await SignAsync(LinkSigner.MonthPage, "wrong-co", address)}", "the month's page"),
            ($"{path}?month=2026-05&{await SignAsync(LinkSigner.Unsubscribe, "wrong-co", address, days: 401)}", "too old"),
        })
        {
            using var get = await app.Running.Http.GetAsync(wrong, Cancel);
            get.StatusCode.ShouldBe(HttpStatusCode.Forbidden, what);
            (await PostAsync(new Uri(wrong, UriKind.Relative))).Status.ShouldBe(HttpStatusCode.Forbidden, what);
        }

        (await SuppressedAsync("wrong-co") + await SuppressedAsync("wrong-other-co")).ShouldBe("");
        using var monthPage = await app.Running.Http.GetAsync($"/api/pages/wrong-co/months/2026-05?{good}", Cancel);
        monthPage.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "it opens nothing else");
        var old = await SignAsync(LinkSigner.Unsubscribe, "wrong-co", address, days: 399);
        (await PostAsync(new Uri($"{path}?month=2026-05&{old}", UriKind.Relative))).Status.ShouldBe(HttpStatusCode.OK);
        var stranger = await SignAsync(LinkSigner.Unsubscribe, "wrong-co", "stranger@wrong.example");
        (await PostAsync(new Uri($"{path}?month=2026-05&{stranger}", UriKind.Relative))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Post_OfAFormerRecipient_HoldsWhenTheAddressIsPutBack()
    {
        var token = await app.AddClosedAsync("former-co", "ann@former.example");
        await app.MailsToAsync("ann@former.example", 1);
        await app.DoneAsync("former-co");
        var link = (await LinkAsync("ann@former.example")).Link;
        await app.PutAsync("former-co", Settings("former-co", "bob@former.example"));

        (await PostAsync(link)).Status.ShouldBe(HttpStatusCode.OK);
        await app.PutAsync("former-co", Settings("former-co", "Ann@former.example"));
        (await app.RequestDigestAsync("former-co", token)).ShouldBe(HttpStatusCode.Accepted);

        await app.DoneAsync("former-co");
        (await app.MailsToAsync("@former.example")).Count.ShouldBe(1, "nobody else is left, and it is done all the same");
    }

    [Fact]
    public async Task Suppressions_ListedAndLifted_AreAsDescribedAndAuditedWithoutTheAddress()
    {
        var token = await app.AddClosedAsync("lift-co", "ann@lift.example", "bob@lift.example");
        await app.MailsToAsync("ann@lift.example", 1);
        await app.DoneAsync("lift-co");
        var link = (await LinkAsync("ann@lift.example")).Link;
        var contract = await ApiContract.ReadAsync(app.Running.Http);
        (await SendAsync("ListSuppressions", HttpMethod.Get, "suppressions", 200)).ShouldBe("""{"suppressions":[]}""");

        using (var get = await app.Running.Http.GetAsync(link, Cancel))
        using (var post = await app.Running.Http.PostAsync(link, null, Cancel))
        using (var refused = await app.Running.Http.PostAsync(link.AbsolutePath, null, Cancel))
        {
            await contract.HoldAsync("UnsubscribePage", get);
            await contract.HoldAsync("Unsubscribe", post);
            await contract.HoldAsync("Unsubscribe", refused);
        }

        var listed = JsonDocument.Parse(await SendAsync("ListSuppressions", HttpMethod.Get, "suppressions", 200)).RootElement.GetProperty("suppressions")[0];
        (listed.GetProperty("email").GetString(), listed.GetProperty("suppressedBy").GetString()).ShouldBe(("ann@lift.example", "the recipient"));
        var hash = listed.GetProperty("recipient").GetString()!;
        foreach (var wrong in new[] { "ann@lift.example", "bob", hash[1..], hash + "0", hash.ToUpperInvariant() })
        {
            (await SendAsync("LiftSuppression", HttpMethod.Delete, $"suppressions/{wrong}", 400)).ShouldContain("64 hexadecimal digits");
        }

        await SendAsync("LiftSuppression", HttpMethod.Delete, $"suppressions/{new string('0', 64)}", 404);
        await SendAsync("LiftSuppression", HttpMethod.Delete, $"suppressions/{hash}", 204);
        await SendAsync("LiftSuppression", HttpMethod.Delete, $"suppressions/{hash}", 404);
        (await PostAsync(link)).Status.ShouldBe(HttpStatusCode.OK);
        await SendAsync("LiftSuppression", HttpMethod.Delete, $"suppressions/{hash}", 204);
        (await SendAsync("ListSuppressions", HttpMethod.Get, "suppressions", 200)).ShouldBe("""{"suppressions":[]}""");

        (await app.RequestDigestAsync("lift-co", token)).ShouldBe(HttpStatusCode.Accepted);
        await app.MailsToAsync("ann@lift.example", 2);
        var audit = await app.Running.ScalarAsync<string>("""
            select string_agg(concat_ws(' ', a.action, a.subject, a.details), '|' order by a.seq) from config.audit a join config.tenants t using (tenant_id)
            where t.slug = 'lift-co' and a.action = 'suppression.lift'
            """);
        audit.ShouldNotContain("@");
        audit.ShouldContain($$"""suppression.lift {{hash}} {}""");

        async Task<string> SendAsync(string id, HttpMethod method, string path, int status)
        {
            using var response = await app.Running.SendAsync(method, $"/api/manage/lift-co/{path}", token: token);
            ((int)response.StatusCode).ShouldBe(status, path);
            return await contract.HoldAsync(id, response);
        }
    }

    private static object Settings(string slug, string email) => new { name = slug, timeZone = "UTC", currency = "USD", recipients = new[] { new { email } } };

    /// <summary>As the app signs, some days ago.</summary>
    private static Task<string> SignAsync(string purpose, string tenant, string recipient, int days = 0)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Secrets:link-signing", (string?)DigestApp.LinkKey)]).Build();
        var time = new ManualTime(DigestApp.Now.AddDays(-days));
        var signer = new LinkSigner(new Secrets(configuration, new DefaultAzureCredential(), time, NullLogger<Secrets>.Instance), time);
        return signer.SignAsync(purpose, tenant, May, recipient, Cancel);
    }

    /// <summary>The latest mail to the recipient, of a tenant where there are several, and the address in its header.</summary>
    private async Task<(JsonElement Mail, Uri Link)> LinkAsync(string recipient, string tenant = "")
    {
        var mail = (await app.MailsToAsync(recipient)).First(mail => mail.GetProperty("subject").GetString()!.StartsWith($"Company {tenant}", StringComparison.Ordinal));
        var header = mail.GetProperty("headers").GetProperty("List-Unsubscribe").GetString().ShouldNotBeNull();
        return (mail, new Uri(header.TrimStart('<').TrimEnd('>')));
    }

    /// <summary>As Gmail does it where no other body is given.</summary>
    private async Task<(HttpStatusCode Status, string Body)> PostAsync(Uri link, HttpContent? body = null)
    {
        using var content = body ?? new StringContent("List-Unsubscribe=One-Click", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await app.Running.Http.PostAsync(link, content, Cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    private Task<string> SuppressedAsync(string slug) => app.Running.ScalarAsync<string>(
        $"select coalesce(string_agg(p.recipient || p.suppressed_at, ','), '') from ops.suppressions p join config.tenants t using (tenant_id) where t.slug = '{slug}' and p.lifted_at is null");
}
