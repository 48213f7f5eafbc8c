using System.Net;
using Azure.Storage.Queues;
using Plumbline.Tests.Digest;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>SendGrid takes a mail and its answer is lost: the recipient is not mailed again at once, and not for ever.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private readonly FunctionApp app = new() { Now = DigestApp.Now, Settings = { ["Secrets__link-signing"] = DigestApp.LinkKey } };
    private SendGridServer sendGrid = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sendGrid = await SendGridServer.StartAsync(CancellationToken.None);
        app.Settings["SendGrid__BaseUrl"] = sendGrid.Url;
        await app.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await sendGrid.DisposeAsync();
    }

    [Fact]
    public async Task Digest_WhoseAnswersAreLost_IsMailedAgainOnlyWhenTheClaimEndsAndFiveTimesAtMost()
    {
        sendGrid.ThenHangUp().ThenHangUp().ThenHangUp();
        var token = await app.AddTenantAsync("lost-co", firstMonth: "2026-05", recipients: ["ann@lost.example"]);
        using var settings = await app.SendAsync(
            HttpMethod.Put, "/api/manage/tenants/lost-co",
            new { name = "lost-co", timeZone = "UTC", currency = "USD", admins = new[] { new { email = "zoe@lost.example" } } }, key: app.FunctionKey);
        settings.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var frozen = await app.SendAsync(HttpMethod.Post, "/api/manage/lost-co/months/2026-05/freeze", token: token);
        frozen.StatusCode.ShouldBe(HttpStatusCode.OK);
        await FailedAsync(times: 1);
        (await StateAsync()).ShouldBe("1 claimed due");

        // As the host gives it again: the claim holds.
        var queue = new QueueClient(app.StorageConnectionString, "digests", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.ClearMessagesAsync(Cancel);
        await queue.SendMessageAsync("""{"tenant":"lost-co","month":"2026-05","revision":1}""", Cancel);
        await app.EventuallyAsync(async () => (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0, "the message");
        sendGrid.Requests.Count.ShouldBe(1);

        await LaterAsync(attempts: 1);
        await FailedAsync(times: 2);
        (sendGrid.Requests.Count, await StateAsync()).ShouldBe((2, "2 claimed due"));

        await queue.ClearMessagesAsync(Cancel);
        await LaterAsync(attempts: 5);
        await app.EventuallyAsync(async () => await StateAsync() == "5 free given-up", "the end");
        (await app.CountAsync("select count(*) from staging.findings where check_name = 'digest_undelivered' and status = 'open'")).ShouldBe(1);

        // The alert's answer is lost too.
        await app.EventuallyAsync(() => Task.FromResult(app.Output.Contains("An admin of lost-co could not be told", StringComparison.Ordinal)), "the alert");
        (await app.ScalarAsync<bool>("select leased_until > now() from ops.digest_sends where recipient like 'alert:%'")).ShouldBeTrue();
        sendGrid.Requests.Count.ShouldBe(3);

        using var asked = await app.SendAsync(HttpMethod.Post, "/api/manage/lost-co/months/2026-05/digest", token: token);
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await app.EventuallyAsync(async () => await StateAsync() == "1 free sent", "the mail that was asked for");
        sendGrid.Requests.Count.ShouldBe(4);
    }

    // The log has it once a failed try, and the host repeats it in its own words.
    private Task FailedAsync(int times) => app.EventuallyAsync(
        async () => sendGrid.Requests.Count == times && await app.ScalarAsync<bool>("select bool_and(leased_until > now()) from ops.digest_sends")
            && app.Output.Contains("did not reach 1 of its recipients", StringComparison.Ordinal),
        $"failure {times}");

    /// <summary>The claim has ended, and the sweep comes by.</summary>
    private async Task LaterAsync(int attempts)
    {
        await app.ScalarAsync<int>($"""
            with leases as (update ops.digest_sends set leased_until = now() - interval '1 second', attempts = {attempts} returning 1),
            messages as (update ops.digests set queued_at = now() - interval '11 minutes' returning 1)
            select 1
            """);
        using var response = await app.SendAsync(HttpMethod.Post, "/admin/functions/DigestSweepTimer", new { input = "" }, key: app.MasterKey);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private Task<string> StateAsync() => app.ScalarAsync<string>("""
        select concat_ws(' ',
            s.attempts,
            case when s.leased_until > now() then 'claimed' else 'free' end,
            case when d.sent_at is not null then 'sent' when d.failed_at is not null then 'given-up' else 'due' end)
        from ops.digests d join ops.digest_sends s using (tenant_id, month, revision)
        where s.recipient not like 'alert:%'
        """);
}
