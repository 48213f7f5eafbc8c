using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Plumbline.Tests.Reports;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Corrections over HTTP, and what they do to numbers.</summary>
public sealed class AdjustmentTests(FunctionApp app) : IClassFixture<FunctionApp>
{
    private const string January = "month=2026-01";
    private const string Why = "Agreed with the bookkeeper";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_AnAmount_MovesTheNumberByExactlyThatAndIsOneOfItsRows()
    {
        var token = await app.AddTenantAsync("amount-co");
        await app.PayAsync("amount-co", "paid", count: 3, department: "sales");

        var (status, made) = await PostAsync("amount-co", token, new
        {
            kind = "amount", measure = "cash", amount = -1.25, effectiveDate = "2026-01-31", reason = $" {Why} ", tags = new { department = "sales", ownerId = "ann" },
        });

        (status, made.Text("kind"), made.Number("amount"), made.Text("currency"), made.Text("effectiveDate"), made.Text("reason"), made.Text("actor"))
            .ShouldBe((201, "amount", -1.25m, "USD", "2026-01-31", Why, "a test"));
        made.GetProperty("tags").GetRawText().ShouldBe("""{"department":"sales","ownerId":"ann"}""");
        (await CashAsync("amount-co", token)).ShouldBe(175);
        (await CashAsync("amount-co", token, "&department=sales&owner_id=ann")).ShouldBe(-125);
        (await CashAsync("amount-co", token, month: "2026-02")).ShouldBe(0);
        var rows = (await app.GetAsync($"amount-co/kpis/cash_collected/rows?{January}&owner_id=ann", token)).Json.GetProperty("rows");
        var row = rows.EnumerateArray().ShouldHaveSingleItem();
        (row.Text("factTable"), row.Number("factSeq"), row.Number("value"), row.Text("localDate"), row.Text("source"), row.Number("eventSeq"))
            .ShouldBe(("adjustments", made.Number("seq"), -125, "2026-01-31", "manual", null));
    }

    [Fact]
    public async Task Post_AVoid_TakesTheFactOutUntilItIsReversedAndTheLedgerKeepsItAll()
    {
        var token = await app.AddTenantAsync("void-co");
        await app.PayAsync("void-co", "paid", count: 3);
        var rows = (await app.GetAsync($"void-co/kpis/cash_collected/rows?{January}", token)).Json.GetProperty("rows");
        var target = new { table = rows[0].Text("factTable"), seq = rows[0].Number("factSeq") };

        var (status, made) = await PostAsync("void-co", token, new { kind = "void", target, reason = Why });

        (status, made.Text("kind"), made.GetProperty("inForce").GetBoolean(), made.Number("amount")).ShouldBe((201, "void", true, null));
        made.TryGetProperty("tags", out _).ShouldBeFalse();
        (await CashAsync("void-co", token)).ShouldBe(200);
        (await app.CountAsync("select count(*) from ledger.raw_payments p join config.tenants t using (tenant_id) where t.slug = 'void-co'")).ShouldBe(3);

        var (again, problem) = await PostAsync("void-co", token, new { kind = "void", target, reason = Why });
        (again, problem.Text("type")).ShouldBe((409, "urn:plumbline:problem:already-voided"));
        problem.Text("detail")!.ShouldStartWith($"Adjustment {made.Number("seq")},");

        var ofVoid = new { table = "adjustments", seq = made.Number("seq") };
        var (reversed, reversal) = await PostAsync("void-co", token, new { kind = "void", target = ofVoid, reason = Why });
        reversed.ShouldBe(201);
        (await CashAsync("void-co", token)).ShouldBe(300);
        var shown = await GetAsync($"void-co/adjustments/{made.Number("seq")}", token);
        (shown.GetProperty("inForce").GetBoolean(), shown.Number("reversedBy")).ShouldBe((false, reversal.Number("seq")));

        var (back, refused) = await PostAsync("void-co", token, new { kind = "void", target = new { table = "adjustments", seq = reversal.Number("seq") }, reason = Why });
        (back, refused.Text("type")).ShouldBe((409, "urn:plumbline:problem:is-reversal"));
        (await app.CountAsync("select count(*) from ledger.adjustments a join config.tenants t using (tenant_id) where t.slug = 'void-co'")).ShouldBe(2);
    }

