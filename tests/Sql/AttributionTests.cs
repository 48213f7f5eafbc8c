using Plumbline.Ledger;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql;

/// <summary>What payment intents, checkout sessions and invoices say of money that says nothing itself.</summary>
[Trait("Category", "Sql")]
public sealed class AttributionTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    // Kind, from, to and funnel of each saying, day by day; then whose the charge ch_1 of intent pi_1 is.
    [InlineData("the charge's own metadata stands above all", "own", "own", "intent_tags pi_1 cs_1 session")]
    [InlineData("what its metadata became stands above what it was", "own", "later", "charge_metadata ch_1 ch_1 earlier", "charge_metadata ch_1 ch_1 later", "intent_tags pi_1 cs_1 session")]
    [InlineData("metadata that was taken away leaves the session", "own", "session", "charge_metadata ch_1 ch_1 -", "intent_tags pi_1 cs_1 session")]
    [InlineData("a session", null, "session", "intent_tags pi_1 cs_1 session")]
    [InlineData("another payment's session", null, "unknown", "intent_tags pi_2 cs_1 session")]
    [InlineData("of two sayings the later", null, "invoice", "intent_tags pi_1 cs_1 session", "intent_tags pi_1 in_1 invoice")]
    [InlineData("an invoice that names the charge", null, "invoice", "charge_tags ch_1 in_1 invoice")]
    [InlineData("the subscription it pays for", null, "subscription", "intent_subscription pi_1 sub_1 -", "state sub_1 - subscription")]
    [InlineData("the same by its charge", null, "subscription", "charge_subscription ch_1 sub_1 -", "state sub_1 - subscription")]
    [InlineData("the session that began the subscription", null, "session", "intent_subscription pi_1 sub_1 -", "subscription_tags sub_1 cs_1 session")]
    [InlineData("the subscription's own stands above its session", null, "subscription", "state sub_1 - subscription", "subscription_tags sub_1 cs_1 session", "intent_subscription pi_1 sub_1 -")]
    [InlineData("what is nearer stands above what is later", null, "invoice", "intent_tags pi_1 in_1 invoice", "intent_subscription pi_1 sub_1 -", "state sub_1 - subscription", "subscription_tags sub_1 cs_1 session")]
    [InlineData("the subscription it was last said to pay for", null, "two", "intent_subscription pi_1 sub_1 -", "intent_subscription pi_1 sub_2 -", "state sub_2 - two", "state sub_1 - one")]
    [InlineData("the subscription as it is now", null, "later", "state sub_1 - earlier", "state sub_1 - later", "intent_subscription pi_1 sub_1 -")]
    public async Task Payment_WithPapers_HasTheNearestTags(string why, string? own, string expected, params string[] sayings)
    {
        var tenant = await ledger.AddTenantAsync();
        await SayAsync(tenant, sayings);
        await AppendAsync(Deliveries.Event(tenant, "evt_1", "{}", Capture(own)));

        (await FunnelsAsync(tenant, "cash")).ShouldBe([$"{expected} 500"], why);
    }

    [Fact]
    public async Task Refund_WithoutAnIntent_IsWhereItsChargeIs()
    {
        var tenant = await ledger.AddTenantAsync();
        await SayAsync(tenant, "intent_tags pi_1 cs_1 session");
        await AppendAsync(Deliveries.Event(tenant, "evt_1", "{}", Capture(null), Deliveries.Payment("re:1:out", -200, PaymentKind.Refund, charge: "ch_1")));

        (await FunnelsAsync(tenant, "cash")).ShouldBe(["session -200", "session 500"]);
    }

    [Fact]
    public async Task Refund_OfAChargeWhoseMetadataChanged_IsWhereTheChargeIsNow()
    {
        var tenant = await ledger.AddTenantAsync();
        await SayAsync(tenant, "charge_metadata ch_1 ch_1 later");
        await AppendAsync(Deliveries.Event(tenant, "evt_1", "{}", Capture("first"), Deliveries.Payment("re:1:out", -200, PaymentKind.Refund, charge: "ch_1")));

        (await FunnelsAsync(tenant, "cash")).ShouldBe(["later -200", "later 500"]);
    }

    [Fact]
    public async Task Payment_WhosePapersNameTheClient_IsThatClients()
    {
        var tenant = await ledger.AddTenantAsync();
        var link = new Link(Link.IntentTags, "pi_1", "cs_1") { Tags = new Tags { ClientId = "c1" } };
        await AppendAsync(
            Deliveries.Event(tenant, "evt_1", "{}", Capture(null) with { CustomerId = "cus_1" }),
            Deliveries.Event(tenant, "evt_2") with { Links = [link, Deliveries.Link("cus_1", "c2")] });

        (await ledger.ScalarAsync<string>("select client_id from report.measures where tenant_id = $1 and measure = 'cash'", tenant)).ShouldBe("c1");
    }

    [Fact]
    public async Task Subscription_BegunByASession_EarnsForItsFunnel()
    {
        var tenant = await ledger.AddTenantAsync();
        await SayAsync(tenant, "state sub_1 - -", "subscription_tags sub_1 cs_1 session");

        (await FunnelsAsync(tenant, "mrr_new")).ShouldBe(["session 1000"]);
    }

    [Fact]
    public async Task Subscription_ReplacedWithinASecond_IsTheDifferenceAlone()
    {
        var tenant = await ledger.AddTenantAsync();
        var (begun, replaced) = (Deliveries.Noon, Deliveries.Noon.AddDays(3));
        await AppendAsync(
            Observed(tenant, "1", "sub_1", 1_000, begun),
            Observed(tenant, "2", "sub_2", 1_500, replaced),
            Observed(tenant, "3", "sub_1", 0, replaced.AddMicroseconds(2)));

        (await ledger.ListAsync(
            "select measure || ' ' || value || ' ' || occurred_at::date from report.measures where tenant_id = $1 and measure <> 'mrr' order by 1",
            row => row.GetString(0), tenant)).ShouldBe(["mrr_expansion 500 2026-01-18", "mrr_new 1000 2026-01-15"]);
    }

    [Fact]
    public async Task Subscription_ReplacedBySomethingDifferentASecondLater_LeftAndCame()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(
            Observed(tenant, "1", "sub_1", 1_000, Deliveries.Noon),
            Observed(tenant, "2", "sub_1", 0, Deliveries.Noon.AddDays(3)),
            Observed(tenant, "3", "sub_2", 1_500, Deliveries.Noon.AddDays(3).AddSeconds(1)));

        (await ledger.ListAsync("select measure from report.measures where tenant_id = $1 and measure <> 'mrr' order by occurred_at", row => row.GetString(0), tenant))
            .ShouldBe(["mrr_new", "mrr_churn", "mrr_new"]);
    }

    private static Payment Capture(string? funnel) =>
        Deliveries.Payment("ch:1:capture", 500, charge: "ch_1") with { PaymentIntentId = "pi_1", Tags = new Tags { SourceFunnel = funnel } };

    private static Delivery Observed(Guid tenant, string key, string subscription, long mrr, DateTimeOffset at) =>
        Deliveries.Event(tenant, key) with { OccurredAt = at, Subscriptions = [Deliveries.Subscription(key, subscription, mrr) with { EffectiveAt = at }] };

    // A day each, so that the later one is the later.
    private Task SayAsync(Guid tenant, params string[] sayings) => AppendAsync([.. sayings.Select((text, day) =>
    {
        var said = text.Split(' ');
        var tags = said[3] == "-" ? Tags.None : new Tags { SourceFunnel = said[3] };
        var at = Deliveries.Noon.AddDays(day);
        var saying = Deliveries.Event(tenant, $"say_{day}") with { OccurredAt = at };
        return said[0] == "state"
            ? saying with { Subscriptions = [Deliveries.Subscription($"say_{day}", said[1]) with { EffectiveAt = at, Tags = tags }] }
            : saying with { Links = [new Link(said[0], said[1], said[2]) { Tags = tags }] };
    })]);

    private async Task AppendAsync(params Delivery[] deliveries) =>
        (await writer.AppendAsync(deliveries, Cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored);

    private Task<List<string>> FunnelsAsync(Guid tenant, string measure) => ledger.ListAsync(
        "select source_funnel || ' ' || value from report.measures where tenant_id = $1 and measure = $2 order by value", row => row.GetString(0), tenant, measure);
}
