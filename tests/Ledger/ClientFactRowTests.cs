using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Ledger;

/// <summary>What the success team, the subscriptions and finance say is what their rows say.</summary>
[Trait("Category", "Sql")]
public sealed class ClientFactRowTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly FactRows rows = new(ledger);

    public static readonly TheoryData<ClientMilestone, string> Milestones = new()
    {
        { ClientMilestone.Onboarded, "onboarded_at" },
        { ClientMilestone.FirstLead, "first_lead_at" },
        { ClientMilestone.Hit100k, "hit_100k_at" },
        { ClientMilestone.Churned, "churned_at" },
    };

    [Theory, MemberData(nameof(Milestones))]
    public async Task Append_ClientMilestone_IsTheTimeOfItAndNoOther(ClientMilestone milestone, string column) => await rows.ShouldKeepAsync(
        new ClientSuccess { SourceKey = "e1:state", ClientId = "c1", EffectiveAt = Noon, Milestone = milestone, Tags = FactRows.Tags },
        (delivery, fact) => delivery with { Success = [fact] },
        "raw_clients",
        new Dictionary<string, object>
        {
            ["source_key"] = "e1:state",
            ["occurred_at"] = Noon,
            ["aspect"] = "success",
            ["entity_id"] = "c1",
            ["effective_at"] = Noon,
            [column] = Noon,
            ["labels"] = Array.Empty<string>(),
            ["deleted"] = false,
        });

    [Fact]
    public async Task Append_ClientHealth_KeepsEveryColumn() => await rows.ShouldKeepAsync(
        new ClientSuccess { SourceKey = "e1:state", ClientId = "c1", EffectiveAt = Noon, HealthScore = 87.25m, Tags = FactRows.Tags },
        (delivery, fact) => delivery with { Success = [fact] },
        "raw_clients",
        new
        {
            source_key = "e1:state",
            occurred_at = Noon,
            aspect = "success",
            entity_id = "c1",
            effective_at = Noon,
            health_score = 87.25m,
            labels = Array.Empty<string>(),
            deleted = false,
        });

    [Fact]
    public async Task Append_Subscription_KeepsEveryColumn() => await rows.ShouldKeepAsync(
        new SubscriptionState
        {
            SourceKey = "e1:sub_1",
            SubscriptionId = "sub_1",
            CustomerId = "cus_1",
            EffectiveAt = Noon,
            MrrMinor = 49_900,
            Currency = "EUR",
            Active = true,
            Deleted = true,
            Tags = FactRows.Tags,
        },
        (delivery, fact) => delivery with { Subscriptions = [fact] },
        "raw_clients",
        new
        {
            source_key = "e1:sub_1",
            occurred_at = Noon,
            aspect = "subscription",
            entity_id = "sub_1",
            effective_at = Noon,
            customer_id = "cus_1",
            mrr_minor = 49_900,
            currency = "EUR",
            active = true,
            labels = Array.Empty<string>(),
            deleted = true,
        });

    [Fact]
    public async Task Append_FinanceSnapshot_KeepsEveryColumn() => await rows.ShouldKeepAsync(
        new FinanceSnapshot
        {
            SourceKey = "e1:month",
            Month = new DateOnly(2025, 12, 1),
            OccurredAt = Noon.AddDays(-45),
            EffectiveAt = Noon,
            RevenueMinor = 1_234_567,
            EbitdaMinor = -89,
            Currency = "EUR",
            Targets = new Dictionary<string, decimal> { ["cash_collected"] = 12_000_000, ["show_rate"] = 0.725m },
            Tags = FactRows.Tags,
        },
        (delivery, fact) => delivery with { Finance = [fact] },
        "finance_snapshots",
        new
        {
            source_key = "e1:month",
            occurred_at = Noon.AddDays(-45),
            month = "2025-12-01",
            effective_at = Noon,
            revenue_minor = 1_234_567,
            ebitda_minor = -89,
            currency = "EUR",
            targets = new { cash_collected = 12_000_000, show_rate = 0.725m },
        });
}
