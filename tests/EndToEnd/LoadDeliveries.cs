using System.Security.Cryptography;
using System.Text;
using Plumbline.Local.Demo;
using Plumbline.Tests.Webhooks.Events;
using StripeEvents = Plumbline.Tests.Webhooks.Stripe.StripeEvents;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Distinct deliveries of every source, each signed as its source does.</summary>
internal static class LoadDeliveries
{
    public const string Tenant = "acme";
    public const string Location = "loc_acme";
    public const string StripeSecret = "whsec_of_this_test";
    public const string WorkflowSecret = "ghlwf_of_this_test";

    public static IEnumerable<LoadDelivery> Make(int count, string token) => Enumerable.Range(0, count).Select(number => (number % 4) switch
    {
        0 => Stripe(number),
        1 => Native(number),
        2 => Workflow(number),
        _ => Event(number, token),
    });

    private static LoadDelivery Stripe(int number) => new(
        $"stripe evt_{number}",
        ["raw_payments"],
        StripeEvents.Charge($"ch_{number}", amount: 100 + number, created: TimeProvider.System.GetUtcNow().AddDays(-1), eventId: $"evt_{number}"),
        $"/api/webhooks/stripe/{Tenant}",
        body => ("Stripe-Signature", StripeEvents.Sign(body, StripeSecret, TimeProvider.System.GetUtcNow())));

    private static LoadDelivery Native(int number)
    {
        var body = Encoding.UTF8.GetBytes($$"""
            {"type":"OpportunityCreate","locationId":"{{Location}}","webhookId":"wh_{{number}}","timestamp":"2026-03-01T09:00:00.000Z","id":"opp_{{number}}",
            "contactId":"con_{{number}}","monetaryValue":{{number}},"pipelineId":"PIPELINE_ID_20_CHARS","pipelineStageId":"stage_qualified","status":"open",
            "dateAdded":"2026-02-20T08:15:30.125Z"}
            """);
        var signature = GoHighLevelSigner.Sign(body);
        return new($"gohighlevel wh_{number}", ["raw_opportunities"], body, $"/api/webhooks/ghl/{Tenant}", _ => ("X-GHL-Signature", signature));
    }

    private static LoadDelivery Workflow(int number)
    {
        var body = Encoding.UTF8.GetBytes($$$"""
            {"contact_id":"wcon_{{{number}}}","email":"jo{{{number}}}@customer.example","date_created":"2026-02-20T08:15:30.125Z","id":"wopp_{{{number}}}","status":"open",
            "lead_value":{{{number}}},"pipeline_id":"PIPELINE_ID_20_CHARS","pipleline_stage":"Qualified","location":{"id":"{{{Location}}}"},
            "customData":{"type":"OpportunityCreate","eventId":"wf_{{{number}}}","timestamp":"2026-03-01T09:00:00Z"}}
            """);
        var key = $"gohighlevel workflow:{Convert.ToHexStringLower(SHA256.HashData(body))}";
        return new(key, ["raw_opportunities", "raw_clients"], body, $"/api/webhooks/ghl/{Tenant}", _ => ("X-Webhook-Secret", WorkflowSecret));
    }

    private static LoadDelivery Event(int number, string token) => new(
        $"events ads/google|ev_{number}",
        ["raw_ad_spend"],
        CloudEvents.AdSpend($"ev_{number}", data => data["campaign"] = $"campaign-{number}"),
        $"/api/events/{Tenant}",
        _ => ("Authorization", $"Bearer {token}"));
}
