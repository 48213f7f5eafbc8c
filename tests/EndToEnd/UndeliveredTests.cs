using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Plumbline.Tests.EndToEnd;

/// <summary>A digest that the queue gives up: who hears of it, and how it arrives after all.</summary>
[Collection(nameof(DigestApp))]
public sealed class UndeliveredTests(DigestApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GivenUp_WithAdmins_TellsEachOnceAndIsSettledByDeliveryToTheRest()
    {
        var token = await GivenUpAsync("poison-co", ["ann@poison.example", "bob@poison.example"], ["zoe@poison-admin.example", "yan@poison-admin.example"], refused: 1);

        await app.MailsToAsync("@poison-admin.example", 2);
        var alert = (await app.MailsToAsync("zoe@poison-admin.example")).ShouldHaveSingleItem();
        alert.GetProperty("subject").GetString().ShouldBe("poison-co: the digest of May 2026 was not delivered");
        var text = alert.GetProperty("text").GetString()!;
        text.ShouldContain("revision 1, failed five times and is given up: 1 of its 2 recipients did not get it.");
        text.ShouldContain("POST /api/manage/poison-co/months/2026-05/digest");
        text.ShouldNotContain("@");
        alert.TryGetProperty("html", out var html).ShouldBe(html.ValueKind == JsonValueKind.Null);
        alert.GetProperty("headers").EnumerateObject().ShouldBeEmpty("it is no list");
        (await FindingAsync("poison-co")).ShouldBe(
            "1 open high digest 2026-05 r1 The digest of May 2026, revision 1, failed five times and is given up: 1 of its 2 recipients did not get it.");

        // The host gives a poison message twice if it dies in between.
        await PoisonAsync("poison-co");
        await app.FireAsync("DigestSweepTimer");
        await SettledAsync();
        (await app.MailsToAsync("@poison-admin.example")).Count.ShouldBe(2);
        (await FindingAsync("poison-co")).ShouldStartWith("1 open");
        (await app.MailsToAsync("@poison.example")).Count.ShouldBe(1, "nothing is tried again by itself");

        (await app.RequestDigestAsync("poison-co", token)).ShouldBe(HttpStatusCode.Accepted);
        await app.DoneAsync("poison-co");
        (await app.MailsToAsync("ann@poison.example")).Count.ShouldBe(1);
        (await app.MailsToAsync("bob@poison.example")).Count.ShouldBe(1, "who has it is not sent it again");
        (await FindingAsync("poison-co")).ShouldStartWith("2 resolved");
    }

    [Fact]
    public async Task GivenUp_WhenTheAdminCannotBeToldEither_KeepsTheFindingAndTellsThemLater()
    {
        await GivenUpAsync("deaf-co", ["ann@deaf.example"], ["zoe@deaf-admin.example"], refused: 2);
        await app.Running.EventuallyAsync(async () => (await FindingAsync("deaf-co")).StartsWith("1 open", StringComparison.Ordinal), "the finding");
        await app.Running.EventuallyAsync(() => Task.FromResult(app.Running.Output.Contains("An admin of deaf-co could not be told", StringComparison.Ordinal)), "the refusal");
        (await app.MailsToAsync("zoe@deaf-admin.example")).ShouldBeEmpty();

        await app.FireAsync("DigestSweepTimer");

        await app.MailsToAsync("zoe@deaf-admin.example", 1);
        (await FindingAsync("deaf-co")).ShouldEndWith("its one recipient did not get it.");
        app.Running.Output.ShouldNotContain("@deaf");
    }

    [Fact]
    public async Task GivenUp_WithoutAdmins_IsAFindingAlone()
    {
        await GivenUpAsync("lone-co", ["ann@lone.example"], [], refused: 1);

        await app.Running.EventuallyAsync(async () => (await FindingAsync("lone-co")).StartsWith("1 open high", StringComparison.Ordinal), "the finding");
        await SettledAsync();
        (await app.Running.MailAsync()).ShouldNotContain(mail => mail.GetProperty("subject").GetString()!.Contains("lone-co", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GivenUp_ThatWasDeliveredMeanwhileOrNeverWas_IsNoFinding()
    {
        await app.AddClosedAsync("late-co", "ann@late.example");
        await app.DoneAsync("late-co");

        await PoisonAsync("late-co");
        await PoisonAsync("nobody-co");
        await SettledAsync();

        (await FindingAsync("late-co")).ShouldBe("");
        (await app.Running.ScalarAsync<bool>("select bool_and(d.failed_at is null) from ops.digests d join config.tenants t using (tenant_id) where t.slug = 'late-co'")).ShouldBeTrue();
    }

    [Fact]
    public async Task GivenUp_OfAnOlderRequest_LeavesTheNewerOneAlone()
    {
        await app.AddClosedAsync("again-co", "ann@again.example");
        await app.DoneAsync("again-co");

        // Asked for again, and on its way.
        var requested = await app.Running.ScalarAsync<string>("""
            update ops.digests d set sent_at = null, queued_at = now(), requested_at = now() from config.tenants t where t.tenant_id = d.tenant_id and t.slug = 'again-co'
            returning to_char(requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            """);
        await PoisonAsync("again-co", DateTimeOffset.Parse(requested, CultureInfo.InvariantCulture).AddTicks(-10));
        await SettledAsync();
        (await FindingAsync("again-co")).ShouldBe("");

        await PoisonAsync("again-co", DateTimeOffset.Parse(requested, CultureInfo.InvariantCulture));
        await app.Running.EventuallyAsync(async () => (await FindingAsync("again-co")).StartsWith("1 open", StringComparison.Ordinal), "that of this request");
    }

    [Fact]
    public async Task Request_OfARevision_SendsThatOneOrSaysWhatIsWrong()
    {
        var token = await app.AddClosedAsync("asked-co");

        foreach (var (body, status) in new[]
        {
            ("""{}""", HttpStatusCode.Accepted), ("""{"revision":1}""", HttpStatusCode.Accepted), ("""{"revision":2}""", HttpStatusCode.NotFound),
            ("""{"revision":0}""", HttpStatusCode.BadRequest), ("""{"revision":"first"}""", HttpStatusCode.BadRequest),
            ("""{"recipients":["ann@asked.example"]}""", HttpStatusCode.BadRequest),
        })
        {
            (await app.RequestDigestAsync("asked-co", token, JsonSerializer.Deserialize<JsonElement>(body))).ShouldBe(status, body);
        }
    }

    /// <summary>A digest that SendGrid refuses to some recipients, the first of them, and whose message is then poison.</summary>
    private async Task<string> GivenUpAsync(string slug, string[] recipients, string[] admins, int refused)
    {
        var token = await app.Running.AddTenantAsync(slug, firstMonth: "2026-05", recipients: recipients);
        await app.PutAsync(slug, new { name = slug, timeZone = "UTC", currency = "USD", admins = admins.Select(email => new { email }) });
        // Whatever another test has left under way would be refused in its place.
        await app.Running.EventuallyAsync(
            () => app.Running.ScalarAsync<bool>("select not exists (select from ops.digests where sent_at is null and failed_at is null)"), "quiet");
        await app.RefuseNextAsync(refused);
        await app.FreezeAsync(slug, token);
        await app.Running.EventuallyAsync(
            () => app.Running.ScalarAsync<bool>($"""
                select count(*) = {recipients.Length} and bool_and(s.leased_until is null)
                from ops.digest_sends s join config.tenants t using (tenant_id) where t.slug = '{slug}'
                """),
            "the first try");

        // Four more would take two minutes; and they would succeed.
        await app.Queue("digests").ClearMessagesAsync(Cancel);
        await PoisonAsync(slug);
        return token;
    }

    // As the host writes it after the fifth try.
    private async Task PoisonAsync(string slug, DateTimeOffset? requestedAt = null)
    {
        var queue = app.Queue("digests-poison");
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancel);
        var request = requestedAt is { } at ? $",\"requestedAt\":\"{at:O}\"" : "";
        await queue.SendMessageAsync($$"""{"tenant":"{{slug}}","month":"2026-05","revision":1{{request}}}""", Cancel);
    }

    private Task SettledAsync() => app.Running.EventuallyAsync(
        async () => (await app.Queue("digests-poison").GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0, "an empty poison queue");

    /// <returns>How many rows it has had, and how it stands.</returns>
    private Task<string> FindingAsync(string slug) => app.Running.ScalarAsync<string>($"""
        select coalesce(string_agg(concat_ws(' ',
            (select count(*) from recon.findings r where r.tenant_id = f.tenant_id), f.status, f.severity, f.source, f.subject, f.detail), '|'), '')
        from staging.findings f join config.tenants t using (tenant_id)
        where t.slug = '{slug}' and f.check_name = 'digest_undelivered'
        """);
}
