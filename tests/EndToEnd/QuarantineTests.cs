using System.Text;
using System.Text.Json;
using Plumbline.Tests.Webhooks.GoHighLevel;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.EndToEnd;

/// <summary>What waits in quarantine: seen, set right and settled over HTTP.</summary>
[Collection(nameof(QuarantineApp))]
public sealed class QuarantineTests(QuarantineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replay_DealOfAStageThatIsSetLater_CountsItOnceAndItsContactStays()
    {
        var token = await app.AddAsync("stage-co", "loc_1", [], "New lead");
        var body = GoHighLevelMapping.Fixture("workflow.opportunity");
        (await GoHighLevelPost.SendAsync(app.Running.Http, "stage-co", body, ("X-Webhook-Secret", QuarantineApp.Secret))).Body.ShouldContain("quarantined");
        (await PipelineValueAsync("stage-co", token)).ShouldBe(0);

        var list = await app.SendAsync("ListQuarantine", "GET", "stage-co/quarantine", 200, token);
        var item = list["items"]!.AsArray().ShouldHaveSingleItem()!;
        (item["reason"]!.GetValue<string>(), item["source"]!.GetValue<string>(), item["isOpen"]!.GetValue<bool>()).ShouldBe(("unknown-stage", "gohighlevel", true));
        list["open"]!.ToJsonString().ShouldBe("""{"unknown-stage":1}""");
        var vain = await app.ReplayAsync("stage-co", token, """{"reason":"unknown-stage"}""");
        (QuarantineApp.Number(vain, "stillQuarantined"), QuarantineApp.Number(vain, "facts"), QuarantineApp.Number(vain, "open")).ShouldBe((1, 0, 1));

        await app.PutAsync("stage-co", "loc_1", [], 200, "New lead", "Qualified");
        var done = await app.ReplayAsync("stage-co", token, """{"reason":"unknown-stage"}""");

        (QuarantineApp.Number(done, "mapped"), QuarantineApp.Number(done, "facts"), QuarantineApp.Number(done, "open")).ShouldBe((1, 1, 0));
        (await PipelineValueAsync("stage-co", token)).ShouldBe(420_000);
        const string counts = "raw_events 1, raw_clients 1, raw_opportunities 1, quarantine 1, resolutions 1";
        (await app.CountsAsync("stage-co")).ShouldBe(counts);
        var again = await app.ReplayAsync("stage-co", token, $$"""{"items":[{{item["seq"]}}]}""");
        again["items"]![0]!["changed"]!.GetValue<bool>().ShouldBeFalse();
        (await app.CountsAsync("stage-co")).ShouldBe(counts);
        (await PipelineValueAsync("stage-co", token)).ShouldBe(420_000);
        var settled = (await app.SendAsync("ListQuarantine", "GET", "stage-co/quarantine?state=settled", 200, token))["items"]!.AsArray().ShouldHaveSingleItem()!;
        (settled["settledHow"]!.GetValue<string>(), settled["settledBy"]!.GetValue<string>()).ShouldBe(("replay", "a test"));
    }

    [Fact]
    public async Task Replay_PaymentsOfAnAccountThatIsSetLater_CountAsCash()
    {
        var token = await app.AddAsync("account-co", "loc_account", ["acct_1"]);
        for (var i = 0; i < 5; i++)
        {
            (await app.PayAsync("account-co", StripeEvents.Charge($"ch_{i}", account: i == 0 ? "acct_1" : "acct_2"))).ShouldContain(i == 0 ? "stored" : "quarantined");
        }

        (await app.ReplayAsync("account-co", token, """{"all":true}"""))["items"]!.AsArray().Count.ShouldBe(4);
        (await CashAsync("account-co", token)).ShouldBe(1000);
        await app.PutAsync("account-co", "loc_account", ["acct_1", "acct_2"], 200);

        var first = await app.ReplayAsync("account-co", token, """{"all":true,"limit":3}""");
        (QuarantineApp.Number(first, "mapped"), QuarantineApp.Number(first, "open")).ShouldBe((3, 1));
        var rest = await app.ReplayAsync("account-co", token, $$"""{"all":true,"limit":3,"before":{{first["next"]!["before"]}}}""");

        (QuarantineApp.Number(rest, "mapped"), QuarantineApp.Number(rest, "open"), rest["next"]).ShouldBe((1, 0, null));
        (await CashAsync("account-co", token)).ShouldBe(5000);
        QuarantineApp.Number(await app.ReplayAsync("account-co", token, """{"all":true}"""), "mapped").ShouldBe(0);
    }

    [Fact]
    public async Task Inspect_ShowsNothingPersonalUnlessRevealed_AndBothAreAudited()
    {
        var token = await app.AddAsync("inspect-co", "loc_1b", [], "New lead");
        var body = GoHighLevelMapping.With(
            GoHighLevelMapping.With(GoHighLevelMapping.Fixture("workflow.opportunity"), "location.id", "\"loc_1b\""), "contact_id", "\"ocQHyuzHvysMo5N5VsXc\"");
        await GoHighLevelPost.SendAsync(app.Running.Http, "inspect-co", body, ("X-Webhook-Secret", QuarantineApp.Secret));
        await GoHighLevelPost.SendAsync(app.Running.Http, "inspect-co", [0xff, 0xfe, (byte)'x'], ("X-Webhook-Secret", QuarantineApp.Secret));
        var (unreadable, deal) = (await app.SeqsAsync("inspect-co", token)) switch { [var newest, var oldest] => (newest, oldest), _ => throw new InvalidOperationException() };

        var shown = await app.SendAsync("InspectQuarantine", "GET", $"inspect-co/quarantine/{deal}", 200, token);
        var noJson = await app.SendAsync("InspectQuarantine", "GET", $"inspect-co/quarantine/{unreadable}", 200, token);
        var revealed = await app.SendAsync("InspectQuarantine", "GET", $"inspect-co/quarantine/{deal}?reveal=true", 200, token);
        var bytes = await app.SendAsync("InspectQuarantine", "GET", $"inspect-co/quarantine/{unreadable}?reveal=true", 200, token);

        var text = shown.ToJsonString();
        foreach (var personal in new[] { "ordan", "example", "5555", "Avery", "vip", "VIP" })
        {
            text.ShouldNotContain(personal, Case.Sensitive);
        }

        var redacted = shown["body"]!["redacted"]!;
        (redacted["pipleline_stage"]!.GetValue<string>(), redacted["contact_id"]!.GetValue<string>(), redacted["lead_value"]!.GetValue<int>()).ShouldBe(("Qualified", "ocQHyuzHvysMo5N5VsXc", 4200));
        redacted["email"]!.GetValue<string>().ShouldBe("text of 18 characters");
        (noJson["body"]!["bytes"]!.GetValue<int>(), noJson["body"]!["redacted"], noJson["body"]!["text"]).ShouldBe((3, null, null));
        revealed["body"]!["text"]!.GetValue<string>().ShouldBe(Encoding.UTF8.GetString(body));
        bytes["body"]!["base64"]!.GetValue<string>().ShouldBe("//54");

        var entries = (await app.AuditAsync("inspect-co", token))["entries"]!.AsArray().Select(entry => $"{entry!["action"]} {entry["subject"]}").Where(entry => entry.Contains("quarantine")).Reverse();
        entries.ShouldBe(
            ["quarantine.list ", $"quarantine.inspect {deal}", $"quarantine.inspect {unreadable}", $"quarantine.reveal {deal}", $"quarantine.reveal {unreadable}"]);
        (await app.Running.ScalarAsync<string>("select string_agg(details::text, ' ') from config.audit join config.tenants using (tenant_id) where slug = 'inspect-co'"))
            .ShouldNotContain("ordan");
    }

    [Fact]
    public async Task Inspect_ErasedBody_SaysSo()
    {
        var token = await app.AddAsync("erased-co", "loc_erased", ["acct_1"]);
        await app.PayAsync("erased-co", StripeEvents.Charge(account: "acct_2"));
        await app.Running.ScalarAsync<string>(
            """
            do $$ begin
                set local role ledger_owner;
                perform ledger.erase((select tenant_id from config.tenants where slug = 'erased-co'), 'cus_1', 'asked to be forgotten', 'test');
            end $$;
            select 'done'
            """);
        var seq = (await app.SeqsAsync("erased-co", token)).ShouldHaveSingleItem();

        var body = (await app.SendAsync("InspectQuarantine", "GET", $"erased-co/quarantine/{seq}?reveal=true", 200, token))["body"]!;
        var replay = await app.ReplayAsync("erased-co", token, $$"""{"items":[{{seq}}]}""");

        (body["erasedAt"] is not null, body["text"], body["sha256"]!.GetValue<string>().Length).ShouldBe((true, null, 64));
        (replay["items"]![0]!["outcome"]!.GetValue<string>(), replay["items"]![0]!["error"]!.GetValue<string>()).ShouldBe(("failed", "erased"));
    }

    [Fact]
    public async Task Dismiss_Conflict_SettlesItAndItsFinding()
    {
        var token = await app.AddAsync("dismiss-co", "loc_dismiss", []);
        await app.PayAsync("dismiss-co", StripeEvents.Charge(amount: 500, eventId: "evt_1"));
        (await app.PayAsync("dismiss-co", StripeEvents.Charge(amount: 700, eventId: "evt_2"))).ShouldContain("quarantined");
        var seq = (await app.SeqsAsync("dismiss-co", token)).ShouldHaveSingleItem();
        var found = (await app.SendAsync("ListFindings", "GET", "dismiss-co/findings?check=movement_conflict", 200, token))["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (found["status"]!.GetValue<string>(), found["severity"]!.GetValue<string>()).ShouldBe(("open", "high"));

        var request = $$"""{"items":[{{seq}}],"reason":"the amount was corrected by hand"}""";
        var first = await app.SendAsync("DismissQuarantine", "POST", "dismiss-co/quarantine/dismiss", 200, token, request);
        var again = await app.SendAsync("DismissQuarantine", "POST", "dismiss-co/quarantine/dismiss", 200, token, request);

        (QuarantineApp.Number(first, "dismissed"), QuarantineApp.Number(first, "findings"), QuarantineApp.Number(again, "unchanged")).ShouldBe((1, 1, 1));
        (await app.SendAsync("ListFindings", "GET", "dismiss-co/findings", 200, token))["findings"]!.AsArray().ShouldBeEmpty();
        var accepted = (await app.SendAsync("ListFindings", "GET", "dismiss-co/findings?status=accepted", 200, token))["findings"]![0]!;
        accepted["reason"]!.GetValue<string>().ShouldBe("the amount was corrected by hand");
        (await app.SendAsync("ListQuarantine", "GET", "dismiss-co/quarantine", 200, token))["open"]!.ToJsonString().ShouldBe("{}");
        var shown = await app.SendAsync("InspectQuarantine", "GET", $"dismiss-co/quarantine/{seq}", 200, token);
        shown["resolutions"]!.AsArray().ShouldHaveSingleItem()!["reason"]!.GetValue<string>().ShouldBe("the amount was corrected by hand");
    }

    private Task<long?> PipelineValueAsync(string slug, string token) => KpiAsync(slug, token, "pipeline_value", "from=2026-01-01&to=2030-01-01");

    private Task<long?> CashAsync(string slug, string token) => KpiAsync(slug, token, "cash_collected", "month=2026-01");

    private async Task<long?> KpiAsync(string slug, string token, string kpi, string period)
    {
        using var response = await app.Running.SendAsync(HttpMethod.Get, $"/api/reports/{slug}/kpis?{period}&kpi={kpi}", token: token);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return answer.RootElement.GetProperty("kpis").EnumerateArray().Select(figure => figure.TryGetProperty("value", out var value) ? value.GetInt64() : (long?)null).SingleOrDefault();
    }
}
