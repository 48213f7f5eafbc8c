using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Sql;

/// <summary>The conversion model: cohorts of leads, in UTC, with a window of 30 days.</summary>
[Trait("Category", "Sql")]
public sealed class FunnelModelTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_OfACohort_ImplyEarlierStagesAndStopAtTheWindow()
    {
        var tenant = await CompanyAsync();
        await AppendAsync(
            // Goes all the way, the last of it after the month.
            Contact(tenant, "c1", "2026-01-05"), Deal(tenant, "d1", "2026-01-06", "open", client: "c1", stage: "s2"),
            Call(tenant, "a1", "2026-01-07", "confirmed", "2026-01-07", "2026-01-09", "c1"), Call(tenant, "a1", "2026-01-09", "showed", "2026-01-07", "2026-01-09", "c1"),
            Deal(tenant, "d1", "2026-02-03T23:59:59Z", "won", client: "c1", stage: "s3"),
            // Won without anybody having seen it book or show.
            Contact(tenant, "c2", "2026-01-05"), Deal(tenant, "d2", "2026-01-20", "won", client: "c2"),
            // Won, on the dot when the window is over.
            Contact(tenant, "c3", "2026-01-05"), Deal(tenant, "d3", "2026-02-04", "won", client: "c3"),
            // Booked and nothing more; a no-show is no completed call.
            Contact(tenant, "c4", "2026-01-31T23:59:59Z"), Call(tenant, "a4", "2026-02-02", "noshow", "2026-02-01", "2026-02-02", "c4"),
            // Qualified by its label alone.
            Contact(tenant, "c5", "2026-01-10"), Contact(tenant, "c5", "2026-01-12", added: "2026-01-10", labels: ["hot"]),
            // Another month's.
            Contact(tenant, "c6", "2026-02-01"), Deal(tenant, "d6", "2026-02-02", "won", client: "c6"));

        (await CountsAsync(tenant)).ShouldBe(["visitor -", "lead 5", "qualified 4 (2 implied)", "booked 3 (1 implied)", "completed 2 (1 implied)", "won 2"]);
        (await RatesAsync(tenant)).ShouldBe(
        [
            "visitor_to_lead not yet modeled", "lead_to_qualified 4/5", "qualified_to_booked 3/4", "lead_to_booked 3/5", "booked_to_completed 2/3",
            "completed_to_won 2/2", "lead_to_won 2/5",
        ]);
    }

    [Fact]
    public async Task Counts_WithoutSignals_AreNotYetModeledAndNeverZero()
    {
        var tenant = await ledger.AddSalesTenantAsync();
        await AppendAsync(Contact(tenant, "c1", "2026-01-05"), Contact(tenant, "c2", "2026-01-05"));
        (await CountsAsync(tenant)).ShouldBe(["visitor -", "lead 2", "qualified -", "booked -", "completed -", "won -"]);
        (await RatesAsync(tenant)).ShouldAllBe(rate => rate.EndsWith("not yet modeled", StringComparison.Ordinal));

        // The first call ever told is a signal, wherever it is.
        await AppendAsync(Call(tenant, "a1", "2025-06-01", "confirmed", "2025-06-01", "2025-06-03", "c9"), View(tenant, "v1", "2026-01-03"), View(tenant, "v1", "2026-01-04"), View(tenant, "v2", "2026-01-05"));
        (await CountsAsync(tenant)).ShouldBe(["visitor 2", "lead 2", "qualified -", "booked 0", "completed -", "won -"]);
        (await RatesAsync(tenant)).Where(rate => !rate.EndsWith("not yet modeled", StringComparison.Ordinal)).ShouldBe(["visitor_to_lead 2/2", "lead_to_booked 0/2"]);
    }

    [Theory]
    // The 10th of February: its ten days stand beside January's ten, known as of the end of January's 10th.
    [InlineData("2026-02-10T15:00:00Z", "2026-02-01", "2026-03-01", "2026-02-11 2026-01-01 2026-01-11 True", "lead_to_booked 1/2 was 1/3")]
    // Whole months, long afterwards: all that came within each one's window.
    [InlineData("2026-08-01T00:00:00Z", "2026-02-01", "2026-03-01", "2026-03-01 2026-01-01 2026-02-01 False", "lead_to_booked 1/3 was 3/4")]
    // Days that make no month stand beside as many days.
    [InlineData("2026-08-01T00:00:00Z", "2026-01-05", "2026-01-12", "2026-01-12 2025-12-29 2026-01-05 False", "lead_to_booked 2/2 was 1/1")]
    [InlineData("2026-08-01T00:00:00Z", "2026-03-01", "2026-03-31", "2026-03-31 2026-02-01 2026-03-01 False", "lead_to_booked 0/0 was 1/3")]
    [InlineData("2026-08-01T00:00:00Z", "2026-01-01", "2026-04-01", "2026-04-01 2025-10-01 2026-01-01 False", "lead_to_booked 4/7 was 0/0")]
    public async Task Rates_BesideThePriorPeriod_AreOnEqualFooting(string now, string from, string to, string periods, string expected)
    {
        var tenant = await CompanyAsync();
        await AppendAsync(
            // January: booked at once; after three days; after twelve; never.
            Contact(tenant, "c1", "2026-01-02"), Booked(tenant, "c1", "2026-01-02"), Contact(tenant, "c2", "2026-01-09"), Booked(tenant, "c2", "2026-01-12"),
            Contact(tenant, "c3", "2026-01-10T23:00:00Z"), Booked(tenant, "c3", "2026-01-22"), Contact(tenant, "c4", "2026-01-25"),
            // February: booked at once; not; and one of the 20th.
            Contact(tenant, "c5", "2026-02-02"), Booked(tenant, "c5", "2026-02-02"), Contact(tenant, "c6", "2026-02-03"), Contact(tenant, "c7", "2026-02-20"));

        await using var session = await At(now, tenant);
        (await session.ListAsync(
            "select effective_to, previous_from, previous_to, is_partial from report.funnel_periods($1, $2, $3)",
            row => string.Create(CultureInfo.InvariantCulture, $"{row.GetFieldValue<DateOnly>(0):yyyy-MM-dd} {row.GetFieldValue<DateOnly>(1):yyyy-MM-dd} {row.GetFieldValue<DateOnly>(2):yyyy-MM-dd} {row.GetBoolean(3)}"),
            Cancel, tenant, Day(from), Day(to))).ShouldBe([periods]);
        (await session.ListAsync(
            "select step, numerator, denominator, previous_numerator, previous_denominator from report.funnel_rates($1, $2, $3) where step = 'lead_to_booked'",
            row => $"{row[0]} {row[1]}/{row[2]} was {row[3]}/{row[4]}", Cancel, tenant, Day(from), Day(to))).ShouldBe([expected]);
    }

    [Fact]
    public async Task Excluded_ByMoreThanOneReason_AreCountedInTheFirst()
    {
        var tenant = await CompanyAsync();
        await AppendAsync(
            Contact(tenant, "c1", "2026-01-05"), Contact(tenant, "c2", "2026-01-05", labels: ["junk"]), Contact(tenant, "c3", "2026-01-05", labels: ["junk", "tester"]),
            Contact(tenant, "c4", "2026-01-05", labels: ["us"], deleted: true), Contact(tenant, "c5", "2026-01-05", deleted: true),
            Contact(tenant, "c6", "2026-01-05", email: false), Contact(tenant, "c7", "2026-01-05", email: false, labels: ["junk"]),
            Contact(tenant, "c8", "2026-01-05"), Deal(tenant, "d8", "2026-01-06", "open", client: "c8", stage: "s9"),
            // Said again without a word of when it was added; and one that becomes reachable is partial no more.
            Contact(tenant, "c6", "2026-02-05", added: Untold, email: false), Contact(tenant, "c9", "2026-01-05", email: false), Contact(tenant, "c9", "2026-02-05", added: "2026-01-05"));

        await using var session = await At("2026-08-01", tenant);
        (await session.ListAsync(
            "select bucket, clients, previous_clients from report.funnel_excluded($1, '2026-01-01', '2026-02-01')", row => $"{row[0]} {row[1]} {row[2]}", Cancel, tenant))
            .ShouldBe(["test 1 0", "internal 1 0", "spam 3 0", "deleted 1 0", "partial 1 0"]);
        (await CountsAsync(tenant))[1].ShouldBe("lead 1");
    }

    [Theory]
    [InlineData("month", "2026-01 lead 2 booked 1, 2026-02 lead 1 booked 0")]
    [InlineData("source_funnel", "unknown lead 1 booked 0, webinar lead 2 booked 1")]
    [InlineData("owner_id", "ann lead 1 booked 1, unknown lead 2 booked 0")]
    [InlineData("branch", "berlin lead 1 booked 0, unknown lead 2 booked 1")]
    public async Task Counts_ByATag_AddUpToTheCompany(string by, string expected)
    {
        var tenant = await CompanyAsync();
        await AppendAsync(
            Contact(tenant, "c1", "2026-01-05", tags: new Tags { SourceFunnel = "webinar", OwnerId = "ann" }), Booked(tenant, "c1", "2026-01-06"),
            Contact(tenant, "c2", "2026-01-05", tags: new Tags { Branch = "berlin" }), Contact(tenant, "c3", "2026-02-05", tags: new Tags { SourceFunnel = "webinar" }));

        await using var session = await At("2026-08-01", tenant);
        var found = await session.ListAsync(
            "select dimension_value, stage, clients from report.funnel_counts($1, '2026-01-01', '2026-03-01', '{}', $2) where stage in ('lead', 'booked')",
            row => (Dimension: row.GetString(0), Stage: row.GetString(1), Clients: row.GetInt64(2)), Cancel, tenant, by);

        string.Join(", ", found.GroupBy(row => row.Dimension).Select(group => $"{group.Key} {string.Join(' ', group.Select(row => $"{row.Stage} {row.Clients}"))}")).ShouldBe(expected);
        found.Where(row => row.Stage == "lead").Sum(row => row.Clients).ShouldBe(3);
    }

    [Fact]
    public async Task SelfCheck_OfAnInjectedViolation_ReportsItAndFailsNoReport()
    {
        var tenant = await CompanyAsync();
        await AppendAsync(Contact(tenant, "c1", "2026-01-05"), Booked(tenant, "c1", "2026-01-06"));
        (await ChecksAsync(tenant)).ShouldBe(
        [
            "booked_within_qualified implied 1/1", "completed_within_booked ok 0/0",
            "booked_are_leads ok 0/1", "completed_are_leads ok 0/0", "won_are_leads ok 0/0",
        ]);

        // A call and a win of somebody nobody ever saw, and a win of one without any address.
        await AppendAsync(
            Booked(tenant, "nobody", "2026-01-07"), Deal(tenant, "d8", "2026-01-08", "won", client: "nobody"),
            Contact(tenant, "c2", "2026-01-05", email: false), Deal(tenant, "d9", "2026-01-08", "won", client: "c2"),
            // Spam has its bucket, and is no violation.
            Contact(tenant, "c3", "2026-01-05", labels: ["junk"]), Deal(tenant, "d7", "2026-01-08", "won", client: "c3"));

        (await ChecksAsync(tenant)).ShouldBe(
        [
            "booked_within_qualified implied 1/1", "completed_within_booked ok 0/0",
            "booked_are_leads violated 1/2", "completed_are_leads ok 0/0", "won_are_leads violated 2/3",
        ]);
        (await CountsAsync(tenant)).ShouldBe(["visitor -", "lead 1", "qualified 1 (1 implied)", "booked 1", "completed -", "won 0"]);
        (await ledger.KpiMonthsAsync(tenant, "won")).ShouldBe("3 0 0");
    }

    [Fact]
    public async Task Rates_WhileAWindowIsRunning_AreProvisional()
    {
        var tenant = await CompanyAsync();
        await AppendAsync(Contact(tenant, "c1", "2026-01-20"), Booked(tenant, "c1", "2026-01-21"));
        foreach (var (now, expected) in new[] { ("2026-02-17T23:59:00Z", true), ("2026-02-18T00:00:00Z", false) })
        {
            await using var session = await At(now, tenant);
            (await session.ListAsync(
                "select is_provisional from report.funnel_rates($1, '2026-01-01', '2026-02-01') where step = 'lead_to_won'", row => row.GetBoolean(0), Cancel, tenant))
                .ShouldBe([expected], now);
        }
    }

    private static Delivery Booked(Guid tenant, string client, string at) => Call(tenant, $"call of {client}", at, "confirmed", at, "2026-12-01", client);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private Task<TenantSession> At(string now, Guid tenant) => new Database(ledger.App, new ManualTime(Observations.At(now))).OpenAsync(tenant, Cancel);

    private async Task<List<string>> CountsAsync(Guid tenant)
    {
        await using var session = await At("2026-08-01", tenant);
        return await session.ListAsync(
            "select stage, clients, implied, status from report.funnel_counts($1, '2026-01-01', '2026-02-01')",
            row => row.IsDBNull(1) ? $"{row[0]} -" : $"{row[0]} {row[1]}" + (row.GetInt64(2) > 0 ? $" ({row[2]} implied)" : ""),
            Cancel, tenant);
    }

    private async Task<List<string>> RatesAsync(Guid tenant)
    {
        await using var session = await At("2026-08-01", tenant);
        return await session.ListAsync(
            "select step, numerator, denominator, status from report.funnel_rates($1, '2026-01-01', '2026-02-01')",
            row => row.GetString(3) == "ok" ? $"{row[0]} {row[1]}/{row[2]}" : $"{row[0]} {row[3]}", Cancel, tenant);
    }

    private async Task<List<string>> ChecksAsync(Guid tenant)
    {
        await using var session = await At("2026-08-01", tenant);
        return await session.ListAsync(
            "select check_name, status, found, of from report.funnel_self_check($1, '2026-01-01', '2026-02-01')",
            row => $"{row[0]} {row[1]} {row[2]}/{row[3]}", Cancel, tenant);
    }

    private async Task<Guid> CompanyAsync()
    {
        var tenant = await ledger.AddSalesTenantAsync();
        await ledger.ExecuteAsync(
            "insert into config.tenant_versions (tenant_id, name, currency, first_month, actor, sales_calendars, funnel_window_days) values ($1, 'Test', 'USD', '2025-01-01', 'test', '{sales}', 30)",
            tenant);
        await ledger.ExecuteAsync(
            """
            insert into config.label_rules (tenant_id, tenant_version, label, meaning)
            select tenant_id, version, r.label, r.meaning
            from staging.tenants, (values ('junk', 'spam'), ('tester', 'test'), ('us', 'internal'), ('hot', 'qualified')) as r (label, meaning)
            where tenant_id = $1
            """,
            tenant);
        await ledger.ExecuteAsync(
            "insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order) select tenant_id, version, 'p1', 'Sales', 1 from staging.tenants where tenant_id = $1",
            tenant);
        await ledger.ExecuteAsync(
            """
            insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order, meaning)
            select tenant_id, version, 'p1', s.stage_id, s.stage_id, s.place, s.meaning
            from staging.tenants, (values ('s1', 1, null), ('s2', 2, 'qualified'), ('s3', 3, null), ('s9', 9, 'spam')) as s (stage_id, place, meaning)
            where tenant_id = $1
            """,
            tenant);
        return tenant;
    }

    private async Task AppendAsync(params Delivery[] deliveries) =>
        (await writer.AppendAsync(deliveries, Cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored);
}
