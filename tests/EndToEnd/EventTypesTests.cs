using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Events;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.EndToEnd;

/// <summary>What docs/events shows, from HTTP to the rows of the ledger.</summary>
public sealed class EventTypesTests(EventsTests.App fixture) : IClassFixture<EventsTests.App>
{
    private FunctionApp Running => fixture.Running;

    [Fact]
    public async Task Post_OneEventOfEveryType_IsStoredWithItsRows()
    {
        var source = $"{Guid.NewGuid():n}";
        var answer = await PostAsync(
            CloudEvents.Batch(EventTypes.All.Select(type => CloudEvents.Example(type.Name, envelope: item => (item["id"], item["source"]) = (type.Name, source)))));

        EventPost.Outcomes(answer).ShouldBe(Enumerable.Repeat("stored", 20));
        (await RowsAsync($"select event_type || ' ' || concat_ws(' ', object_id, owner_id, client_id, source_funnel, attributes) from ledger.raw_events where source_key like '{source}|%'")).ShouldBe(
            [
                "ad.spend {}",
                "appointment.set apt-310 usr_1 c_42 {\"startsAt\": \"2026-03-05T20:00:00Z\"}",
                "automation.run nightly-lead-sync {\"succeeded\": true}",
                "call.completed call-81 usr_1 c_42 {\"durationSeconds\": 252}",
                "call.made call-81 usr_1 c_42 {\"direction\": \"outbound\"}",
                "client.churned c_42 c_42 {\"reason\": \"price\"}",
                "client.first_lead c_42 c_42 {}",
                "client.health_scored c_42 c_42 {}",
                "client.hit_100k c_42 c_42 {}",
                "client.onboarded c_42 usr_7 c_42 {}",
                "deal.split deal-77 {\"shares\": [{\"ownerId\": \"usr_1\", \"percent\": 62.5, \"amountMinor\": 312500}, {\"ownerId\": \"usr_2\", \"percent\": 37.5}], \"currency\": \"USD\"}",
                "door.knocked route-7/118 usr_3 {\"answered\": true}",
                "finance.posted {}",
                "job.completed job-204 usr_9 c_42 {}",
                "job.opened job-204 usr_9 c_42 {\"dealId\": \"deal-77\", \"appointmentId\": \"apt-288\"}",
                "optin.submitted v_123 Webinar {\"form\": \"webinar-march\"}",
                "page.viewed v_123 {\"path\": \"/pricing\"}",
                "service.checked booking-site {\"errors\": 3, \"healthy\": true, \"requests\": 1240, \"latencyMs\": 182}",
                "ticket.opened ticket-63 c_42 {\"priority\": \"high\"}",
                "ticket.resolved ticket-63 usr_7 c_42 {\"satisfaction\": 4.5}",
            ]);
        (await RowsAsync($"""
            select concat_ws(' ', split_part(source_key, '|', 2), aspect, entity_id, client_id, effective_at = occurred_at, onboarded_at = effective_at, first_lead_at = effective_at,
                hit_100k_at = effective_at, churned_at = effective_at, health_score, (onboarded_at, first_lead_at, hit_100k_at, churned_at, health_score)::text)
            from ledger.raw_clients where source_key like '{source}|%'
            """)).ShouldBe(
            [
                "client.churned:state success c_42 c_42 t t (,,,\"2026-02-28 17:00:00+00\",)",
                "client.first_lead:state success c_42 c_42 t t (,\"2026-01-20 11:20:00+00\",,,)",
                "client.health_scored:state success c_42 c_42 t 87.5 (,,,,87.5)",
                "client.hit_100k:state success c_42 c_42 t t (,,\"2026-02-27 18:00:00+00\",,)",
                "client.onboarded:state success c_42 c_42 t t (\"2026-01-12 15:00:00+00\",,,,)",
            ]);
        (await RowsAsync($"""
            select concat_ws(' ', month, occurred_at at time zone 'UTC', effective_at at time zone 'UTC', revenue_minor, ebitda_minor, currency, targets)
            from ledger.finance_snapshots where source_key = '{source}|finance.posted:month'
            """)).ShouldHaveSingleItem().ShouldBe(
                "2026-02-01 2026-02-01 17:00:00 2026-03-02 09:00:00 18250000 -420050 USD {\"show_rate\": 0.75, \"cash_collected\": 20000000}");
        (await RowsAsync($"select concat_ws(' ', spend_date, channel, utm_campaign, spend_minor) from ledger.raw_ad_spend where source_key = '{source}|ad.spend:spend'"))
            .ShouldBe(["2026-03-01 google brand 12345"]);
    }

    [Fact]
    public async Task Post_FinancePostedHoweverItsTypeIsWritten_KnowsTheKpis()
    {
        var source = $"{Guid.NewGuid():n}";
        byte[] Statement(string id, string target) => CloudEvents.Example(
            "finance.posted", data => data["targets"] = new JsonObject { [target] = 0.5 }, item => (item["source"], item["id"]) = (source, id));
        var escaped = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Statement("escaped", "show_rate")).Replace("finance.posted", "finance\\u002eposted", StringComparison.Ordinal));

        var answer = await PostAsync(CloudEvents.Batch(escaped, Statement("unknown", "no_such_kpi")));

        EventPost.Outcomes(answer).ShouldBe(["stored", "rejected"]);
        JsonDocument.Parse(answer).RootElement.GetProperty("items")[1].GetProperty("pointer").GetString().ShouldBe("/data/targets/no_such_kpi");
        (await RowsAsync($"select source_key || targets from ledger.finance_snapshots where source_key like '{source}|%'")).ShouldBe([$"{source}|escaped:month{{\"show_rate\": 0.5}}"]);
    }

    private async Task<string> PostAsync(byte[] batch)
    {
        using var response = await EventPost.SendAsync(Running, batch, EventPost.Batch, Running.Token);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return body;
    }

    /// <summary>The one column's values, sorted.</summary>
    private async Task<string[]> RowsAsync(string sql) =>
        await Running.ScalarAsync<string[]>($"select coalesce(array_agg(rows.text order by rows.text collate \"C\"), '{{}}') from ({sql}) as rows (text)");
}