    [Fact]
    public async Task Post_IntoAClosedMonth_LeavesItAsItWasClosed()
    {
        var token = await app.AddTenantAsync("closed-co");
        await app.PayAsync("closed-co", "paid", count: 3);
        using var freeze = await app.SendAsync(HttpMethod.Post, "/api/manage/closed-co/months/2026-01/freeze", token: token);
        freeze.StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = (await GetAsync("closed-co/months", token)).GetRawText();

        var payment = (await app.GetAsync($"closed-co/kpis/cash_collected/rows?{January}", token)).Json.GetProperty("rows")[0].Number("factSeq");
        (await PostAsync("closed-co", token, new { kind = "amount", measure = "cash", amount = 50, effectiveDate = "2026-01-15", reason = Why })).Status.ShouldBe(201);
        (await PostAsync("closed-co", token, new { kind = "void", target = new { table = "raw_payments", seq = payment }, effectiveDate = "2026-01-15", reason = Why })).Status.ShouldBe(201);

        (await GetAsync("closed-co/months", token)).GetRawText().ShouldBe(before);
        before.ShouldContain("\"value\":300");
        (await CashAsync("closed-co", token)).ShouldBe(5200);
        using var again = await app.SendAsync(HttpMethod.Post, "/api/manage/closed-co/months/2026-01/freeze", token: token);
        var frozen = JsonDocument.Parse(await again.Content.ReadAsStringAsync(Cancel)).RootElement;
        frozen.GetProperty("metrics").EnumerateArray().First(metric => metric.Text("kpi") == "cash_collected").Number("value").ShouldBe(300);
    }

    [Fact]
    public async Task Post_UnderAKey_IsMadeOnce()
    {
        var token = await app.AddTenantAsync("key-co");
        var request = new { kind = "amount", measure = "leads", amount = 2, effectiveDate = "2026-01-15", reason = Why };

        var (first, made) = await PostAsync("key-co", token, request, "import 7");
        var (second, same) = await PostAsync("key-co", token, request, "import 7");
        var (third, other) = await PostAsync("key-co", token, new { kind = "amount", measure = "leads", amount = 3, effectiveDate = "2026-01-15", reason = Why }, "import 7");
        var (fourth, _) = await PostAsync("key-co", token, request, new string('k', 201));

        (first, second, third, fourth).ShouldBe((201, 200, 409, 400));
        same.GetRawText().ShouldBe(made.GetRawText());
        other.Text("type").ShouldBe("urn:plumbline:problem:idempotency-key-taken");
        (await app.GetAsync($"key-co/kpis?{January}&kpi=leads", token)).Kpi("leads").Number("value").ShouldBe(2);
        (await PostAsync("key-co", token, request)).Status.ShouldBe(201);
        (await app.GetAsync($"key-co/kpis?{January}&kpi=leads", token)).Kpi("leads").Number("value").ShouldBe(4);
    }

