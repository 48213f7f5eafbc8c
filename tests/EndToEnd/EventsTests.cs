using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;
using Plumbline.Migrate;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Events;

namespace Plumbline.Tests.EndToEnd;

public sealed class EventsTests(EventsTests.App fixture) : IClassFixture<EventsTests.App>
{
    private const string Single = EventPost.Single;
    private const string Batch = EventPost.Batch;

    private FunctionApp Running => fixture.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_Event_IsStoredOnceWithItsExactBytes()
    {
        var id = NewId();
        var item = Encoding.UTF8.GetBytes($"{{ \"specversion\":\"1.0\",\t\"id\":\"{id}\", \"source\":\"site\", \"type\":\"page.viewed\", \"note\":\"é\\u00e9\", \"data\":{{\"visitorId\":\"v_1\",\"path\":\"/a?b=c\"}} }}");

        var stored = await PostAsync([.. "\n"u8, .. item, .. " "u8], Single);
        var again = await PostAsync(item, "application/json; charset=UTF-8");
        var inBatch = await PostAsync(CloudEvents.Batch(item), Batch);

        (stored.Status, stored.Body).ShouldBe((HttpStatusCode.OK, $$"""{"id":"{{id}}","outcome":"stored"}"""));
        (again.Status, again.Body).ShouldBe((HttpStatusCode.OK, $$"""{"id":"{{id}}","outcome":"duplicate"}"""));
        EventPost.Outcomes(inBatch.Body).ShouldBe(["duplicate"]);
        (await Running.ScalarAsync<string>($"""
            select concat_ws(' ', encode(b.body, 'hex'), e.body_sha256 = sha256(b.body), e.source_key, e.channel, e.event_type, e.object_id)
            from ledger.raw_events as e join ledger.bodies as b on b.tenant_id = e.tenant_id and b.event_seq = e.seq
            where e.source = 'events' and e.source_key = 'site|{id}'
            """)).ShouldBe($"{Convert.ToHexStringLower(item)} t site|{id} api page.viewed v_1");
    }

    [Fact]
    public async Task Post_PageView_KeepsItsPathWithoutTheQuery()
    {
        var id = NewId();

        (await PostAsync(CloudEvents.PageViewed(id, data => data["path"] = "/pricing?email=someone"), Single)).Status.ShouldBe(HttpStatusCode.OK);

        (await Running.ScalarAsync<string>($"select attributes ->> 'path' from ledger.raw_events where source_key = 'site|{id}'")).ShouldBe("/pricing");
    }

    [Fact]
    public async Task Post_DayOfAdSpendAgainWithOtherFigures_IsASecondRowAndTheLaterHolds()
    {
        var campaign = NewId();
        byte[] Day(decimal spend, string time) => CloudEvents.AdSpend(NewId(), data => (data["campaign"], data["spend"]) = (campaign, spend), item => item["time"] = time);

        (await PostAsync(Day(150.5m, "2026-03-03T08:00:00Z"), Single)).Body.ShouldContain("stored");
        (await PostAsync(Day(123.45m, "2026-03-02T08:00:00Z"), Single)).Body.ShouldContain("stored");

        (await Running.ScalarAsync<string>($"""
            select string_agg(concat_ws(' ', s.spend_minor, s.currency, s.spend_date, s.channel, s.clicks, s.utm_source, e.source_key || ':spend' = s.source_key), ', ' order by s.effective_at)
            from ledger.raw_ad_spend as s join ledger.raw_events as e on e.tenant_id = s.tenant_id and e.seq = s.event_seq
            where s.utm_campaign = '{campaign}'
            """)).ShouldBe("12345 USD 2026-03-01 google 50 google t, 15050 USD 2026-03-01 google 50 google t");
    }

