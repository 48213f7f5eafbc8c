using System.Text.Json.Nodes;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.EndToEnd;

/// <summary>What can be asked of the quarantine, by whom, and what is written down of it.</summary>
[Collection(nameof(QuarantineApp))]
public sealed class QuarantineRefusalTests(QuarantineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_InPages_GoesThroughAllOfThemNewestFirst()
    {
        var token = await app.AddAsync("pages-co", "loc_pages", ["acct_1"]);
        for (var i = 0; i < 5; i++)
        {
            await app.PayAsync("pages-co", StripeEvents.Charge($"ch_{i}", account: "acct_2"));
        }

        await app.PayAsync("pages-co", StripeEvents.Charge("ch_bad", customize: charge => charge["amount_captured"] = "ten"));

        var seen = new List<long>();
        for (var next = "?reason=unknown-account&source=stripe&state=all&limit=2"; next is not null;)
        {
            var page = await app.SendAsync("ListQuarantine", "GET", $"pages-co/quarantine{next}", 200, token);
            seen.AddRange(page["items"]!.AsArray().Select(item => item!["seq"]!.GetValue<long>()));
            page["open"]!["unknown-account"]!.GetValue<int>().ShouldBe(5);
            next = page["next"]?.GetValue<string>();
        }

        seen.Count.ShouldBe(5);
        seen.ShouldBe(seen.Distinct().OrderDescending());
    }

    [Theory]
    [InlineData("ListQuarantine", "GET", "quarantine?state=waiting", "state must be")]
    [InlineData("ListQuarantine", "GET", "quarantine?sorce=stripe", "sorce")]
    [InlineData("ListQuarantine", "GET", "quarantine?limit=501", "limit")]
    [InlineData("ListQuarantine", "GET", "quarantine?before=-1", "before")]
    [InlineData("ListQuarantine", "GET", "quarantine?reason=a&reason=b", "once")]
    [InlineData("ListQuarantine", "GET", "quarantine?reason=", "reason must be")]
    [InlineData("InspectQuarantine", "GET", "quarantine/1?reveal=yes", "reveal")]
    [InlineData("ListFindings", "GET", "findings?status=closed", "status must be")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "exactly one", "{}")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "exactly one", """{"all":true,"reason":"unmappable"}""")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "all must be", """{"all":false}""")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "items must be", """{"items":[]}""")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "items[0]", """{"items":["one"]}""")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "limit must be", """{"all":true,"limit":0}""")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "limit and before", """{"items":[1],"before":7}""")]
    [InlineData("DismissQuarantine", "POST", "quarantine/dismiss", "reason must be", """{"items":[1],"reason":"no"}""")]
    [InlineData("ListQuarantine", "GET", "quarantine?reason=jo%40customer.example", "reason must be")]
    [InlineData("ListQuarantine", "GET", "quarantine?reason=unknown", "conflict, date-out-of-range")]
    [InlineData("ListQuarantine", "GET", "quarantine?reason=%00", "reason must be")]
    [InlineData("ListQuarantine", "GET", "quarantine?source=stripe%00", "source must be")]
    [InlineData("ListQuarantine", "GET", "quarantine?source=%0astripe", "source must be")]
    [InlineData("ListFindings", "GET", "findings?check=movement%00", "check must be")]
    [InlineData("ListFindings", "GET", "findings?check=%1b", "check must be")]
    [InlineData("ListAdjustments", "GET", "adjustments?measure=cash%00", "measure must be")]
    [InlineData("ListAdjustments", "GET", "adjustments?measure=%07", "measure must be")]
    [InlineData("ListAdjustments", "GET", "adjustments?table=raw_payments%00", "table is")]
    [InlineData("ListAudit", "GET", "audit?action=month.list%00", "action is")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "unmappable or unreadable", """{"reason":"jo@customer.example"}""")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "reason must be", """{"reason":"\u0000"}""")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay", "reason must be", """{"reason":""}""")]
    [InlineData("DismissQuarantine", "POST", "quarantine/dismiss", "reason must be", """{"items":[1],"reason":"not to be read \u0000"}""")]
    [InlineData("CreateAdjustment", "POST", "adjustments", "reason must be", """{"kind":"amount","reason":"not to be read \u0000"}""")]
    [InlineData("CreateAdjustment", "POST", "adjustments", "measure must be", """{"kind":"amount","reason":"agreed upon","measure":"cash\u0000","amount":1,"effectiveDate":"2026-01-15"}""")]
    [InlineData("DismissQuarantine", "POST", "quarantine/dismiss", "missing", """{"items":[1]}""")]
    public async Task Ask_ForWhatCannotBe_Is400AndNamesIt(string id, string method, string path, string named, string? body = null)
    {
        var problem = await app.SendAsync(id, method, $"demo/{path}", 400, app.Running.Token, body);

        problem["detail"]!.GetValue<string>().ShouldContain(named);
    }

    [Fact]
    public async Task Ask_ForItemsTheTenantLacks_Is404AndNamesThem()
    {
        var token = await app.AddAsync("foreign-co", "loc_foreign", ["acct_1"]);
        await app.PayAsync("foreign-co", StripeEvents.Charge(account: "acct_2"));
        var other = (await app.SeqsAsync("foreign-co", token)).ShouldHaveSingleItem();

        (await app.SendAsync("ReplayQuarantine", "POST", "demo/quarantine/replay", 404, app.Running.Token, $$"""{"items":[{{other}},987654]}"""))["detail"]!
            .GetValue<string>().ShouldContain($"{other}, 987654");
        await app.SendAsync("DismissQuarantine", "POST", "demo/quarantine/dismiss", 404, app.Running.Token, $$"""{"items":[{{other}}],"reason":"it is somebody else's"}""");
        await app.SendAsync("InspectQuarantine", "GET", $"demo/quarantine/{other}?reveal=true", 404, app.Running.Token);
        await app.SendAsync("InspectQuarantine", "GET", "demo/quarantine/first", 404, app.Running.Token);
        (await app.CountsAsync("foreign-co")).ShouldBe("raw_events 1, raw_clients 0, raw_opportunities 0, quarantine 1, resolutions 0");
    }

    [Theory]
    [InlineData("ListQuarantine", "GET", "quarantine")]
    [InlineData("InspectQuarantine", "GET", "quarantine/1?reveal=true")]
    [InlineData("ReplayQuarantine", "POST", "quarantine/replay")]
    [InlineData("DismissQuarantine", "POST", "quarantine/dismiss")]
    [InlineData("ListFindings", "GET", "findings")]
    public async Task Ask_WithoutTheScope_IsRefusedAsDescribed(string id, string method, string path)
    {
        await app.SendAsync(id, method, $"demo/{path}", 401);
        foreach (var scope in new[] { "ingest", "report" })
        {
            using var issue = await app.Running.SendAsync(HttpMethod.Post, "/api/manage/demo/tokens", new { actor = "other", scopes = new[] { scope } }, key: app.Running.FunctionKey);
            await app.SendAsync(id, method, $"demo/{path}", 403, JsonNode.Parse(await issue.Content.ReadAsStringAsync(Cancel))!["token"]!.GetValue<string>(), """{"all":true}""");
        }
    }

    [Fact]
    public async Task EveryCall_IsAuditedOnce()
    {
        var token = await app.AddAsync("audit-co", "loc_audit", ["acct_1"]);
        await app.PayAsync("audit-co", StripeEvents.Charge(account: "acct_2"));
        var seq = (await app.SeqsAsync("audit-co", token)).ShouldHaveSingleItem();

        var delivery = (await app.ReplayAsync("audit-co", token, """{"all":true}"""))["items"]![0]!["eventSeq"];
        await app.SendAsync("ReplayQuarantine", "POST", "audit-co/quarantine/replay", 400, token, "{}");
        await app.SendAsync("DismissQuarantine", "POST", "audit-co/quarantine/dismiss", 200, token, $$"""{"items":[{{seq}}],"reason":"nobody's account"}""");
        await app.SendAsync("ListFindings", "GET", "audit-co/findings", 200, token);
        await app.SendAsync("InspectQuarantine", "GET", "audit-co/quarantine/0", 404, token);
        await app.SendAsync("InspectQuarantine", "GET", "audit-co/quarantine/Zoe", 404, token);
        await app.SendAsync("InspectQuarantine", "GET", "audit-co/quarantine/Zoe?reveal=true", 404, token);
        await app.SendAsync("ReplayQuarantine", "POST", "audit-co/quarantine/replay", 400, token, """{"reason":"jo@customer.example"}""");
        await app.SendAsync("ReplayQuarantine", "POST", "audit-co/quarantine/replay", 200, token, """{"reason":"no-location"}""");

        var entries = (await app.AuditAsync("audit-co", token))["entries"]!.AsArray().Reverse().Select(entry => $"{entry!["action"]} {entry["subject"]} {entry["details"]!.ToJsonString()}").ToList();
        entries.Where(entry => entry.StartsWith("quarantine", StringComparison.Ordinal) || entry.StartsWith("findings", StringComparison.Ordinal)).ShouldBe(
        [
            """quarantine.list  {"status":200}""",
            """quarantine.replay all {"open":1,"facts":0,"failed":0,"mapped":0,"stillQuarantined":1}""",
            """quarantine.replay  {"status":400}""",
            $$"""quarantine.dismiss 1 items {"findings":0,"dismissed":1,"unchanged":0,"deliveries":[{{delivery}}]}""",
            """findings.list  {"status":200}""",
            """quarantine.inspect 0 {"status":404}""",
            """quarantine.inspect  {"status":404}""",
            """quarantine.reveal  {"status":404}""",
            """quarantine.replay  {"status":400}""",
            """quarantine.replay no-location {"open":0,"facts":0,"failed":0,"mapped":0,"stillQuarantined":0}""",
        ], Case.Sensitive);
    }
}