    [Theory]
    [InlineData("""{"kind":"amount","measure":"cash","amount":"five","effectiveDate":"2026-01-15","reason":"Agreed with the bookkeeper"}""", "$.amount")]
    [InlineData("""{"kind":"amount","measure":"cash","amount":1.001,"effectiveDate":"2026-01-15","reason":"Agreed with the bookkeeper"}""", "2 decimals")]
    [InlineData("""{"kind":"amount","measure":"cash","amount":10000000000001,"effectiveDate":"2026-01-15","reason":"Agreed with the bookkeeper"}""", "amount must be at most")]
    [InlineData("""{"kind":"amount","measure":"profit","amount":1,"effectiveDate":"2026-01-15","reason":"Agreed with the bookkeeper"}""", "ad_spend, ")]
    [InlineData("""{"kind":"amount","measure":"leads","amount":1,"currency":"USD","effectiveDate":"2026-01-15","reason":"Agreed with the bookkeeper"}""", "currency must be left out")]
    [InlineData("""{"kind":"amount","measure":"cash","amount":1,"effectiveDate":"2999-01-15","reason":"Agreed with the bookkeeper"}""", "effectiveDate must be from")]
    [InlineData("""{"kind":"amount","measure":"cash","amount":1,"effectiveDate":"2026-01-15"}""", "reason")]
    [InlineData("""{"kind":"amount","measure":"cash","amount":1,"effectiveDate":"2026-01-15","reason":"Agreed with the bookkeeper","tags":{"colour":"red"}}""", "colour")]
    [InlineData("""{"kind":"amount","measure":"cash","amount":1,"effectiveDate":"2026-01-15","reason":"Agreed with \ud800 the bookkeeper"}""", "$.reason")]
    [InlineData("""{"kind":"void","reason":"Agreed with the bookkeeper"}""", "target is missing")]
    [InlineData("""{"kind":"void","target":{"table":"raw_payments","seq":1.5},"reason":"Agreed with the bookkeeper"}""", "$.target.seq")]
    [InlineData("""{"kind":"void","target":{"table":"bodies","seq":1},"reason":"Agreed with the bookkeeper"}""", "target.table must be")]
    [InlineData("[]", "JSON object")]
    public async Task Post_Invalid_NamesTheMemberAndWritesNothing(string body, string named)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/manage/demo/adjustments")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "Authorization", $"Bearer {app.Token}" } },
        };
        using var response = await app.Http.SendAsync(request, Cancel);

        var answer = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, answer);
        JsonDocument.Parse(answer).RootElement.Text("detail")!.ShouldContain(named);
        (await app.CountAsync("select count(*) from ledger.adjustments a join config.tenants t using (tenant_id) where t.slug = 'demo'")).ShouldBe(0);
    }

    [Fact]
    public async Task Get_AList_LeadsOnAndRefusesWhatItDoesNotKnow()
    {
        var token = await app.AddTenantAsync("list-co");
        var other = await app.AddTenantAsync("list-other-co");
        foreach (var amount in new[] { 1, 2, 3 })
        {
            await PostAsync("list-co", token, new { kind = "amount", measure = "cash", amount, effectiveDate = "2026-01-15", reason = Why });
        }

        var first = await GetAsync("list-co/adjustments?limit=2&inForce=true", token);
        var second = await GetAsync($"list-co/adjustments{first.Text("next")}", token);

        first.GetProperty("adjustments").EnumerateArray().Concat(second.GetProperty("adjustments").EnumerateArray()).Select(one => one.Number("amount")).ShouldBe([3, 2, 1]);
        second.Text("next").ShouldBeNull();
        foreach (var (path, bearer, status) in new[]
        {
            ("list-co/adjustments?limit=0", token, 400), ("list-co/adjustments?colour=red", token, 400), ("list-co/adjustments/one", token, 400),
            ("list-co/adjustments/999", token, 404), ("list-co/adjustments", other, 403), ("list-co/adjustments", null, 401),
        })
        {
            using var response = await app.SendAsync(HttpMethod.Get, $"/api/manage/{path}", token: bearer);
            ((int)response.StatusCode).ShouldBe(status, path);
        }
    }

    private async Task<(int Status, JsonElement Answer)> PostAsync(string tenant, string token, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/manage/{tenant}/adjustments") { Content = JsonContent.Create(body) };
        request.Headers.Add("Authorization", $"Bearer {token}");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await app.Http.SendAsync(request, Cancel);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement);
    }

    private async Task<JsonElement> GetAsync(string path, string token)
    {
        using var response = await app.SendAsync(HttpMethod.Get, $"/api/manage/{path}", token: token);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <returns>Cash collected, in minor units.</returns>
    private async Task<decimal?> CashAsync(string tenant, string token, string filter = "", string month = "2026-01") =>
        (await app.GetAsync($"{tenant}/kpis?month={month}&kpi=cash_collected{filter}", token)).Kpi("cash_collected").Number("value");
}