    [Fact]
    public async Task Post_SameSourceAndIdWithOtherContent_IsAConflictAndTheFirstStays()
    {
        var id = NewId();
        await PostAsync(CloudEvents.AdSpend(id), Single);

        var other = await PostAsync(CloudEvents.AdSpend(id, data => data["spend"] = 1), Single);

        (other.Status, TypeOf(other.Body)).ShouldBe((HttpStatusCode.Conflict, "urn:plumbline:problem:event-conflict"));
        (await PostAsync(CloudEvents.AdSpend(id), Single)).Body.ShouldContain("duplicate");
        (await PostAsync(CloudEvents.AdSpend(id, envelope: item => item["source"] = "ads/meta"), Single)).Body.ShouldContain("stored");
    }

    [Fact]
    public async Task Post_Batch_AnswersEachItemInOrder()
    {
        var (first, second) = (NewId(), NewId());

        var answer = await PostAsync(
            CloudEvents.Batch(
                CloudEvents.PageViewed(first),
                CloudEvents.PageViewed(first),
                CloudEvents.PageViewed(first, data => data["path"] = "/other"),
                CloudEvents.AdSpend("e-bad", data => data["spend"] = "someone@example.com"),
                "5"u8.ToArray(),
                CloudEvents.AdSpend(second)),
            Batch);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        EventPost.Outcomes(answer.Body).ShouldBe(["stored", "duplicate", "conflict", "rejected", "rejected", "stored"]);
        var body = JsonDocument.Parse(answer.Body).RootElement;
        body.GetProperty("counts").GetRawText().ShouldBe("""{"stored":2,"duplicate":1,"conflict":1,"rejected":2}""");
        var items = body.GetProperty("items");
        items[0].GetRawText().ShouldBe($$"""{"index":0,"id":"{{first}}","outcome":"stored"}""");
        items[3].GetProperty("id").GetString().ShouldBe("e-bad");
        items[3].GetProperty("pointer").GetString().ShouldBe("/data/spend");
        items[3].GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        items[4].TryGetProperty("id", out _).ShouldBeFalse();
        items[4].GetProperty("pointer").GetString().ShouldBe("");
        answer.Body.ShouldNotContain("someone");
        Running.Output.ShouldNotContain("someone@");
        (await Running.CountAsync($"select count(*) from ledger.raw_events where source_key in ('site|{first}', 'ads/google|{second}', 'ads/google|e-bad')")).ShouldBe(2);
    }

    [Fact]
    public async Task Post_BatchInWhichEverythingIsRejectedOrNothingIs_IsStill200()
    {
        var rejected = await PostAsync(CloudEvents.Batch("{}"u8.ToArray(), "[]"u8.ToArray()), Batch);
        var empty = await PostAsync("[]"u8.ToArray(), "application/json");

        (rejected.Status, string.Join(',', EventPost.Outcomes(rejected.Body))).ShouldBe((HttpStatusCode.OK, "rejected,rejected"));
        (empty.Status, empty.Body).ShouldBe((HttpStatusCode.OK, """{"counts":{"stored":0,"duplicate":0,"conflict":0,"rejected":0},"items":[]}"""));
    }

