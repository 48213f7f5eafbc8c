using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Plumbline.Digest;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Each call of the management API leaves exactly one entry of the audit trail.</summary>
public sealed class AuditTests(FunctionApp app) : IClassFixture<FunctionApp>
{
    private const string Key = "key";
    private const string Settings = """{ "name": "Noted", "timeZone": "UTC", "currency": "USD" }""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_OfEveryKind_LeavesOneEntry()
    {
        var token = await app.AddTenantAsync("noted-co");
        const string noToken = "0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02";
        const string amount = """{ "kind": "amount", "measure": "cash", "amount": 1, "effectiveDate": "2026-01-15", "reason": "Agreed with the bookkeeper" }""";

        foreach (var (method, path, door, body, status, entry) in new[]
        {
            ("PUT", "tenants/noted-co", Key, Settings, 200, """function key|tenant.put|*|changed,version"""),
            ("PUT", "tenants/noted-co", Key, Settings, 200, """function key|tenant.put||status=200"""),
            ("PUT", "tenants/noted-co", Key, "{}", 400, """function key|tenant.put||status=400"""),
            ("PUT", "tenants/noted-co", Key, "no JSON", 400, """function key|tenant.put||status=400"""),
            ("PUT", "tenants/noted-co", Key, """{ "name": "Noted", "timeZone": "UTC", "currency": "USD", "targets": [{ "kpi": "profit", "from": "2026-01", "value": 1 }] }""", 400, """function key|tenant.put||status=400"""),
            ("GET", "tenants/noted-co", Key, null, 200, """function key|tenant.get||status=200"""),
            ("POST", "noted-co/tokens", Key, """{ "actor": "Zoe Reader", "scopes": ["report"] }""", 201, """function key|token.create|*|scopes,expiresAt"""),
            ("POST", "noted-co/tokens", Key, """{ "actor": "Zoe Reader", "scopes": [] }""", 400, """function key|token.create||status=400"""),
            ("DELETE", $"noted-co/tokens/{noToken}", Key, null, 404, $"function key|token.revoke|{noToken}|status=404"),
            ("DELETE", "noted-co/tokens/Zoe", Key, null, 400, """function key|token.revoke||status=400"""),
            ("GET", "noted-co/audit?limit=1", token, null, 200, """a test|audit.list||status=200"""),
            ("GET", "noted-co/audit?limit=none", token, null, 400, """a test|audit.list||status=400"""),
            ("GET", "noted-co/months", token, null, 200, """a test|month.list||status=200"""),
            ("GET", "noted-co/months?before=soon", token, null, 400, """a test|month.list||status=400"""),
            ("POST", "noted-co/months/2026-01/freeze", token, null, 200, """a test|month.freeze|2026-01|revision=1"""),
            ("POST", "noted-co/months/2026-01/freeze", token, null, 200, """a test|month.freeze|2026-01|status=200"""),
            ("POST", "noted-co/months/2026-03/freeze", token, null, 409, """a test|month.freeze|2026-03|status=409"""),
            ("POST", "noted-co/months/soon/freeze", token, null, 400, """a test|month.freeze||status=400"""),
            ("POST", "noted-co/months/2026-01/digest", token, null, 202, """a test|month.digest|2026-01|revision=1"""),
            ("POST", "noted-co/months/2026-02/digest", token, null, 404, """a test|month.digest|2026-02|status=404"""),
            ("GET", "noted-co/suppressions", token, null, 200, """a test|suppression.list||status=200"""),
            ("DELETE", "noted-co/suppressions/Zoe", token, null, 400, """a test|suppression.lift||status=400"""),
            ("DELETE", $"noted-co/suppressions/{RecipientHash.Of("zoe@noted.example")}", token, null, 404, $"a test|suppression.lift|{RecipientHash.Of("zoe@noted.example")}|status=404"),
            ("POST", "noted-co/adjustments", token, amount, 201, """a test|adjustment.create|*|kind=amount,measure=cash,request"""),
            ("POST", "noted-co/adjustments", token, "{}", 400, """a test|adjustment.create||status=400"""),
            ("GET", "noted-co/adjustments", token, null, 200, """a test|adjustment.list||status=200"""),
            ("POST", "noted-co/reconcile", token, """{ "since": "1999-01-01" }""", 400, """a test|reconciliation.start||status=400"""),
            ("POST", "noted-co/reconcile", token, null, 202, """a test|reconciliation.start|*|isNew"""),
            ("GET", "noted-co/reconciliations", token, null, 200, """a test|reconciliation.list||status=200"""),
            ("GET", "noted-co/reconciliations?limit=0", token, null, 400, """a test|reconciliation.list||status=400"""),
            ("GET", $"noted-co/reconciliations/{noToken}", token, null, 404, $"a test|reconciliation.get|{noToken}|status=404"),
            ("POST", "noted-co/findings/9999/accept", token, """{ "reason": "It is known to Zoe" }""", 404, """a test|finding.accept||status=404"""),
            ("POST", "noted-co/findings/9999/reopen", token, "{}", 400, """a test|finding.reopen||status=400"""),
            ("GET", "noted-co/adjustments/9999", token, null, 404, """a test|adjustment.get|9999|status=404"""),
        })
        {
            var before = await CountAsync();
            (await SendAsync(method, path, door, body)).ShouldBe(status, $"{method} {path} {body}");

            (await CountAsync()).ShouldBe(before + 1, $"{method} {path} {body}");
            var written = await LatestAsync();
            var (prefix, rest) = entry.Split('*') is [var start, var end] ? (start, end) : (entry, "");
            written.ShouldStartWith(prefix, Case.Sensitive, $"{method} {path} {body}");
            written.ShouldEndWith(rest, Case.Sensitive, $"{method} {path} {body}");
            written.ShouldNotContain("Zoe");
        }
    }

    [Fact]
    public async Task Call_RevokingATokenTwice_LeavesAnEntryEach()
    {
        await app.AddTenantAsync("revoke-co");
        using var issue = await app.SendAsync(HttpMethod.Post, "/api/manage/revoke-co/tokens", new { actor = "reader", scopes = new[] { "report" } }, key: app.FunctionKey);
        var id = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("tokenId").GetString();

        for (var i = 0; i < 2; i++)
        {
            (await SendAsync("DELETE", $"revoke-co/tokens/{id}", Key, null)).ShouldBe(204);
        }

        (await app.ScalarAsync<string>($"""
            select string_agg(a.details::text, ' ' order by a.seq) from config.audit a join config.tenants t using (tenant_id)
            where t.slug = 'revoke-co' and a.action = 'token.revoke' and a.subject = '{id}'
            """)).ShouldBe("""{} {"status": 204}""");
    }

    [Theory]
    [InlineData("GET", "audit", "audit.list", "")]
    [InlineData("GET", "months", "month.list", "")]
    [InlineData("POST", "months/2026-01/freeze", "month.freeze", "2026-01")]
    [InlineData("POST", "months/Zoe/digest", "month.digest", "")]
    [InlineData("POST", "adjustments", "adjustment.create", "")]
    [InlineData("GET", "quarantine/7?reveal=true", "quarantine.reveal", "7")]
    [InlineData("GET", "quarantine/Zoe", "quarantine.inspect", "")]
    [InlineData("POST", "quarantine/replay", "quarantine.replay", "")]
    [InlineData("GET", "findings", "findings.list", "")]
    [InlineData("GET", "suppressions", "suppression.list", "")]
    [InlineData("DELETE", "suppressions/Zoe", "suppression.lift", "")]
    public async Task Call_WithATokenThatLacksTheScope_LeavesOneEntryAndDoesNothing(string method, string path, string action, string subject)
    {
        var slug = $"scope-{action.Replace('.', '-')}";
        await app.AddTenantAsync(slug);
        using var issue = await app.SendAsync(HttpMethod.Post, $"/api/manage/{slug}/tokens", new { actor = "a reader", scopes = new[] { "report", "ingest" } }, key: app.FunctionKey);
        var reader = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("token").GetString()!;
        var before = await CountAsync(slug);

        (await SendAsync(method, $"{slug}/{path}", reader, method == "POST" ? """{"all":true}""" : null)).ShouldBe(403);

        (await CountAsync(slug)).ShouldBe(before + 1);
        (await LatestAsync(slug)).ShouldBe($"a reader|{action}|{subject}|status=403");
    }

    [Fact]
    public async Task Call_RefusedForItsCredentialsOrOfNoTenant_LeavesNone()
    {
        var other = await app.AddTenantAsync("stranger-co");
        await app.AddTenantAsync("quiet-co");
        var before = await app.CountAsync("select count(*) from config.audit");

        foreach (var (method, path, door, status) in new[]
        {
            ("GET", "quiet-co/audit", "", 401), ("GET", "quiet-co/audit", other, 403),
            ("POST", "quiet-co/adjustments", $"plb_quiet-co_{new string('A', 43)}", 401), ("POST", "quiet-co/months/2026-01/freeze", other, 403),
            ("GET", "tenants/quiet-co", "", 401), ("PUT", "tenants/quiet-co", "", 401), ("GET", "tenants/nobody-co", Key, 404),
            ("POST", "nobody-co/tokens", Key, 404), ("DELETE", "nobody-co/tokens/x", Key, 404), ("PUT", "tenants/nobody-co", Key, 400), ("PUT", "tenants/Nobody", Key, 400),
        })
        {
            (await SendAsync(method, path, door, method == "PUT" ? "{}" : null)).ShouldBe(status, $"{method} {path}");
        }

        (await app.CountAsync("select count(*) from config.audit")).ShouldBe(before);
    }

    [Fact]
    public async Task List_OfOneAction_LeadsOnThroughThatActionAlone()
    {
        var token = await app.AddTenantAsync("action-co");
        for (var i = 0; i < 3; i++)
        {
            await SendAsync("GET", "action-co/months", token, null);
            await SendAsync("GET", "action-co/adjustments", token, null);
        }

        var seqs = new List<long>();
        for (var next = "?action=month.list&limit=2"; next is not null;)
        {
            using var response = await app.SendAsync(HttpMethod.Get, $"/api/manage/action-co/audit{next}", token: token);
            var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
            page.GetProperty("entries").EnumerateArray().ShouldAllBe(entry => entry.GetProperty("action").GetString() == "month.list");
            seqs.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("seq").GetInt64()));
            next = page.TryGetProperty("next", out var found) ? found.GetString() : null;
        }

        seqs.Count.ShouldBe(3);
        seqs.ShouldBe(seqs.OrderDescending());
        (await SendAsync("GET", "action-co/audit?action=Drop%20it", token, null)).ShouldBe(400);
    }

    private Task<long> CountAsync(string slug = "noted-co") =>
        app.CountAsync($"select count(*) from config.audit a join config.tenants t using (tenant_id) where t.slug = '{slug}'");

    /// <returns>Actor, action, subject and details, the status or the names of the rest.</returns>
    private Task<string> LatestAsync(string slug = "noted-co") => app.ScalarAsync<string>($$"""
        select concat_ws('|', a.actor, a.action, a.subject, (
            select string_agg(d.key || case when d.key in ('status', 'revision', 'kind', 'measure') then '=' || (d.value #>> '{}') else '' end, ',')
            from json_each(a.details::json) as d))
        from config.audit as a
        join config.tenants as t on t.tenant_id = a.tenant_id and t.slug = '{{slug}}'
        order by a.seq desc
        limit 1
        """);

    /// <param name="door">A bearer token, none, or <see cref="Key"/>.</param>
    private async Task<int> SendAsync(string method, string path, string door, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/manage/{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = door is "" or Key ? null : new AuthenticationHeaderValue("Bearer", door);
        if (door == Key)
        {
            request.Headers.Add("x-functions-key", app.FunctionKey);
        }

        using var response = await app.Http.SendAsync(request, Cancel);
        return (int)response.StatusCode;
    }
}
