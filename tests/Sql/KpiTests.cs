using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Sql;

[Trait("Category", "Sql")]
public sealed class KpiTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kpis_OfCapturesAndRefunds_AddUpPerCurrencyTheTenantsFirst()
    {
        var tenant = await ledger.AddTenantAsync(currency: "USD");
        await AppendAsync(tenant,
            Payment("ch:1:capture", 10_000, charge: "ch_1"), Payment("ch:2:capture", 5_000, currency: "EUR"),
            Payment("re:1:out", -3_000, PaymentKind.Refund, charge: "ch_1"), Payment("re:2:out", -500, PaymentKind.Refund), Payment("re:2:return", 500, PaymentKind.RefundReturn),
            Payment("ch:3:capture", 700), Payment("ch:3:failure", -700, PaymentKind.Failure));

        (await KpisAsync(tenant)).ShouldBe(["cash_collected USD 7000", "cash_collected EUR 5000", "refunds USD 3000"]);
    }

    [Fact]
    public async Task Kpis_OfTestMode_CountNothing()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(tenant, Payment("ch:1:capture", 10_000, livemode: false));

        (await KpisAsync(tenant)).ShouldBe(["cash_collected USD 0", "refunds USD 0"]);
    }

    [Fact]
    public async Task Kpis_RefundBeforeItsCharge_NetsAndCarriesTheChargesTags()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(tenant, Payment("re:1:out", -3_000, PaymentKind.Refund, charge: "ch_1"));
        (await KpisAsync(tenant, """{"department": "sales"}""")).ShouldBe(["cash_collected USD 0", "refunds USD 0"]);

        await AppendAsync(tenant, Payment("ch:1:capture", 10_000, charge: "ch_1", tags: new Tags { Department = "sales" }));

        (await KpisAsync(tenant, """{"department": "sales"}""")).ShouldBe(["cash_collected USD 7000", "refunds USD 3000"]);
        (await KpisAsync(tenant, """{"department": "unknown"}""")).ShouldBe(["cash_collected USD 0", "refunds USD 0"]);
    }

    [Fact]
    public async Task Kpis_OverEveryValueOfATag_AddUpToTheCompany()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(tenant,
            Payment("ch:1:capture", 1, tags: new Tags { OwnerId = "ann", Department = "sales" }), Payment("ch:2:capture", 20, tags: new Tags { OwnerId = "bob" }),
            Payment("ch:3:capture", 300), Payment("ch:4:capture", 4_000, tags: new Tags { OwnerId = "ann", Department = "delivery" }));

        var parts = new List<decimal>();
        foreach (var owner in new[] { "ann", "bob", "unknown" })
        {
            parts.Add(await CashAsync(tenant, $$"""{"owner_id": "{{owner}}"}"""));
        }

        parts.ShouldBe([4_001, 20, 300]);
        parts.Sum().ShouldBe(await CashAsync(tenant));
        (await CashAsync(tenant, """{"owner_id": "ann", "department": "sales"}""")).ShouldBe(1);
    }

    [Fact]
    public async Task Kpis_OfAdjustments_NetAndAreReversible()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(tenant, Payment("ch:1:capture", 10_000), Payment("ch:2:capture", 600));
        var second = await ledger.ScalarAsync<long>("select seq from ledger.raw_payments where tenant_id = $1 and source_key = 'ch:2:capture'", tenant);

        await AdjustAsync(tenant, "a1", "kind, measure, amount, currency", "'amount', 'cash', -250, 'USD'");
        (await CashAsync(tenant)).ShouldBe(10_350);
        await AdjustAsync(tenant, "a2", "kind, target_table, target_seq", $"'void', 'raw_payments', {second}");
        (await CashAsync(tenant)).ShouldBe(9_750);
        var voiding = await ledger.ScalarAsync<long>("select seq from ledger.adjustments where tenant_id = $1 and source_key = 'a2'", tenant);
        await AdjustAsync(tenant, "a3", "kind, target_table, target_seq", $"'void', 'adjustments', {voiding}");

        (await CashAsync(tenant)).ShouldBe(10_350);
        (await ledger.ScalarAsync<long>("select sum(amount_minor)::bigint from ledger.raw_payments where tenant_id = $1", tenant)).ShouldBe(10_600);
    }

    [Theory]
    [InlineData("kind, measure, amount", "'amount', 'cash', 7")]
    [InlineData("kind, measure, amount, currency", "'amount', 'cahs', 7, 'USD'")]
    [InlineData("kind, measure, amount, currency", "'amount', 'cash', null, 'USD'")]
    [InlineData("kind, target_table", "'void', 'raw_payments'")]
    [InlineData("kind, target_table, target_seq, amount", "'void', 'raw_payments', 1, 7")]
    public async Task Adjustment_ThatMakesNoSense_IsRefused(string columns, string values)
    {
        var tenant = await ledger.AddTenantAsync();

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => AdjustAsync(tenant, "a1", columns, values))).SqlState.ShouldBeOneOf("23503", "23514");
    }

    [Fact]
    public async Task Adjustment_OfAFactThatIsVoided_GoesWithIt()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(tenant, Payment("ch:1:capture", 500));
        var payment = await ledger.ScalarAsync<long>("select seq from ledger.raw_payments where tenant_id = $1", tenant);
        await AdjustAsync(tenant, "a1", "kind, target_table, target_seq, measure, amount, currency", $"'amount', 'raw_payments', {payment}, 'cash', -200, 'USD'");
        (await CashAsync(tenant)).ShouldBe(300);

        await AdjustAsync(tenant, "a2", "kind, target_table, target_seq", $"'void', 'raw_payments', {payment}");
        (await CashAsync(tenant)).ShouldBe(0);

        var voiding = await ledger.ScalarAsync<long>("select seq from ledger.adjustments where tenant_id = $1 and source_key = 'a2'", tenant);
        await AdjustAsync(tenant, "a3", "kind, target_table, target_seq", $"'void', 'adjustments', {voiding}");
        (await CashAsync(tenant)).ShouldBe(300);
    }

    [Fact]
    public async Task Adjustment_ReversingAReversal_IsRefused()
    {
        var tenant = await ledger.AddTenantAsync();
        await AdjustAsync(tenant, "a1", "kind, measure, amount, currency", "'amount', 'cash', 5, 'USD'");
        async Task<long> SeqAsync(string key) => await ledger.ScalarAsync<long>("select seq from ledger.adjustments where tenant_id = $1 and source_key = $2", tenant, key);
        await AdjustAsync(tenant, "a2", "kind, target_table, target_seq", $"'void', 'adjustments', {await SeqAsync("a1")}");
        (await CashAsync(tenant)).ShouldBe(0);

        var reversal = await SeqAsync("a2");
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => AdjustAsync(tenant, "a3", "kind, target_table, target_seq", $"'void', 'adjustments', {reversal}")))
            .MessageText.ShouldContain("already reverses");
    }

    [Theory]
    [InlineData("America/New_York", "2026-02-01T04:59:59Z", "2026-01")]
    [InlineData("America/New_York", "2026-02-01T05:00:00Z", "2026-02")]
    [InlineData("America/New_York", "2026-07-01T04:00:00Z", "2026-07")]
    [InlineData("Asia/Tokyo", "2026-01-31T14:59:59Z", "2026-01")]
    [InlineData("Asia/Tokyo", "2026-01-31T15:00:00Z", "2026-02")]
    [InlineData("Asia/Kathmandu", "2026-01-31T18:15:00Z", "2026-02")]
    [InlineData("Pacific/Kiritimati", "2026-01-31T10:00:00Z", "2026-02")]
    [InlineData("UTC", "2026-01-31T23:59:59.999999Z", "2026-01")]
    // Clocks go back at 1 a.m. there: the first of November begins before its second midnight.
    [InlineData("America/Havana", "2026-11-01T03:59:59Z", "2026-10")]
    [InlineData("America/Havana", "2026-11-01T04:00:00Z", "2026-11")]
    [InlineData("America/Havana", "2026-11-01T04:30:00Z", "2026-11")]
    [InlineData("America/Havana", "2026-11-01T05:30:00Z", "2026-11")]
    public async Task Kpis_AtTheEdgeOfAMonth_GoByTheTenantsZone(string zone, string at, string month)
    {
        var tenant = await ledger.AddTenantAsync(zone);
        await AppendAsync(tenant, Payment("ch:1:capture", 100, at: DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

        foreach (var candidate in new[] { "2026-01", "2026-02", "2026-06", "2026-07", "2026-10", "2026-11" })
        {
            (await CashAsync(tenant, from: $"{candidate}-01")).ShouldBe(candidate == month ? 100 : 0, candidate);
        }

        (await ledger.ScalarAsync<DateOnly>("select local_date from report.measures where tenant_id = $1 and measure = 'cash'", tenant))
            .ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(month);
    }

    [Fact]
    public async Task Kpis_WhenTheZoneChanges_LeaveNoInstantOutAndCountNoneTwice()
    {
        var tenant = await ledger.AddTenantAsync("Asia/Tokyo", firstMonth: "2026-01-01");
        await ledger.ExecuteAsync("insert into config.time_zones (tenant_id, effective_from, time_zone, actor) values ($1, '2026-03-01', 'America/Los_Angeles', 'test')", tenant);
        await AppendAsync(tenant, [.. Enumerable.Range(0, 24 * 4).Select(hour =>
            Payment($"ch:{hour}:capture", 1, at: new DateTimeOffset(2026, 2, 27, 0, 0, 0, TimeSpan.Zero).AddHours(hour)))]);

        var february = await CashAsync(tenant, from: "2026-02-01");
        var march = await CashAsync(tenant, from: "2026-03-01");

        // February closes at midnight in Tokyo, 15:00 UTC on the 28th; March goes on from there.
        (february, march).ShouldBe((24 + 15, (24 * 4) - 24 - 15));
        (await ledger.ScalarAsync<long>("select count(*) from report.measures where tenant_id = $1 and measure = 'cash' and local_date < '2026-03-01'", tenant)).ShouldBe((long)february);
    }

    [Fact]
    public async Task Kpis_AsOfAnEarlierSnapshot_SeeWhatWasThere()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(tenant, Payment("ch:1:capture", 1_000));
        var pin = await ledger.ScalarAsync<string>("select (select max(incarnation) from config.database_identity) || ':' || pg_current_snapshot()");
        await AppendAsync(tenant, Payment("ch:2:capture", 500));
        await AdjustAsync(tenant, "a1", "kind, measure, amount, currency", "'amount', 'cash', -1, 'USD'");

        (await CashAsync(tenant)).ShouldBe(1_499);
        (await CashAsync(tenant, asOf: pin)).ShouldBe(1_000);
    }

    [Fact]
    public async Task Kpis_OfASnapshotWithATransactionInFlight_LeaveItOutForGood()
    {
        var tenant = await ledger.AddTenantAsync();
        await using var connection = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var insert = new Npgsql.NpgsqlCommand(SampleRows.Inserts["ledger.raw_payments"], connection);
        insert.Parameters.Add(new Npgsql.NpgsqlParameter { Value = tenant });
        await insert.ExecuteNonQueryAsync(Cancel);
        var pin = await ledger.ScalarAsync<string>("select (select max(incarnation) from config.database_identity) || ':' || pg_current_snapshot()");
        await transaction.CommitAsync(Cancel);

        (await CashAsync(tenant)).ShouldBe(100);
        (await CashAsync(tenant, asOf: pin)).ShouldBe(0);
    }

    [Fact]
    public async Task Measures_OfANumber_OpenToItsLedgerRows()
    {
        var tenant = await ledger.AddTenantAsync();
        await AppendAsync(tenant, Payment("ch:1:capture", 1_000), Payment("re:1:out", -400, PaymentKind.Refund));

        (await ledger.ListAsync(
            """
            select m.measure, m.value::bigint, p.source_key
            from report.measures m join ledger.raw_payments p on m.fact_table = 'raw_payments' and p.tenant_id = m.tenant_id and p.seq = m.fact_seq
            where m.tenant_id = $1 order by p.seq, m.measure
            """,
            row => (row.GetString(0), row.GetInt64(1), row.GetString(2)), tenant))
            .ShouldBe([("cash", 1_000, "ch:1:capture"), ("cash", -400, "re:1:out"), ("refunds", 400, "re:1:out")]);
    }

    [Fact]
    public async Task Views_AndTheirColumns_AreAllCommented() =>
        (await ledger.ListAsync(
            """
            select c.relname || '.' || coalesce(a.attname, '')
            from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
            where c.relnamespace in ('staging'::regnamespace, 'report'::regnamespace) and c.relkind = 'v'
                and (obj_description(c.oid) is null or col_description(c.oid, a.attnum) is null)
            """,
            row => row.GetString(0))).ShouldBeEmpty();

    [Fact]
    public async Task Views_All_RunWithTheRightsOfWhoeverAsks() =>
        (await ledger.ListAsync(
            "select oid::regclass::text from pg_class where relnamespace in ('staging'::regnamespace, 'report'::regnamespace) and relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false)",
            row => row.GetString(0))).ShouldBeEmpty();

    private Task AppendAsync(Guid tenant, params Payment[] payments) =>
        writer.AppendAsync(Event(tenant, $"evt_{Guid.NewGuid():n}", "{}", payments), Cancel);

    private Task AdjustAsync(Guid tenant, string key, string columns, string values) => ledger.ExecuteAsync(
        $"insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, reason, actor, {columns}) values ($1, 'manual', $2, '2026-01-20', 'a correction for a test', 'test', {values})",
        tenant, key);

    private async Task<decimal> CashAsync(Guid tenant, string filter = "{}", string from = "2026-01-01", string asOf = "") =>
        (await ReadAsync(tenant, filter, from, asOf)).Single(kpi => kpi is { Kpi: "cash_collected", Currency: "USD" }).Value!.Value;

    private async Task<IEnumerable<string>> KpisAsync(Guid tenant, string filter = "{}") =>
        (await ReadAsync(tenant, filter, "2026-01-01", "")).Where(kpi => kpi.Kpi is "cash_collected" or "refunds").Select(kpi => $"{kpi.Kpi} {kpi.Currency} {kpi.Value:0}");

    // Through the app's role, so that row-level security is part of what is tested.
    private async Task<List<(string Kpi, string? Currency, decimal? Value)>> ReadAsync(Guid tenant, string filter, string from, string asOf)
    {
        await using var session = await ledger.Database.OpenAsync(tenant, Cancel);
        await session.ListAsync("select set_config('app.as_of', $1, true)", _ => 0, Cancel, asOf);
        return await session.ListAsync(
            "select kpi, currency, value from report.kpis($1, $2::date, ($2::date + interval '1 month')::date, $3::jsonb)",
            row => (row.GetString(0), row[1] as string, row[2] as decimal?), Cancel, tenant, DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), filter);
    }
}
