using System.Text.Json.Nodes;

namespace Plumbline.Tests.Manage;

/// <summary>Every member of a tenant's settings as the API shows them: complete and in order.</summary>
internal static class FullSettings
{
    public static readonly JsonObject Json = JsonNode.Parse("""
        {
          "name": "Mirror", "timeZone": "America/New_York", "currency": "USD", "firstMonth": "2026-01", "culture": "en-US", "graceHours": 8,
          "recipients": [{"email": "b@mirror.example", "name": "B"}, {"email": "c@mirror.example"}],
          "stripeAccounts": ["acct_2", "acct_1"],
          "locationId": "loc_mirror",
          "pipelines": [
            {"id": "p1", "name": "Sales", "displayOrder": 1, "stages": [
              {"id": "s1", "name": "New lead", "displayOrder": 1}, {"id": "s2", "name": "Qualified", "displayOrder": 2, "meaning": "qualified"}]},
            {"id": "p2", "name": "Upsell", "displayOrder": 2, "stages": []}],
          "salesCalendars": ["cal1"],
          "labelRules": [{"label": "spam", "meaning": "spam"}, {"label": "webinar-2026", "meaning": "funnel", "sourceFunnel": "Webinar"}],
          "funnelField": "field_1",
          "funnelWindowDays": 60,
          "owners": [
            {"id": "usr_1", "name": "Avery", "email": "avery@mirror.example", "roles": [
              {"effectiveFrom": "2025-10-01", "team": "closers", "department": "sales"}, {"effectiveFrom": "2026-02-01", "department": "marketing"}]},
            {"id": "usr_2", "roles": []}],
          "targets": [
            {"kpi": "cash_collected", "from": "2026-01", "value": 120000.55, "currency": "USD"},
            {"kpi": "cash_collected", "from": "2026-02", "value": 130000, "currency": "USD"},
            {"kpi": "show_rate", "from": "2026-01", "value": 0.7}],
          "admins": [{"email": "ops@mirror.example", "name": "Ops"}, {"email": "second@mirror.example"}],
          "headlineKpis": ["leads", "cash_collected", "booking_rate", "show_rate", "close_rate", "mer", "ad_spend", "workload"],
          "sourceIntervals": [{"feed": "ads", "hours": 48}, {"feed": "stripe", "hours": 72}]
        }
        """)!.AsObject();
}
