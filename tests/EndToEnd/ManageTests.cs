using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Tests.Manage;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

public sealed class ManageTests(FunctionApp app) : IClassFixture<FunctionApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("months/2026-13/freeze", 400, "invalid-month")]
    [InlineData("months/2026-1/freeze", 400, "invalid-month")]
    [InlineData("months/next/freeze", 400, "invalid-month")]
    [InlineData("months/2999-01/freeze", 409, "month-not-closed")]
    [InlineData("months/1999-01/freeze", 409, "before-first-month")]
    [InlineData("months/1999-01/digest", 404, "not-found")]
    public async Task Post_MonthThatCannotBe_IsItsOwnProblem(string path, int status, string type)
    {
        using var response = await app.ManageAsync(HttpMethod.Post, $"demo/{path}");

        ((int)response.StatusCode, await TypeAsync(response)).ShouldBe((status, $"urn:plumbline:problem:{type}"));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Freeze_WithoutAGoodToken_Is401Or403()
    {
        var other = await app.AddTenantAsync("other-co");
        const string path = "/api/manage/demo/months/2026-01/freeze";

        (await StatusAsync(path, null)).ShouldBe(401);
        (await StatusAsync(path, "nonsense")).ShouldBe(401);
        (await StatusAsync(path, $"plb_demo_{new string('A', 43)}")).ShouldBe(401);
        (await StatusAsync(path, other)).ShouldBe(403);
        (await StatusAsync("/api/manage/nobody/months/2026-01/freeze", other)).ShouldBe(403);
        (await StatusAsync("/api/manage/nobody/months/2026-01/freeze", $"plb_nobody_{new string('A', 43)}")).ShouldBe(401);
    }

    [Fact]
    public async Task Freeze_WithATokenThatLacksTheScopeOrIsRevoked_IsRefused()
    {
        using var issue = await app.SendAsync(HttpMethod.Post, "/api/manage/demo/tokens", new { actor = "reader", scopes = new[] { "report" } }, key: app.FunctionKey);
        issue.StatusCode.ShouldBe(HttpStatusCode.Created);
        var issued = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel)).RootElement;
        var token = issued.GetProperty("token").GetString();
        (await StatusAsync("/api/manage/demo/months/2999-01/freeze", token)).ShouldBe(403);

        using var revoke = await app.SendAsync(HttpMethod.Delete, $"/api/manage/demo/tokens/{issued.GetProperty("tokenId").GetString()}", key: app.FunctionKey);

        revoke.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync("/api/manage/demo/months/2999-01/freeze", token)).ShouldBe(401);
    }

    [Fact]
    public async Task PutTenant_AndTokens_NeedTheFunctionKey()
    {
        foreach (var key in new[] { null, "wrong" })
        {
            (await app.SendAsync(HttpMethod.Put, "/api/manage/tenants/new-co", Settings(), key: key)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await app.SendAsync(HttpMethod.Post, "/api/manage/demo/tokens", new { actor = "x", scopes = new[] { "report" } }, key: key)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await app.CountAsync("select count(*) from config.tenants where slug = 'new-co'")).ShouldBe(0);
    }

    [Fact]
    public async Task PutTenant_Twice_KeepsOneVersionUntilSomethingChanges()
    {
        (await PutAsync("twice-co", Settings())).ShouldBe(HttpStatusCode.Created);
        (await PutAsync("twice-co", Settings())).ShouldBe(HttpStatusCode.OK);
        (await VersionsAsync("twice-co")).ShouldBe(1);
        (await PutAsync("twice-co", Settings(name: "Renamed"))).ShouldBe(HttpStatusCode.OK);
        (await VersionsAsync("twice-co")).ShouldBe(2);
    }

    [Fact]
    public async Task PutTenant_NewZoneAfterAClosedMonth_HoldsFromTheFirstOpenMonth()
    {
        var token = await app.AddTenantAsync("zone-co", "America/New_York", firstMonth: "2026-01");
        (await StatusAsync("/api/manage/zone-co/months/2026-01/freeze", token)).ShouldBe(200);

        (await PutAsync("zone-co", Settings(zone: "Europe/Berlin", firstMonth: "2026-01"))).ShouldBe(HttpStatusCode.OK);
        (await PutAsync("zone-co", Settings(zone: "Europe/Berlin", firstMonth: "2025-01"))).ShouldBe(HttpStatusCode.Conflict);

        (await app.CountAsync("select count(*) from config.time_zones z join config.tenants t using (tenant_id) where t.slug = 'zone-co' and z.time_zone = 'Europe/Berlin' and z.effective_from = '2026-02-01'")).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"timeZone":"UTC","currency":"USD"}""", "name")]
    [InlineData("""{"name":"X","timeZone":"Mars/Olympus","currency":"USD"}""", "timeZone")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"usd"}""", "currency")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","firstMonth":"2026-00"}""", "firstMonth")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","recipients":[{"email":"nobody"}]}""", "recipients")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","colour":"red"}""", "colour")]
    [InlineData("""{"name":"X","timeZone":5,"currency":"USD"}""", "timeZone")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","pipelines":[{"id":"p1","name":"Sales","stages":[{"id":"s1","name":"New","meaning":"won"}]}]}""", "pipelines[0].stages[0].meaning must be")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","owners":[{"id":"u1","roles":[{"effectiveFrom":"2026-02-30"}]}]}""", "owners[0].roles[0].effectiveFrom")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","labelRules":[{"label":"vip"}]}""", "meaning")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","targets":[{"kpi":"profit","from":"2026-01","value":1}]}""", "targets[0].kpi must be")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","admins":[{"email":"nobody"}]}""", "admins[0].email must be")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","headlineKpis":["leads"]}""", "headlineKpis must be 8 to 12")]
    [InlineData("""{"name":"X","timeZone":"UTC","currency":"USD","sourceIntervals":[{"feed":"fax","hours":4}]}""", "sourceIntervals[0].feed must be")]
    [InlineData("not json", "JSON")]
    public async Task PutTenant_Invalid_NamesTheMember(string body, string named)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/manage/tenants/bad-co")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "x-functions-key", app.FunctionKey } },
        };
        using var response = await app.Http.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain(named);
    }

    [Fact]
    public async Task GetTenant_PutBackAsItIs_ChangesNothing()
    {
        const string path = "/api/manage/tenants/mirror-co";
        using var put = await app.SendAsync(HttpMethod.Put, path, FullSettings.Json, key: app.FunctionKey);
        put.StatusCode.ShouldBe(HttpStatusCode.Created, await put.Content.ReadAsStringAsync(Cancel));
        var before = await WrittenAsync();

        using var get = await app.SendAsync(HttpMethod.Get, path, key: app.FunctionKey);
        var shown = await get.Content.ReadAsStringAsync(Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = new StringContent(shown, System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "x-functions-key", app.FunctionKey } },
        };
        using var again = await app.Http.SendAsync(request, Cancel);

        again.StatusCode.ShouldBe(HttpStatusCode.OK, await again.Content.ReadAsStringAsync(Cancel));
        (await WrittenAsync()).ShouldBe(before);
        var (given, members) = (FullSettings.Json, JsonNode.Parse(shown)!.AsObject());
        members.Select(member => member.Key).ShouldBe(given.Select(member => member.Key), ignoreOrder: true);
        members.ShouldAllBe(member => JsonNode.DeepEquals(member.Value, given[member.Key]));

        var answer = JsonNode.Parse(await again.Content.ReadAsStringAsync(Cancel))!.AsObject();
        (await app.CountAsync($"select count(*) from config.tenants where tenant_id = '{answer["tenantId"]}' and slug = '{answer["tenant"]}'")).ShouldBe(1);
        members.ShouldAllBe(member => JsonNode.DeepEquals(member.Value, answer[member.Key]));
        answer.Count.ShouldBe(members.Count + 2);

        Task<string> WrittenAsync() => app.ScalarAsync<string>("""
            select concat_ws(',',
                (select count(*) from config.tenant_versions), (select count(*) from config.time_zones),
                (select count(*) from config.owners), (select count(*) from config.targets), (select count(*) from config.stages))
            """);
    }

    [Fact]
    public async Task GetTenant_WithoutTheKeyOrUnknown_IsRefused()
    {
        (await GetAsync("demo", null)).ShouldBe((401, null));
        (await GetAsync("demo", "wrong")).ShouldBe((401, null));
        (await GetAsync("nobody-co", app.FunctionKey)).ShouldBe((404, "urn:plumbline:problem:unknown-tenant"));
        (await GetAsync("Not-A-Slug", app.FunctionKey)).ShouldBe((404, "urn:plumbline:problem:unknown-tenant"));

        async Task<(int, string?)> GetAsync(string slug, string? key)
        {
            using var response = await app.SendAsync(HttpMethod.Get, $"/api/manage/tenants/{slug}", key: key);
            return ((int)response.StatusCode, response.StatusCode == HttpStatusCode.NotFound ? await TypeAsync(response) : null);
        }
    }

    [Fact]
    public async Task ListAudit_Paged_GoesBackInTime()
    {
        var token = await app.AddTenantAsync("audit-co", recipients: "owner@audit.example");
        (await PutAsync("audit-co", new { name = "Renamed", timeZone = "UTC", currency = "USD" })).ShouldBe(HttpStatusCode.OK);
        (await PutAsync("audit-co", new { name = "Renamed", timeZone = "UTC", currency = "USD" })).ShouldBe(HttpStatusCode.OK);
        using var issue = await app.SendAsync(HttpMethod.Post, "/api/manage/audit-co/tokens", new { actor = "Zoe Reader", scopes = new[] { "report" } }, key: app.FunctionKey);
        var reader = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel)).RootElement;
        var tokenId = reader.GetProperty("tokenId").GetString()!;
        for (var i = 0; i < 2; i++)
        {
            using var revoke = await app.SendAsync(HttpMethod.Delete, $"/api/manage/audit-co/tokens/{tokenId}", key: app.FunctionKey);
            revoke.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        var first = await AuditAsync("?limit=5");
        var second = await AuditAsync(first.Next!);

        first.Entries.Select(Action).ShouldBe(["token.revoke", "token.revoke", "token.create", "tenant.put", "tenant.put"]);
        first.Entries.Take(3).ShouldAllBe(entry => entry.GetProperty("subject").GetString() == tokenId);
        first.Entries[0].GetProperty("details").GetProperty("status").GetInt32().ShouldBe(204, "it was revoked before");
        first.Entries[2].GetProperty("details").GetProperty("scopes")[0].GetString().ShouldBe("report");
        first.Entries[3].GetProperty("details").GetProperty("status").GetInt32().ShouldBe(200, "it changed nothing");
        first.Entries[4].GetProperty("details").GetProperty("changed").EnumerateArray().Select(name => name.GetString()).ShouldBe(["name"]);
        second.Entries.Select(Action).ShouldBe(["token.create", "tenant.put"]);
        second.Next.ShouldBeNull();
        first.Entries.Concat(second.Entries).ShouldAllBe(entry => entry.GetProperty("actor").GetString() == "function key");
        var text = string.Concat(first.Entries.Concat(second.Entries).Select(entry => entry.GetRawText()));
        text.ShouldNotContain("@");
        text.ShouldNotContain("Renamed");
        text.ShouldNotContain("Zoe");
        text.ShouldNotContain("plb_");

        static string? Action(JsonElement entry) => entry.GetProperty("action").GetString();

        async Task<(List<JsonElement> Entries, string? Next)> AuditAsync(string query)
        {
            using var response = await app.SendAsync(HttpMethod.Get, $"/api/manage/audit-co/audit{query}", token: token);
            var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
            return ([.. page.GetProperty("entries").EnumerateArray()], page.TryGetProperty("next", out var next) ? next.GetString() : null);
        }
    }

    [Fact]
    public async Task ListAudit_BadQueryOrToken_IsRefused()
    {
        var other = await app.AddTenantAsync("audit-other-co");
        using var issue = await app.SendAsync(HttpMethod.Post, "/api/manage/demo/tokens", new { actor = "reader", scopes = new[] { "report", "ingest" } }, key: app.FunctionKey);
        var reader = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("token").GetString();

        foreach (var (query, token, status) in new[]
        {
            ("", app.Token, 200), ("?limit=500", app.Token, 200), ("?before=1", app.Token, 200),
            ("?limit=0", app.Token, 400), ("?limit=501", app.Token, 400), ("?limit=x", app.Token, 400), ("?before=x", app.Token, 400), ("?before=-1", app.Token, 400),
            ("", null, 401), ("", other, 403), ("", reader, 403),
        })
        {
            using var response = await app.SendAsync(HttpMethod.Get, $"/api/manage/demo/audit{query}", token: token);
            ((int)response.StatusCode).ShouldBe(status, query);
        }
    }

    [Fact]
    public async Task GetTenant_NamedAsAnotherRoute_IsThatTenant()
    {
        foreach (var slug in new[] { "audit", "months" })
        {
            (await PutAsync(slug, Settings(name: $"Company {slug}"))).ShouldBe(HttpStatusCode.Created);
            using var get = await app.SendAsync(HttpMethod.Get, $"/api/manage/tenants/{slug}", key: app.FunctionKey);
            (await get.Content.ReadAsStringAsync(Cancel)).ShouldContain($"Company {slug}");
        }
    }

    [Theory]
    [InlineData("tenants")]
    [InlineData("A")]
    [InlineData("9lives")]
    [InlineData("a")]
    public async Task PutTenant_ImpossibleName_Is400(string slug) => (await PutAsync(slug, Settings())).ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task ListMonths_Paged_GoesBackInTime()
    {
        var token = await app.AddTenantAsync("list-co", firstMonth: "2025-11");
        foreach (var month in new[] { "2025-11", "2025-12", "2026-01" })
        {
            (await StatusAsync($"/api/manage/list-co/months/{month}/freeze", token)).ShouldBe(200);
        }

        var first = await ListAsync("list-co", "?limit=2", token);
        first.Months.ShouldBe(["2026-01", "2025-12"]);
        var second = await ListAsync("list-co", first.Next!, token);

        second.Months.ShouldBe(["2025-11"]);
        second.Next.ShouldBeNull();
        (await app.SendAsync(HttpMethod.Get, "/api/manage/list-co/months?limit=0", token: token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await app.SendAsync(HttpMethod.Get, "/api/manage/list-co/months?before=x", token: token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<(List<string> Months, string? Next)> ListAsync(string tenant, string query, string token)
    {
        using var response = await app.SendAsync(HttpMethod.Get, $"/api/manage/{tenant}/months{query}", token: token);
        var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
        return ([.. page.GetProperty("months").EnumerateArray().Select(month => month.GetProperty("month").GetString()!)],
            page.TryGetProperty("next", out var next) ? next.GetString() : null);
    }

    private async Task<HttpStatusCode> PutAsync(string slug, object settings)
    {
        using var response = await app.SendAsync(HttpMethod.Put, $"/api/manage/tenants/{slug}", settings, key: app.FunctionKey);
        return response.StatusCode;
    }

    private async Task<int> StatusAsync(string path, string? token)
    {
        using var response = await app.SendAsync(HttpMethod.Post, path, token: token);
        return (int)response.StatusCode;
    }

    private Task<long> VersionsAsync(string slug) =>
        app.CountAsync($"select count(*) from config.tenant_versions v join config.tenants t using (tenant_id) where t.slug = '{slug}'");

    private static object Settings(string name = "A Company", string zone = "UTC", string firstMonth = "2026-01") =>
        new { name, timeZone = zone, currency = "USD", firstMonth, recipients = new[] { new { email = "owner@company.example", name = "Owner" } } };

    private static async Task<string> TypeAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("type").GetString()!;
}
