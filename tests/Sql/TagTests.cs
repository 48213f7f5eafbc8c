using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Sql;

/// <summary>Where a measure's tags come from.</summary>
[Trait("Category", "Sql")]
public sealed class TagTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string Hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstTouch_OnceSaid_StaysWhateverIsSaidLater()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(
            Contact(tenant, "c1", "2026-01-10", tags: new Tags { UtmSource = "google" }),
            Contact(tenant, "c1", "2026-01-11", tags: new Tags { UtmSource = "meta", UtmCampaign = "spring", SourceFunnel = "Webinar" }),
            Contact(tenant, "c1", "2026-01-12", tags: new Tags { UtmCampaign = "summer", SourceFunnel = "Quiz" }),
            Deal(tenant, "d1", "2026-01-13", "won", origin: "form"), Call(tenant, "a1", "2026-01-13", "showed", "2026-01-12"));

        (await TagsAsync(tenant, "utm_source, utm_campaign, source_funnel")).ShouldBe([
            "booked google spring Webinar", "booked_leads google spring Webinar", "leads google spring Webinar", "showed google spring Webinar",
            "won google spring Webinar", "won_value google spring Webinar", "won_valued google spring Webinar"]);
    }

    [Theory]
    [InlineData(null, null, null, "unknown")]
    [InlineData(null, null, "contact form", "contact form")]
    [InlineData(null, "deal import", "contact form", "deal import")]
    [InlineData("Webinar", "deal import", "contact form", "Webinar")]
    public async Task SourceFunnel_OfADeal_IsTheClientsElseTheDealsElseTheContactsSource(string? funnel, string? deal, string? contact, string expected)
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(Contact(tenant, "c1", "2026-01-10", origin: contact, tags: new Tags { SourceFunnel = funnel }), Deal(tenant, "d1", "2026-01-13", "won", origin: deal));

        (await TagsAsync(tenant, "source_funnel", "won")).ShouldBe([$"won {expected}"]);
    }

    [Fact]
    public async Task Owner_OfWhatNamesNone_IsTheDealsThenTheCallsThenTheContacts()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(Contact(tenant, "c1", "2026-01-10", tags: new Tags { OwnerId = "setter" }));
        (await TagsAsync(tenant, "owner_id", "leads")).ShouldBe(["leads setter"]);

        await AppendAsync(
            Call(tenant, "a1", "2026-01-11", "new", "2026-01-11", owner: "caller"), Call(tenant, "a2", "2026-01-14", "new", "2026-01-14"),
            Deal(tenant, "d1", "2026-01-13", "open", owner: "closer"), Deal(tenant, "d1", "2026-03-12", "open", owner: "other"));
        // What came later changes nobody's January.
        (await TagsAsync(tenant, "owner_id", "leads")).ShouldBe(["leads setter"]);
        (await TagsAsync(tenant, "owner_id", "booked")).ShouldBe(["booked caller", "booked closer"]);

        await AppendAsync(Contact(tenant, "c2", "2026-01-10"), Deal(tenant, "d2", "2026-01-12", "open", owner: "first", client: "c2"), Deal(tenant, "d2", "2026-01-13", "open", owner: "second", client: "c2"));
        (await TagsAsync(tenant, "owner_id", "leads")).ShouldBe(["leads first", "leads setter"]);
    }

    [Fact]
    public async Task Department_OfAnOwner_IsTheOneOfThatDay()
    {
        var tenant = await ledger.AddTenantAsync("America/New_York");
        await ledger.ExecuteAsync(
            "insert into config.owners (tenant_id, tenant_version, owner_id, team, department, effective_from) select tenant_id, version, 'ann', o.team, o.department, o.since::date from staging.tenants, (values ('a', 'setting', '2026-01-10'), ('b', 'closing', '2026-02-01')) as o (team, department, since) where tenant_id = $1",
            tenant);
        await AppendAsync(
            Call(tenant, "a1", "2026-01-05", "new", "2026-01-05", owner: "ann"), Call(tenant, "a2", "2026-02-01T04:59:59Z", "new", "2026-02-01T04:59:59Z", owner: "ann"),
            Call(tenant, "a3", "2026-02-01T05:00:00Z", "new", "2026-02-01T05:00:00Z", owner: "ann"), Call(tenant, "a4", "2026-01-05", "new", "2026-01-05", owner: "bob"));

        (await TagsAsync(tenant, "department, team", "booked")).ShouldBe(["booked closing b", "booked setting a", "booked setting a", "booked unknown unknown"]);
    }

    [Theory]
    [InlineData("metadata")]
    [InlineData("customer_client")]
    [InlineData("customer_email")]
    [InlineData("charge_email")]
    [InlineData("refund")]
    public async Task Payment_OfAKnownPayer_CarriesTheClientsTags(string how)
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(
            Contact(tenant, "c1", "2026-01-02", emailHash: Convert.FromHexString(Hash), tags: new Tags { UtmCampaign = "spring", SourceFunnel = "Webinar", OwnerId = "ann" }),
            Contact(tenant, "c2", "2026-01-03", emailHash: Convert.FromHexString(Hash), tags: new Tags { UtmCampaign = "other" }));
        await ledger.ExecuteAsync(
            "insert into config.owners (tenant_id, tenant_version, owner_id, department, effective_from) select tenant_id, version, 'ann', 'sales', '2025-01-01' from staging.tenants where tenant_id = $1", tenant);
        var link = how switch
        {
            "customer_client" => new Link(Link.CustomerClient, "cus_1", "c1"),
            "customer_email" or "refund" => new Link(Link.CustomerEmail, "cus_1", Hash),
            "charge_email" => new Link(Link.ChargeEmail, "ch_1", Hash),
            _ => null,
        };
        if (link is not null)
        {
            await AppendAsync(Linked(tenant, link));
        }

        var capture = Deliveries.Payment("ch:1:capture", 500, charge: "ch_1") with
        {
            CustomerId = how == "charge_email" ? null : "cus_1",
            Tags = how == "metadata" ? new Tags { ClientId = "c1" } : Tags.None,
        };
        Payment[] movements = how == "refund" ? [capture, Deliveries.Payment("re:1:out", -200, PaymentKind.Refund, charge: "ch_1")] : [capture];
        await AppendAsync(Deliveries.Event(tenant, "evt_1", "{}", movements));

        (await TagsAsync(tenant, "client_id, utm_campaign, source_funnel, owner_id, department", "cash"))
            .ShouldBe([.. movements.Select(_ => "cash c1 spring Webinar ann sales")]);
    }

    [Theory]
    // Said again it holds again; said late it does not hold, where something newer was said.
    [InlineData("c1@01 c2@02 c1@03", "c1")]
    [InlineData("c2@03 c1@01", "c2")]
    public async Task Payment_OfACustomerWhoChanges_IsTheLatestClients(string sayings, string expected)
    {
        var tenant = await ledger.AddTenantAsync();
        foreach (var saying in sayings.Split(' ').Select(text => text.Split('@')))
        {
            await AppendAsync(Linked(tenant, new Link(Link.CustomerClient, "cus_1", saying[0])) with { OccurredAt = At($"2026-01-{saying[1]}") });
        }

        await AppendAsync(Deliveries.Event(tenant, "evt_1", "{}", Deliveries.Payment("ch:1:capture", 500, charge: "ch_1") with { CustomerId = "cus_1" }));

        (await TagsAsync(tenant, "client_id", "cash")).ShouldBe([$"cash {expected}"]);
    }

    [Fact]
    public async Task Payment_OfAnUnknownPayer_IsUnknown()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(Linked(tenant, new Link(Link.CustomerEmail, "cus_2", Hash)));
        await AppendAsync(Deliveries.Event(tenant, "evt_1", "{}", Deliveries.Payment("ch:1:capture", 500, charge: "ch_1") with { CustomerId = "cus_1" }));

        (await TagsAsync(tenant, "client_id, utm_campaign", "cash")).ShouldBe(["cash unknown unknown"]);
    }

    [Fact]
    public async Task Kpis_OverEveryOwnerAndDepartment_AddUpToTheCompany()
    {
        var tenant = await ledger.AddTenantAsync("UTC");
        await ledger.ExecuteAsync(
            "insert into config.owners (tenant_id, tenant_version, owner_id, department, effective_from) select tenant_id, version, o.id, o.department, '2025-01-01' from staging.tenants, (values ('ann', 'sales'), ('bob', 'success')) as o (id, department) where tenant_id = $1",
            tenant);
        string?[] owners = ["ann", "bob", "eve", null];
        await AppendAsync([.. Enumerable.Range(0, 40).SelectMany(i => new[]
        {
            Contact(tenant, $"c{i}", $"2026-01-{1 + (i % 28):00}", tags: new Tags { OwnerId = owners[i % 4] }),
            Deal(tenant, $"d{i}", $"2026-01-{1 + (i % 20):00}", "open", 1_000 + i, owners[i % 4], $"c{i}"),
            Deal(tenant, $"d{i}", $"2026-01-{3 + (i % 20):00}", i % 3 == 0 ? "won" : "open", 2_000 + i, owners[(i + 1) % 4], $"c{i}"),
            Call(tenant, $"a{i}", "2026-01-20", i % 2 == 0 ? "showed" : "noshow", "2026-01-10", "2026-01-20", $"c{i}", owner: owners[i % 3]),
        })]);

        var company = await SumsAsync(tenant, "{}");
        company["leads"].ShouldBe(40);
        company["pipeline_value"].ShouldBeGreaterThan(0);
        foreach (var (tag, values) in new[] { ("owner_id", new[] { "ann", "bob", "eve", "unknown" }), ("department", ["sales", "success", "unknown"]) })
        {
            var parts = new List<Dictionary<string, decimal>>();
            foreach (var value in values)
            {
                parts.Add(await SumsAsync(tenant, $$"""{"{{tag}}": "{{value}}"}"""));
            }

            foreach (var (kpi, whole) in company)
            {
                parts.Sum(part => part[kpi]).ShouldBe(whole, $"{kpi} by {tag}");
            }
        }
    }

    private async Task AppendAsync(params Delivery[] deliveries) =>
        (await writer.AppendAsync(deliveries, Cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored);

    private Task<List<string>> TagsAsync(Guid tenant, string tags, string? measure = null) => ledger.ListAsync(
        $"select concat_ws(' ', measure, {tags}) from report.measures where tenant_id = $1 and ($2::text is null or measure = $2) and measure <> 'pipeline' order by 1",
        row => row.GetString(0), tenant, measure);

    private async Task<Dictionary<string, decimal>> SumsAsync(Guid tenant, string filter)
    {
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        return (await session.ListAsync(
            "select kpi, value from report.kpis($1, '2026-01-01', '2026-02-01', $2::jsonb) where denominator is null and unit <> 'days'",
            row => (row.GetString(0), row.GetDecimal(1)), Cancel, tenant, filter)).ToDictionary();
    }
}
