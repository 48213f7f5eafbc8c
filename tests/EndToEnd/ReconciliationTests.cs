using System.Net;
using System.Text.Json;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The reconciliation as an admin asks for it: over HTTP, through the queue.</summary>
public sealed class ReconciliationTests(FunctionApp app) : IClassFixture<FunctionApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reconcile_OnDemand_IsAnsweredAtOnceAndEndsInTheBackground()
    {
        var token = await app.AddTenantAsync("asked-co");

        using var asked = await SendAsync(HttpMethod.Post, "asked-co/reconcile", token);

        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var where = asked.Headers.Location.ShouldNotBeNull().ToString();
        var run = await ReadAsync(asked);
        where.ShouldBe($"/api/manage/asked-co/reconciliations/{Text(run, "run")}");
        Text(run, "requestedBy").ShouldBe("a test");
        var ended = await EndedAsync(where, token);
        Text(ended, "status").ShouldBe("completed");
        ended.GetProperty("sources").EnumerateArray().Select(source => $"{Text(source, "source")} {Text(source, "status")}")
            .ShouldBe(["stripe skipped", "gohighlevel skipped", "ledger completed"]);
        using var list = await SendAsync(HttpMethod.Get, "asked-co/reconciliations?limit=1", token);
        var page = await ReadAsync(list);
        Text(page.GetProperty("reconciliations")[0], "run").ShouldBe(Text(run, "run"));
        using var next = await SendAsync(HttpMethod.Get, $"asked-co/reconciliations{Text(page, "next")}", token);
        (await ReadAsync(next)).GetProperty("reconciliations").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task ReconcileEveryTenant_OneUnderWay_BeginsTheOthersAndTellsEach()
    {
        var token = await app.AddTenantAsync("every-co");
        await app.AddTenantAsync("busy-co");
        var busy = Guid.NewGuid();
        await app.ExecuteAsync(
            $"""
            insert into ops.reconciliations (tenant_id, run_id, requested_by, leased_until)
            select tenant_id, '{busy}', 'timer', now() + interval '1 day' from config.tenants where slug = 'busy-co'
            """);

        using var asked = await app.SendAsync(HttpMethod.Post, "/api/manage/reconcile", key: app.FunctionKey);

        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var runs = (await ReadAsync(asked)).GetProperty("runs").EnumerateArray().ToDictionary(run => Text(run, "tenant")!);
        runs.Keys.ShouldBe(runs.Keys.Order(StringComparer.Ordinal));
        runs.Count.ShouldBe((int)await app.CountAsync("select count(*) from config.tenants"));
        (Text(runs["busy-co"], "run"), runs["busy-co"].GetProperty("alreadyUnderWay").GetBoolean()).ShouldBe((busy.ToString(), true));
        runs["every-co"].GetProperty("alreadyUnderWay").GetBoolean().ShouldBeFalse();
        var ended = await EndedAsync($"/api/manage/every-co/reconciliations/{Text(runs["every-co"], "run")}", token);
        (Text(ended, "status"), Text(ended, "requestedBy")).ShouldBe(("completed", "function key"));
        (await AuditedAsync("every-co")).ShouldBe($"function key {Text(runs["every-co"], "run")} true");
        (await AuditedAsync("busy-co")).ShouldBe($"function key {busy} false");
    }

    [Fact]
    public async Task ReconcileEveryTenant_OneCannotBeBegun_BeginsTheOthersAndNamesIt()
    {
        await app.AddTenantAsync("stuck-co");
        await app.AddTenantAsync("unstuck-co");
        await app.ExecuteAsync(
            """
            create function public.refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
            do $$ begin execute format(
                'create trigger refuse before insert on ops.reconciliations for each row when (new.tenant_id = %L::uuid) execute function public.refuse()',
                (select tenant_id from config.tenants where slug = 'stuck-co')); end $$
            """);
        try
        {
            using var asked = await app.SendAsync(HttpMethod.Post, "/api/manage/reconcile", key: app.FunctionKey);

            asked.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            var problem = await ReadAsync(asked);
            Text(problem, "type").ShouldBe("urn:plumbline:problem:not-begun");
            Text(problem, "detail").ShouldNotBeNull().ShouldContain("not of stuck-co.");
            (await AuditedAsync("unstuck-co")).ShouldEndWith("true");
            (await AuditedAsync("stuck-co")).ShouldBe("function key  ");
        }
        finally
        {
            await app.ExecuteAsync("drop function public.refuse() cascade");
        }

        using var again = await app.SendAsync(HttpMethod.Post, "/api/manage/reconcile", key: app.FunctionKey);
        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task ReconcileEveryTenant_WithATenantsToken_IsRefused()
    {
        using var asked = await app.SendAsync(HttpMethod.Post, "/api/manage/reconcile", token: app.Token);

        asked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("POST", "reconcile", """{"since":"2026-13-01"}""", 400)]
    [InlineData("POST", "reconcile", """{"since":"1999-12-31"}""", 400)]
    [InlineData("POST", "reconcile", """{"since":"2999-01-01"}""", 400)]
    [InlineData("POST", "reconcile", """{"from":"2026-01-01"}""", 400)]
    [InlineData("GET", "reconciliations?limit=101", null, 400)]
    [InlineData("GET", "reconciliations?before=yesterday", null, 400)]
    [InlineData("GET", "reconciliations/yesterday", null, 404)]
    [InlineData("GET", "reconciliations/0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02", null, 404)]
    [InlineData("POST", "findings/1/accept", """{"reason":"short"}""", 400)]
    [InlineData("POST", "findings/first/accept", """{"reason":"It is known to us"}""", 404)]
    public async Task Call_ThatCannotBe_IsRefused(string method, string path, string? body, int status)
    {
        using var response = await app.SendAsync(
            new HttpMethod(method), $"/api/manage/demo/{path}", body is null ? null : JsonSerializer.Deserialize<JsonElement>(body), app.Token);

        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Finding_AcceptedAndOpenedAgain_StandsSoUnderNewSeqs()
    {
        var token = await app.AddTenantAsync("found-co");
        await app.ExecuteAsync(
            """
            insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, actor)
            select tenant_id, 'quarantine_age', 'a', 'open', 'low', 'stripe', 'An item waits.', 'reconciliation' from config.tenants where slug = 'found-co'
            """);
        var first = await FindingAsync(token, "open");

        using var early = await DecideAsync(token, first, "reopen");
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var accepted = await DecideAsync(token, first, "accept");
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stands = await ReadAsync(accepted);
        (Text(stands, "status"), Text(stands, "actor"), Text(stands, "reason")).ShouldBe(("accepted", "a test", "It is known to everybody"));
        using var again = await DecideAsync(token, first, "accept");
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var reopened = await DecideAsync(token, await FindingAsync(token, "accepted"), "reopen");
        Text(await ReadAsync(reopened), "status").ShouldBe("open");
        (await FindingAsync(token, "open")).ShouldBeGreaterThan(first);
    }

    [Fact]
    public async Task Finding_OfAnotherTenant_IsNotFound()
    {
        await app.AddTenantAsync("theirs-co");
        await app.ExecuteAsync(
            """
            insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, actor)
            select tenant_id, 'quarantine_age', 'b', 'open', 'low', 'stripe', 'An item waits.', 'reconciliation' from config.tenants where slug = 'theirs-co'
            """);
        var seq = await app.ScalarAsync<long>("select max(seq) from recon.findings where subject = 'b'");

        using var response = await app.ManageAsync(HttpMethod.Post, $"demo/findings/{seq}/accept", new { reason = "It is known to everybody" });

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<JsonElement> EndedAsync(string where, string token)
    {
        var run = default(JsonElement);
        await app.EventuallyAsync(
            async () =>
            {
                using var response = await app.SendAsync(HttpMethod.Get, where, token: token);
                run = await ReadAsync(response);
                return Text(run, "status") is "completed" or "failed";
            },
            "the end of the reconciliation");
        return run;
    }

    /// <returns>Who asked, for which run, and whether it was new.</returns>
    private Task<string> AuditedAsync(string slug) => app.ScalarAsync<string>(
        $"""
        select concat(a.actor, ' ', a.subject, ' ', a.details ->> 'isNew')
        from config.audit a join config.tenants t using (tenant_id)
        where t.slug = '{slug}' and a.action = 'reconciliation.start'
        order by a.seq desc limit 1
        """);

    private async Task<long> FindingAsync(string token, string status)
    {
        using var response = await SendAsync(HttpMethod.Get, $"found-co/findings?status={status}&check=quarantine_age", token);
        return (await ReadAsync(response)).GetProperty("findings").EnumerateArray().Single().GetProperty("seq").GetInt64();
    }

    private Task<HttpResponseMessage> DecideAsync(string token, long finding, string how) =>
        app.SendAsync(HttpMethod.Post, $"/api/manage/found-co/findings/{finding}/{how}", new { reason = " It is known to everybody " }, token);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token) => app.SendAsync(method, $"/api/manage/{path}", token: token);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var member) ? member.GetString() : null;
}
