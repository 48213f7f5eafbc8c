using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

public sealed class StageConversionTests(FunctionApp app) : IClassFixture<FunctionApp>
{
    private static readonly object January = new { month = "2026-01" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_Run_IsKeptAndReadBackAsItWas()
    {
        var token = await TenantAsync("kept-co", "d s1 2026-01-05", "d s2 2026-01-06", "e s1 2026-01-31T23:00:00Z", "f s1 2026-02-01");

        using var posted = await PostAsync("kept-co", token, January);

        posted.StatusCode.ShouldBe(HttpStatusCode.Created);
        var run = await JsonAsync(posted);
        posted.Headers.Location!.ToString().ShouldBe($"/api/reports/kept-co/stage-conversion/{run.GetProperty("run").GetGuid()}");
        run.GetProperty("status").GetString().ShouldBe("completed");
        run.GetProperty("actor").GetString().ShouldBe("a test");
        run.GetProperty("asOf").GetString()!.ShouldMatch(@"^\d+:\d+:\d+:[\d,]*$");
        run.GetProperty("definitionsVersion").GetInt64().ShouldBeGreaterThan(0);
        var parameters = run.GetProperty("parameters");
        Words(parameters, "pipeline", "pipelineName", "from", "to", "windowDays").ShouldBe("p1 Sales 2026-01-01 2026-02-01 90");
        parameters.GetProperty("pairs").EnumerateArray().Select(pair => Words(pair, "from", "fromName", "to", "toName")).ShouldBe(["s1 New s2 =Booked", "s2 =Booked s3 Won"]);
        run.GetProperty("facts").EnumerateArray().Select(fact => Words(fact, "from", "to", "entered", "converted", "rate")).ShouldBe(["s1 s2 2 1 0.5", "s2 s3 1 0 0"]);

        using var read = await app.SendAsync(HttpMethod.Get, posted.Headers.Location.ToString(), token: token);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await read.Content.ReadAsStringAsync(Cancel)).ShouldBe(await posted.Content.ReadAsStringAsync(Cancel));
        using var again = await GetAsync(posted.Headers.Location.ToString(), token, etag: read.Headers.ETag);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await again.Content.ReadAsStringAsync(Cancel)).ShouldBeEmpty();
        again.Headers.ETag.ShouldBe(read.Headers.ETag);
    }

    [Fact]
    public async Task Get_RunAsCsv_IsATableWhoseTextIsNoFormula()
    {
        var token = await TenantAsync("csv-co", "d s1 2026-01-05", "d s2 2026-01-06");
        var path = (await PostAsync("csv-co", token, new { month = "2026-01", pairs = new[] { new { from = "s1", to = "s2" }, new { from = "s3", to = "s1" } } })).Headers.Location!.ToString();

        using var byParameter = await GetAsync($"{path}?format=csv", token);
        using var byHeader = await GetAsync(path, token, accept: "text/csv");

        var text = await byParameter.Content.ReadAsStringAsync(Cancel);
        text.ShouldBe("from,from_name,to,to_name,entered,converted,rate\r\ns1,New,s2,\"'=Booked\",1,1,1\r\ns3,Won,s1,New,0,0,\r\n");
        (await byHeader.Content.ReadAsStringAsync(Cancel)).ShouldBe(text);
        byHeader.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        byHeader.Headers.Vary.ShouldContain("Accept");
        byHeader.Headers.ETag.ShouldBe(byParameter.Headers.ETag);
        using var json = await GetAsync(path, token, etag: byHeader.Headers.ETag);
        json.StatusCode.ShouldBe(HttpStatusCode.OK);
        Words((await JsonAsync(json)).GetProperty("facts")[1], "from", "entered", "rate").ShouldBe("s3 0 null");
        (await GetAsync($"{path}?format=xml", token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task List_Runs_IsNewestFirstByPage()
    {
        var token = await TenantAsync("list-co", "d s1 2026-01-05");
        var ids = new List<string>();
        foreach (var window in new int?[] { 1, 2, null })
        {
            using var posted = await PostAsync("list-co", token, new { pipeline = "p1", month = "2026-01", windowDays = window });
            ids.Insert(0, (await JsonAsync(posted)).GetProperty("run").GetString()!);
        }

        var first = await PageAsync("?limit=2");
        first.GetProperty("runs").EnumerateArray().Select(run => Words(run, "run", "status")).ShouldBe([$"{ids[0]} completed", $"{ids[1]} completed"]);
        first.GetProperty("runs").EnumerateArray().Select(run => Words(run.GetProperty("parameters"), "windowDays")).ShouldBe(["null", "2"]);
        first.GetProperty("runs")[0].TryGetProperty("facts", out _).ShouldBeFalse();
        var second = await PageAsync(first.GetProperty("next").GetString()!);
        second.GetProperty("runs").EnumerateArray().Select(run => Words(run, "run")).ShouldBe([ids[2]]);
        second.TryGetProperty("next", out _).ShouldBeFalse();
        (await PageAsync("?status=failed")).GetProperty("runs").GetArrayLength().ShouldBe(0);
        (await PageAsync("?pipeline=p2")).GetProperty("runs").GetArrayLength().ShouldBe(0);
        (await PageAsync("?pipeline=p1&status=completed")).GetProperty("runs").GetArrayLength().ShouldBe(3);

        using var before = await GetAsync("/api/reports/list-co/stage-conversion", token);
        using var same = await GetAsync("/api/reports/list-co/stage-conversion", token, etag: before.Headers.ETag);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await PostAsync("list-co", token, January)).Dispose();
        using var more = await GetAsync("/api/reports/list-co/stage-conversion?format=csv", token, etag: before.Headers.ETag);
        (await more.Content.ReadAsStringAsync(Cancel)).Split("\r\n").Length.ShouldBe(6);
        using var after = await GetAsync("/api/reports/list-co/stage-conversion", token, etag: before.Headers.ETag);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);

        async Task<JsonElement> PageAsync(string query)
        {
            using var page = await GetAsync($"/api/reports/list-co/stage-conversion{query}", token);
            return await JsonAsync(page);
        }
    }

    [Fact]
    public async Task Requests_ThatCannotBeMeant_AreRefusedByName()
    {
        var token = await TenantAsync("bad-co", "d s1 2026-01-05");
        foreach (var (body, named) in new[]
        {
            ("not json", "not valid JSON"),
            ("null", "body is null"),
            ("""{"colour":"red"}""", "colour"),
            ("""{"month":"2026-1"}""", "month is '2026-1'"),
            ("""{"month":202601}""", "$.month"),
            ("""{"from":"2026-01-01","to":"01.02.2026"}""", "to is '01.02.2026'"),
            ("""{"windowDays":0}""", "windowDays is 0"),
            ("""{"windowDays":"\ud800"}""", "windowDays is"),
            ("""{"pipeline":"sales"}""", "pipeline is 'sales', which the tenant does not have; known are p1 (Sales)."),
            ("""{"pipeline":"\ud800"}""", "$.pipeline"),
            ("""{"pairs":[{"from":"s1"}]}""", "to"),
            ("""{"pairs":[{"from":"s1","to":"s9"}]}""", "pairs[0].to is 's9', which is no stage of pipeline p1; known are s1 (New)"),
            ("""{"pairs":[{"from":"s1","to":"s1"}]}""", "pairs[0] goes from 's1' to itself"),
            ("""{"pairs":[{"from":"s1","to":"s2"},{"from":"s1","to":"s2"}]}""", "is the same as pairs[0]"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/reports/bad-co/stage-conversion")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            };
            using var response = await app.Http.SendAsync(request, Cancel);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, body);
            (await JsonAsync(response)).GetProperty("detail").GetString()!.ShouldContain(named);
        }

        foreach (var (query, named) in new[]
        {
            ("?colour=red", "Unknown parameter 'colour'; known are pipeline"), ("?status=done", "status is 'done'"), ("?limit=0", "limit is '0'"), ("?limit=1e3", "limit is '1e3'"),
            ("?before=x", "before is 'x'"), ("?limit=1&limit=2", "limit is given 2 times"), ("?pipeline=", "pipeline is empty"), ("?format=xml", "format is 'xml'"), ("?pipeline=%00", "pipeline"),
        })
        {
            using var response = await GetAsync($"/api/reports/bad-co/stage-conversion{query}", token);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, query);
            (await JsonAsync(response)).GetProperty("detail").GetString()!.ShouldContain(named);
        }

        using var elsewhere = await app.SendAsync(HttpMethod.Post, "/api/reports/bad-co/stage-conversion?month=2026-01", new { }, token);
        (elsewhere.StatusCode, (await JsonAsync(elsewhere)).GetProperty("detail").GetString()).ShouldBe((HttpStatusCode.BadRequest, "Unknown parameter 'month'; there is none."));
        (await GetAsync("/api/reports/bad-co/stage-conversion/nonsense", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync($"/api/reports/bad-co/stage-conversion/{Guid.Empty}", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.CountAsync("select count(*) from runs.report_run r join config.tenants t using (tenant_id) where t.slug = 'bad-co'")).ShouldBe(0);
    }

    [Fact]
    public async Task Requests_WithoutTheRightToken_AreRefused()
    {
        var token = await TenantAsync("own-co", "d s1 2026-01-05");
        var other = await TenantAsync("other-co", "d s1 2026-01-05");
        using var issue = await app.SendAsync(HttpMethod.Post, "/api/manage/own-co/tokens", new { actor = "a site", scopes = new[] { "ingest", "manage" } }, key: app.FunctionKey);
        var ingest = (await JsonAsync(issue)).GetProperty("token").GetString();
        var run = (await PostAsync("own-co", token, January)).Headers.Location!.ToString();

        foreach (var (method, path) in new[] { (HttpMethod.Post, "/api/reports/own-co/stage-conversion"), (HttpMethod.Get, "/api/reports/own-co/stage-conversion"), (HttpMethod.Get, run) })
        {
            foreach (var (used, status) in new[] { (null, 401), (other, 403), (ingest, 403) })
            {
                using var response = await app.SendAsync(method, path, method == HttpMethod.Post ? January : null, used);
                ((int)response.StatusCode).ShouldBe(status, $"{method} {path}");
            }
        }

        (await GetAsync(run.Replace("own-co", "other-co", StringComparison.Ordinal), other)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Post_WhenTheCountingFails_KeepsTheRunWithItsError()
    {
        var token = await TenantAsync("failing-co", "d s1 2026-01-05");
        await ExecuteAsync("revoke execute on function report.stage_conversion from public");
        HttpResponseMessage failed;
        try
        {
            failed = await PostAsync("failing-co", token, January);
        }
        finally
        {
            await ExecuteAsync("grant execute on function report.stage_conversion to public");
        }

        failed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var problem = await JsonAsync(failed);
        problem.GetProperty("type").GetString().ShouldBe("urn:plumbline:problem:run-failed");
        var path = failed.Headers.Location!.ToString();
        problem.GetProperty("detail").GetString().ShouldBe($"Run {path.Split('/')[^1]} is kept with its error. The database refused it (SQLSTATE 42501).");
        using var read = await GetAsync(path, token);
        var run = await JsonAsync(read);
        Words(run, "status", "error").ShouldBe("failed The database refused it (SQLSTATE 42501).");
        run.GetProperty("facts").GetArrayLength().ShouldBe(0);
        run.GetProperty("parameters").GetProperty("pairs").GetArrayLength().ShouldBe(2);
        (await GetAsync($"{path}?format=csv", token)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var listed = await GetAsync("/api/reports/failing-co/stage-conversion?status=failed", token);
        (await JsonAsync(listed)).GetProperty("runs")[0].GetProperty("error").GetString().ShouldBe(run.GetProperty("error").GetString());
        (await PostAsync("failing-co", token, January)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Post_TwoAtOnce_KeepsBoth()
    {
        var token = await TenantAsync("twice-co", "d s1 2026-01-05");

        var answers = await Task.WhenAll(PostAsync("twice-co", token, January), PostAsync("twice-co", token, January));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        answers[0].Headers.Location.ShouldNotBe(answers[1].Headers.Location);
        (await app.CountAsync("select count(*) from runs.stage_conversion_facts f join config.tenants t using (tenant_id) where t.slug = 'twice-co'")).ShouldBe(4);
    }

    private static string Words(JsonElement element, params string[] members) => string.Join(' ', members.Select(member =>
        element.GetProperty(member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : element.GetProperty(member).GetRawText()));

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return document.RootElement.Clone();
    }

    private Task<HttpResponseMessage> PostAsync(string tenant, string token, object body) =>
        app.SendAsync(HttpMethod.Post, $"/api/reports/{tenant}/stage-conversion", body, token);

    private async Task<HttpResponseMessage> GetAsync(string path, string token, string? accept = null, EntityTagHeaderValue? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        if (etag is not null)
        {
            request.Headers.IfNoneMatch.Add(etag);
        }

        return await app.Http.SendAsync(request, Cancel);
    }

    /// <summary>A tenant in UTC with one pipeline, and deals in its stages: <c>deal stage instant</c>.</summary>
    private async Task<string> TenantAsync(string slug, params string[] observations)
    {
        var token = await app.AddTenantAsync(slug);
        using var put = await app.SendAsync(HttpMethod.Put, $"/api/manage/tenants/{slug}", key: app.FunctionKey, body: new
        {
            name = slug,
            timeZone = "UTC",
            currency = "USD",
            pipelines = new[]
            {
                new { id = "p1", name = "Sales", stages = new[] { new { id = "s1", name = "New" }, new { id = "s2", name = "=Booked" }, new { id = "s3", name = "Won" } } },
            },
        });
        put.StatusCode.ShouldBe(HttpStatusCode.OK, await put.Content.ReadAsStringAsync(Cancel));
        foreach (var words in observations.Select(text => text.Split(' ')))
        {
            await ExecuteAsync($"""
                insert into ledger.raw_opportunities (tenant_id, source, source_key, occurred_at, event_seq, opportunity_id, effective_at, pipeline_id, stage_id)
                select tenant_id, 'test', gen_random_uuid()::text, '{words[2]}'::timestamp at time zone 'UTC', 1, '{words[0]}', '{words[2]}'::timestamp at time zone 'UTC', 'p1', '{words[1]}'
                from config.tenants where slug = '{slug}'
                """);
        }

        return token;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(app.AdminConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