    [Fact]
    public async Task Post_SameBatchManyTimesAtOnce_StoresEachItemOnce()
    {
        var source = NewId();
        var batch = CloudEvents.Batch(Enumerable.Range(0, 50).Select(index => CloudEvents.AdSpend($"{index}", envelope: item => item["source"] = source)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(batch, Batch)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        answers.SelectMany(answer => EventPost.Outcomes(answer.Body)).CountBy(outcome => outcome).OrderBy(count => count.Value)
            .ShouldBe([new("stored", 50), new("duplicate", 350)]);
    }

    [Fact]
    public async Task Post_RejectedEvent_Is400WithThePointerAndWritesNothing()
    {
        var id = NewId();

        var (status, body, mediaType) = await PostAsync(CloudEvents.AdSpend(id, data => data["currency"] = "dollars"), Single);

        (status, mediaType).ShouldBe((HttpStatusCode.BadRequest, "application/problem+json"));
        TypeOf(body).ShouldBe("urn:plumbline:problem:invalid-event");
        JsonDocument.Parse(body).RootElement.GetProperty("pointer").GetString().ShouldBe("/data/currency");
        body.ShouldNotContain("dollars");
        (await Running.CountAsync($"select count(*) from ledger.raw_events where source_key like '%{id}'")).ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/cloudevents+avro")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task Post_OtherContentType_Is415(string? contentType)
    {
        var (status, body, _) = await PostAsync(CloudEvents.PageViewed(NewId()), contentType);

        (status, TypeOf(body)).ShouldBe((HttpStatusCode.UnsupportedMediaType, "urn:plumbline:problem:unsupported-media-type"));
        JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString()!.ShouldContain(Batch);
    }

    [Theory]
    [InlineData("", Single)]
    [InlineData("not json", "application/json")]
    [InlineData("[{}", Batch)]
    [InlineData("[]", Single)]
    [InlineData("{}", Batch)]
    [InlineData("null", Batch)]
    public async Task Post_BodyThatIsNotWhatItSays_Is400(string text, string contentType)
    {
        var (status, body, _) = await PostAsync(Encoding.UTF8.GetBytes(text), contentType);

        (status, TypeOf(body)).ShouldBe((HttpStatusCode.BadRequest, "urn:plumbline:problem:invalid-request"));
    }

    [Fact]
    public async Task Post_WithoutATokenForThisTenantAndScope_IsRefused()
    {
        var other = await Running.AddTenantAsync("other-co");
        using var issue = await Running.SendAsync(
            HttpMethod.Post, "/api/manage/demo/tokens", new { actor = "a reader", scopes = new[] { "report", "manage" } }, key: Running.FunctionKey);
        var reader = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("token").GetString();
        var item = CloudEvents.PageViewed(NewId());

        (await PostAsync(item, Single, token: "")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(item, Single, token: "nonsense")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(item, Single, token: $"plb_demo_{new string('A', 43)}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(item, Single, token: other)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (status, body, _) = await PostAsync(item, Single, token: reader);
        status.ShouldBe(HttpStatusCode.Forbidden);
        body.ShouldContain("ingest");

        (await PostAsync(item, Single)).Body.ShouldContain("stored");
    }

    [Fact]
    public async Task Post_WhileTheDatabaseIsGone_Is503WithRetryAfterAndServedAgainWhenItIsBack()
    {
        await using var app = new FunctionApp();
        await app.InitializeAsync();
        await app.StopAsync();
        var direct = new NpgsqlConnectionStringBuilder(app.AdminConnectionString);
        await using var proxy = new PausableProxy(direct.Host!, direct.Port);
        app.DatabaseAddress = DatabaseUrl.ToUrl(new NpgsqlConnectionStringBuilder(app.AdminConnectionString) { Port = proxy.Port }.ConnectionString);
        await app.StartAsync();
        var item = CloudEvents.PageViewed(NewId());

        proxy.Close();
        using (var response = await EventPost.SendAsync(app, item, Single, app.Token))
        {
            var body = await response.Content.ReadAsStringAsync(Cancel);
            (response.StatusCode, TypeOf(body)).ShouldBe((HttpStatusCode.ServiceUnavailable, "urn:plumbline:problem:not-stored"));
            response.Headers.RetryAfter!.Delta.ShouldNotBeNull();
            body.ShouldNotContain("Npgsql");
        }

        proxy.Reopen();
        await app.EventuallyAsync(
            async () =>
            {
                using var response = await EventPost.SendAsync(app, item, Single, app.Token);
                return response.StatusCode == HttpStatusCode.OK;
            },
            "service without a restart",
            seconds: 20);
    }

    private async Task<(HttpStatusCode Status, string Body, string? MediaType)> PostAsync(byte[] body, string? contentType, string? token = null)
    {
        using var response = await EventPost.SendAsync(Running, body, contentType, token ?? Running.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel), response.Content.Headers.ContentType?.MediaType);
    }

    private static string NewId() => $"{Guid.NewGuid():n}";

    private static string TypeOf(string problem) => JsonDocument.Parse(problem).RootElement.GetProperty("type").GetString()!;

    public sealed class App : IAsyncLifetime
    {
        public FunctionApp Running { get; } = new() { Now = CloudEvents.Now.AddDays(2) };

        public ValueTask InitializeAsync() => Running.InitializeAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
