using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Quarantines;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.GoHighLevel;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.Quarantine;

/// <summary>
/// Whatever comes under settings that lack accounts and stages, and is replayed once they are there, leaves the facts it
/// would have left had they been there from the start.
/// </summary>
public sealed class ReplayPropertyTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    // What tells where and when a row was written, and hashes, of which the key is the tenant's.
    private const string Ignored = "{tenant_id,seq,recorded_at,xid,incarnation,event_seq,email_hash,phone_hash}";

    private static readonly string[] Tables = ["raw_payments", "raw_opportunities", "raw_appointments", "raw_clients", "links"];

    private static readonly string[] Stages = ["New lead", "Qualified", "Call booked", "Nowhere"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Replay_UnderLaterSettings_EqualsHavingHadThemFromTheStart(int seed)
    {
        var random = new Random(seed);
        // Of another hour than that of the replay: the keys of bodies without an id tell it.
        var now = TimeProvider.System.GetUtcNow().AddHours(-3);
        var deliveries = Enumerable.Range(0, 60).Select(i => Generate(random, i)).ToArray();
        var late = await Replaying.BeginAsync(ledger, ["acct_1"], "New lead");
        var early = await Replaying.BeginAsync(ledger, ["acct_1", "acct_2"], "New lead", "Qualified", "Call booked");

        await late.AppendAsync([.. deliveries.Select(delivery => delivery(late, now))]);
        await early.AppendAsync([.. deliveries.Select(delivery => delivery(early, now))]);
        var waited = (await late.ItemsAsync()).Count(item => item.IsOpen);
        waited.ShouldBeGreaterThan((await early.ItemsAsync()).Count, "some of them wait for the settings alone");

        // First in vain, then by pages with the accounts, then with the stages.
        await late.ReplayAllAsync();
        await late.SetAsync(["acct_1", "acct_2"], "New lead");
        await AllPagesAsync(late, random.Next(1, 9));
        await late.SetAsync(["acct_1", "acct_2"], "New lead", "Qualified", "Call booked");
        await late.ReplayAsync(new ReplayRequest(Reason: "unknown-stage"));

        foreach (var table in Tables)
        {
            (await FactsAsync(late, table)).ShouldBe(await FactsAsync(early, table), table);
        }

        (await late.ItemsAsync()).Where(item => item.IsOpen).Select(item => item.Reason).Order()
            .ShouldBe((await early.ItemsAsync()).Select(item => item.Reason).Order());
        var counts = await late.CountsAsync();
        await AllPagesAsync(late, 10);
        (await late.CountsAsync()).ShouldBe(counts, "nothing is left to read");
    }

    private static async Task AllPagesAsync(Replaying tenant, int limit)
    {
        for (long? before = null; ;)
        {
            var page = await tenant.ReplayAsync(new ReplayRequest(All: true, Limit: limit, Before: before));
            page.Failed.ShouldBe(0);
            if ((before = page.Next?.Before) is null)
            {
                return;
            }
        }
    }

    private Task<List<string>> FactsAsync(Replaying tenant, string table) => ledger.ListAsync(
        $$"""
        select (to_jsonb(t) - '{{Ignored}}'::text[] || case when to_jsonb(t) ->> 'kind' like '%\_email' then '{"to_id": "a hash", "source_key": "of a hash"}' else '{}'::jsonb end)::text
        from ledger.{{table}} as t
        where tenant_id = $1
        order by 1
        """,
        row => row.GetString(0), tenant.Tenant.Id);

    private static Func<Replaying, DateTimeOffset, Plumbline.Ledger.Delivery> Generate(Random random, int i)
    {
        string? account = random.Next(4) switch { 0 => null, 1 => "acct_1", 2 => "acct_2", _ => "acct_3" };
        var (stage, contact, amount) = (Stages[random.Next(Stages.Length)], $"con_{random.Next(6)}", random.Next(1, 5000));
        switch (random.Next(9))
        {
            case 0:
                var charge = StripeEvents.Charge($"ch_{i}", amount, account: account, metadata: new() { ["client_id"] = contact });
                return (tenant, now) => tenant.Stripe(charge, now);
            case 1:
                var refund = StripeEvents.Refund($"re_{i}", $"ch_{random.Next(60)}", amount, account: account);
                return (tenant, now) => tenant.Stripe(refund, now);
            case 2:
                var bad = StripeEvents.Charge($"ch_{i}", amount, account: account, customize: one => one["amount_captured"] = "ten");
                return (tenant, now) => tenant.Stripe(bad, now);
            case 3:
                return (tenant, now) => tenant.Native(Native("OpportunityStageUpdate", i, contact), now);
            case 4:
                return (tenant, now) => tenant.Native(Native("ContactCreate", i, contact), now);
            case 5:
                return (tenant, now) => tenant.Native(Native("OpportunityStageUpdate", i, contact).Without("locationId"), now);
            case 6:
                var dated = GoHighLevelMapping.With(Workflow(i, contact, stage), "customData", """{"type":"OpportunityStageUpdate","timestamp":"2026-03-01T09:00:00Z","eventId":"1"}""");
                return (tenant, now) => tenant.Workflow(dated, now);
            case 7:
                return (tenant, now) => tenant.Workflow([.. "not json "u8, (byte)i], now);
            default:
                return (tenant, now) => tenant.Workflow(Workflow(i, contact, stage), now);
        }
    }

    private static byte[] Native(string fixture, int i, string contact)
    {
        var body = JsonNode.Parse(GoHighLevelMapping.Fixture(fixture))!.AsObject();
        body["webhookId"] = $"whk_{i}";
        (body["id"], body["contactId"]) = fixture == "ContactCreate" ? (contact, null) : ($"opp_{i}", contact);
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static byte[] Workflow(int i, string contact, string stage)
    {
        var body = JsonNode.Parse(GoHighLevelMapping.Fixture("workflow.opportunity"))!.AsObject();
        (body["contact_id"], body["id"], body["pipleline_stage"]) = (contact, $"opp_{i}", stage);
        body.Remove("customData");
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
