using Npgsql;
using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Ledger;

/// <summary>Lists of deliveries with facts of every kind.</summary>
[Trait("Category", "Sql")]
public sealed class LedgerWriterFactTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_OneFactOfEachKind_WritesOneOfEach()
    {
        var tenant = await ledger.AddTenantAsync();

        (await writer.AppendAsync(Full(tenant, "e1"), Cancel)).ShouldBe(AppendOutcome.Stored);

        (await CountsAsync(tenant)).ShouldBe("events=1 payments=1 opportunities=1 appointments=1 clients=3 ad_spend=1 finance=1 links=1");
    }

    [Fact]
    public async Task Append_KnownEventWithOtherFacts_WritesNothing()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Full(tenant, "e1"), Cancel);

        var outcomes = await writer.AppendAsync([Full(tenant, "e1", fact: "e2"), Full(tenant, "e1", fact: "e3") with { CompareBodies = true }], Cancel);

        outcomes.ShouldBe([AppendOutcome.Duplicate, AppendOutcome.Duplicate]);
        (await CountsAsync(tenant)).ShouldBe("events=1 payments=1 opportunities=1 appointments=1 clients=3 ad_spend=1 finance=1 links=1");
    }

    [Fact]
    public async Task Append_KnownEventWithAnotherBodyWhereBodiesCount_IsAConflictAndWritesNothing()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Full(tenant, "e1") with { CompareBodies = true }, Cancel);

        var outcome = await writer.AppendAsync(Full(tenant, "e1", fact: "e2") with { CompareBodies = true, Body = "{\"v\":2}"u8.ToArray() }, Cancel);

        outcome.ShouldBe(AppendOutcome.Conflict);
        (await CountsAsync(tenant)).ShouldBe("events=1 payments=1 opportunities=1 appointments=1 clients=3 ad_spend=1 finance=1 links=1");
    }

    [Fact]
    public async Task Append_KnownObservationByAnotherEvent_KeepsTheFirstAndIsNoConflict()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Say(tenant, "e1") with { Opportunities = [Opportunity("o1", value: 100)], AdSpend = [AdSpend("a1", 100)] }, Cancel);

        var outcome = await writer.AppendAsync(Say(tenant, "e2") with { Opportunities = [Opportunity("o1", value: 200)], AdSpend = [AdSpend("a1", 200)] }, Cancel);

        outcome.ShouldBe(AppendOutcome.Stored);
        (await ledger.ListAsync(
            "select value_minor from ledger.raw_opportunities where tenant_id = $1 union all select spend_minor from ledger.raw_ad_spend where tenant_id = $1",
            row => row.GetInt64(0), tenant)).ShouldBe([100, 100]);
    }

    [Fact]
    public async Task Append_SameObservationKeyOfAnotherSource_IsAnotherObservation()
    {
        var tenant = await ledger.AddTenantAsync();

        await writer.AppendAsync([Full(tenant, "e1"), Full(tenant, "e1", source: "events")], Cancel);

        (await CountsAsync(tenant)).ShouldBe("events=2 payments=2 opportunities=2 appointments=2 clients=6 ad_spend=2 finance=2 links=2");
        (await ledger.ScalarAsync<long>(
            "select count(*) from ledger.raw_clients as c join ledger.raw_events as e on (e.tenant_id, e.seq, e.source) = (c.tenant_id, c.event_seq, c.source) where c.tenant_id = $1",
            tenant)).ShouldBe(6);
    }

    [Fact]
    public async Task Append_DeliveryRepeatedInAList_WritesItsFactsOnce()
    {
        var tenant = await ledger.AddTenantAsync();

        var outcomes = await writer.AppendAsync([Full(tenant, "e1"), Full(tenant, "e2"), Full(tenant, "e1"), Full(tenant, "e1", fact: "e9")], Cancel);

        outcomes.ShouldBe([AppendOutcome.Stored, AppendOutcome.Stored, AppendOutcome.Duplicate, AppendOutcome.Duplicate]);
        (await CountsAsync(tenant)).ShouldBe("events=2 payments=2 opportunities=2 appointments=2 clients=6 ad_spend=2 finance=2 links=2");
    }

    [Fact]
    public async Task Append_SameLinkByTwoDeliveries_IsSaidByEach()
    {
        var tenant = await ledger.AddTenantAsync();

        await writer.AppendAsync([Say(tenant, "e1") with { Links = [Link("cus_1", "c1")] }, Say(tenant, "e2") with { Links = [Link("cus_1", "c1")] }], Cancel);

        (await ledger.ScalarAsync<long>("select count(*) from ledger.links where tenant_id = $1", tenant)).ShouldBe(2);
    }

    [Fact]
    public async Task Append_SeveralTenants_KeepsTheirFactsApart()
    {
        var (one, two) = (await ledger.AddTenantAsync(), await ledger.AddTenantAsync());

        var outcomes = await writer.AppendAsync([Full(two, "e1"), Full(one, "e1"), Full(one, "e2"), Say(two, "e3")], Cancel);

        outcomes.ShouldAllBe(outcome => outcome == AppendOutcome.Stored);
        (await CountsAsync(one)).ShouldBe("events=2 payments=2 opportunities=2 appointments=2 clients=6 ad_spend=2 finance=2 links=2");
        (await CountsAsync(two)).ShouldBe("events=2 payments=1 opportunities=1 appointments=1 clients=3 ad_spend=1 finance=1 links=1");
    }

    [Fact]
    public async Task Append_ManyFactsInOneDelivery_WritesAll()
    {
        var tenant = await ledger.AddTenantAsync();
        var numbers = Enumerable.Range(0, 500).ToArray();

        await writer.AppendAsync(
            Say(tenant, "e1") with
            {
                Opportunities = [.. numbers.Select(n => Opportunity($"o{n}", $"opp_{n}", value: n))],
                Contacts = [.. numbers.Select(n => Contact($"c{n}", $"c_{n}", labels: [.. Enumerable.Range(0, n % 4).Select(label => $"{n}-{label}")]))],
                Success = [.. numbers.Select(n => Success($"s{n}", $"s_{n}", score: n % 2 == 0 ? n / 5m : null))],
                Subscriptions = [.. numbers.Select(n => Subscription($"b{n}", $"sub_{n}", mrr: n))],
                AdSpend = [.. numbers.Select(n => AdSpend($"a{n}", n))],
                Finance = [.. numbers.Select(n => Finance($"f{n}", revenue: n, targets: Enumerable.Range(0, n % 3).ToDictionary(kpi => $"kpi_{kpi}", kpi => n + 0.5m)))],
            },
            Cancel);

        (await CountsAsync(tenant)).ShouldBe("events=1 payments=0 opportunities=500 appointments=0 clients=1500 ad_spend=500 finance=500 links=0");
        (await ledger.ScalarAsync<bool>(
            """
            select bool_and(c.source_key = 'c' || n and c.client_id = 'c_' || n and cardinality(c.labels) = n % 4 and o.opportunity_id = 'opp_' || n and a.spend_minor = n
                and s.source_key = 's' || n and s.health_score is not distinct from case when n % 2 = 0 then n / 5.0 end and (s.onboarded_at is null) = (n % 2 = 0)
                and b.source_key = 'b' || n and b.mrr_minor = n
                and f.source_key = 'f' || n and f.ebitda_minor is null and (f.targets ->> 'kpi_1')::numeric is not distinct from case when n % 3 = 2 then n + 0.5 end)
            from generate_series(0, 499) as n
            join ledger.raw_clients as c on c.tenant_id = $1 and c.entity_id = 'c_' || n
            join ledger.raw_opportunities as o on o.tenant_id = $1 and o.value_minor = n
            join ledger.raw_clients as s on s.tenant_id = $1 and s.aspect = 'success' and s.entity_id = 's_' || n
            join ledger.raw_clients as b on b.tenant_id = $1 and b.aspect = 'subscription' and b.entity_id = 'sub_' || n
            join ledger.raw_ad_spend as a on a.tenant_id = $1 and a.source_key = 'a' || n
            join ledger.finance_snapshots as f on f.tenant_id = $1 and f.revenue_minor = n
            """,
            tenant)).ShouldBeTrue();
    }

    [Fact]
    public async Task Append_OddLabels_StayAsManyAsTheyWere()
    {
        var tenant = await ledger.AddTenantAsync();

        await writer.AppendAsync(
            Say(tenant, "e1") with { Contacts = [Contact("c1", labels: ["two\nlines", "{a,\"b\"}", "null", "\\N"]), Contact("c2"), Contact("c3", labels: ["", "x"])] }, Cancel);

        (await ledger.ListAsync("select labels from ledger.raw_clients where tenant_id = $1 order by source_key", row => row.GetFieldValue<string[]>(0), tenant))
            .ShouldBe([["two lines", "{a,\"b\"}", "null", "\\N"], [], ["", "x"]]);
    }

    [Fact]
    public async Task Append_ListWhoseFirstDatesAreUnknown_KeepsTheDatesOfTheOthers()
    {
        var tenant = await ledger.AddTenantAsync();

        await writer.AppendAsync(
            [
                Say(tenant, "e1") with { OccurredAt = null, Opportunities = [Opportunity("o1") with { AddedAt = null }] },
                Say(tenant, "e2") with { Opportunities = [Opportunity("o2")] },
            ],
            Cancel);

        (await ledger.ListAsync(
            "select e.source_key || coalesce(extract(epoch from e.occurred_at)::bigint::text, '') || coalesce(extract(epoch from o.added_at)::bigint::text, '') from ledger.raw_events as e join ledger.raw_opportunities as o on (o.tenant_id, o.event_seq) = (e.tenant_id, e.seq) where e.tenant_id = $1 order by 1",
            row => row.GetString(0), tenant)).ShouldBe(["e1", $"e2{Noon.ToUnixTimeSeconds()}{Noon.ToUnixTimeSeconds()}"]);
    }

    public static readonly TheoryData<string> Impossible = ["opportunity", "opportunity key", "contact", "success", "subscription", "spend", "clicks", "finance", "finance month", "appointment key", "payment"];

    [Theory, MemberData(nameof(Impossible))]
    public async Task Append_FactThatBreaksARule_StoresNothingOfTheList(string which)
    {
        var tenant = await ledger.AddTenantAsync();
        var fine = Full(tenant, "e2");
        var broken = which switch
        {
            "opportunity" => fine with { Opportunities = [Opportunity("o", value: 1) with { Currency = "usd" }] },
            "opportunity key" => fine with { Opportunities = [Opportunity(new string('o', 501))] },
            "contact" => fine with { Contacts = [Contact("c", labels: "a\0b")] },
            "success" => fine with { Success = [Success("s", "c\0")] },
            "subscription" => fine with { Subscriptions = [Subscription("b", "sub_1") with { Currency = "usd" }] },
            "finance" => fine with { Finance = [Finance("f") with { Currency = "" }] },
            "finance month" => fine with { Finance = [Finance("f") with { Month = new DateOnly(2026, 1, 2) }] },
            "spend" => fine with { AdSpend = [AdSpend("a", -1)] },
            "clicks" => fine with { AdSpend = [AdSpend("a") with { Clicks = -1 }] },
            "appointment key" => fine with { Appointments = [Appointment(new string('a', 501))] },
            "payment" => fine with { Payments = [Payment("p", 1, currency: "dollar")] },
            _ => throw new ArgumentOutOfRangeException(nameof(which), which, null),
        };

        await Should.ThrowAsync<PostgresException>(() => writer.AppendAsync([Full(tenant, "e1"), broken, Full(tenant, "e3")], Cancel));

        (await CountsAsync(tenant)).ShouldBe("events=0 payments=0 opportunities=0 appointments=0 clients=0 ad_spend=0 finance=0 links=0");
    }

    public static readonly TheoryData<string> Kinds = ["payments", "opportunities", "appointments", "contacts", "success", "subscriptions", "ad_spend", "finance"];

    private static readonly string[] Tables = ["payments", "opportunities", "appointments", "clients", "ad_spend", "finance"];

    // Lists share facts in any order: without a common order they would wait for each other in a circle. One kind at a time,
    // since lists that met at one table have nothing left to meet at in the next.
    [Theory, MemberData(nameof(Kinds))]
    public async Task Append_OverlappingFactsAtOnce_NeitherDeadlocksNorDoubles(string kind)
    {
        var tenant = await ledger.AddTenantAsync();
        var random = new Random(11);
        var batches = Enumerable.Range(0, 40).Select(batch => Enumerable.Range(0, 20)
            .Select(n => Only(kind, Full(tenant, $"e{batch}-{n}", fact: $"{random.Next(100)}")))
            .ToArray()).ToArray();

        var outcomes = await Task.WhenAll(batches.Select(batch => Task.Run(() => writer.AppendAsync(batch, Cancel), Cancel)));

        outcomes.ShouldAllBe(batch => batch.All(outcome => outcome == AppendOutcome.Stored));
        var table = kind is "contacts" or "success" or "subscriptions" ? "clients" : kind;
        (await CountsAsync(tenant)).ShouldBe(string.Join(' ', Tables.Select(each => $"{each}={(each == table ? 100 : 0)}").Prepend("events=800").Append("links=0")));
    }

    private static Delivery Only(string kind, Delivery full) => full with
    {
        Payments = kind == "payments" ? full.Payments : [],
        Opportunities = kind == "opportunities" ? full.Opportunities : [],
        Appointments = kind == "appointments" ? full.Appointments : [],
        Contacts = kind == "contacts" ? full.Contacts : [],
        Success = kind == "success" ? full.Success : [],
        Subscriptions = kind == "subscriptions" ? full.Subscriptions : [],
        AdSpend = kind == "ad_spend" ? full.AdSpend : [],
        Finance = kind == "finance" ? full.Finance : [],
        Links = [],
    };

    /// <summary>An event with a fact of each kind, whose keys are made of <paramref name="fact"/>.</summary>
    private static Delivery Full(Guid tenant, string key, string? fact = null, string source = "gohighlevel")
    {
        fact ??= key;
        return Say(tenant, key, source) with
        {
            Payments = [Payment($"{fact}:capture", 100)],
            Opportunities = [Opportunity($"{fact}:opportunity")],
            Appointments = [Appointment($"{fact}:appointment")],
            Contacts = [Contact($"{fact}:contact")],
            Success = [Success($"{fact}:success")],
            Subscriptions = [Subscription($"{fact}:subscription")],
            AdSpend = [AdSpend($"{fact}:spend")],
            Finance = [Finance($"{fact}:month")],
            Links = [Link($"cus_{fact}", "c1")],
        };
    }

    private Task<string> CountsAsync(Guid tenant) => ledger.ScalarAsync<string>(
        """
        select string_agg(format('%s=%s', name, amount), ' ' order by position)
        from (values
            (1, 'events', (select count(*) from ledger.raw_events where tenant_id = $1)),
            (2, 'payments', (select count(*) from ledger.raw_payments where tenant_id = $1)),
            (3, 'opportunities', (select count(*) from ledger.raw_opportunities where tenant_id = $1)),
            (4, 'appointments', (select count(*) from ledger.raw_appointments where tenant_id = $1)),
            (5, 'clients', (select count(*) from ledger.raw_clients where tenant_id = $1)),
            (6, 'ad_spend', (select count(*) from ledger.raw_ad_spend where tenant_id = $1)),
            (7, 'finance', (select count(*) from ledger.finance_snapshots where tenant_id = $1)),
            (8, 'links', (select count(*) from ledger.links where tenant_id = $1))
        ) as counted (position, name, amount)
        """,
        tenant);
}
