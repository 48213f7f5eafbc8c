using Npgsql;
using Plumbline.Reports;
using Plumbline.Tenants;
using Plumbline.Tests.Sql;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reports;

[Trait("Category", "Sql")]
public sealed class UnchangedSinceTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IsUnchangedSince_NothingCame_HoldsForAsLongAsOthersWrite()
    {
        var (tenant, other) = (await ledger.AddTenantAsync(), await ledger.AddTenantAsync());
        var then = await PositionAsync(tenant);

        await ledger.ExecuteAsync(SampleRows.Inserts["ledger.raw_payments"], other);
        await ledger.ExecuteAsync(SampleRows.Inserts["ledger.adjustments"], other);
        await ledger.AddTenantAsync();

        (await IsUnchangedAsync(tenant, then)).ShouldBeTrue();
        (await IsUnchangedAsync(other, then)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ledger.raw_events")]
    [InlineData("ledger.raw_payments")]
    [InlineData("ledger.raw_opportunities")]
    [InlineData("ledger.raw_appointments")]
    [InlineData("ledger.raw_clients")]
    [InlineData("ledger.raw_ad_spend")]
    [InlineData("ledger.finance_snapshots")]
    [InlineData("ledger.adjustments")]
    [InlineData("ledger.links")]
    [InlineData("config.pipelines")]
    [InlineData("config.label_rules")]
    [InlineData("config.owners")]
    [InlineData("config.targets")]
    public async Task IsUnchangedSince_ARowOfTheTenantCame_IsChanged(string table)
    {
        var tenant = await ledger.AddTenantAsync();
        var then = await PositionAsync(tenant);

        await ledger.ExecuteAsync(SampleRows.Inserts[table], tenant);

        (await IsUnchangedAsync(tenant, then)).ShouldBeFalse();
        (await IsUnchangedAsync(tenant, await PositionAsync(tenant))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("insert into config.tenant_versions (tenant_id, name, currency, first_month, actor) values ($1, 'New', 'USD', '2025-01-01', 'test')")]
    [InlineData("insert into config.time_zones (tenant_id, effective_from, time_zone, actor) values ($1, '2026-06-01', 'UTC', 'test')")]
    [InlineData("""
        with pipeline as (
            insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order) values ($1, 9, 'p', 'Sales', 1)
            returning tenant_id
        )
        insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order) select tenant_id, 9, 'p', 's', 'New', 1 from pipeline
        """)]
    [InlineData("""
        insert into config.kpi_definitions (kpi, version, label, unit, good_direction, department, display_order, numerator, rule, effective_from, approved_by)
        select 'test_' || $1::text, 1, 'Test', 'count', 'up', 'sales', 9999, '{leads}', 'A test.', '2020-01-01', 'test'
        """)]
    public async Task IsUnchangedSince_SettingsOrDefinitionsChanged_IsChanged(string insert)
    {
        var tenant = await ledger.AddTenantAsync();
        var then = await PositionAsync(tenant);

        await ledger.ExecuteAsync(insert, tenant);

        (await IsUnchangedAsync(tenant, then)).ShouldBeFalse();
    }

    [Fact]
    public async Task IsUnchangedSince_BegunBeforeAndCommittedAfter_IsChanged()
    {
        var tenant = await ledger.AddTenantAsync();
        await using var early = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var transaction = await early.BeginTransactionAsync(Cancel);
        await InsertAsync(early, tenant, "early");
        // Later by number and committed first: the point then lies between the two.
        await ledger.ExecuteAsync(Payment("late"), tenant);
        var then = await PositionAsync(tenant);
        (await IsUnchangedAsync(tenant, then)).ShouldBeTrue();

        await transaction.CommitAsync(Cancel);

        (await IsUnchangedAsync(tenant, then)).ShouldBeFalse();
        (await CashAsync(tenant, then)).ShouldBe(100);
        (await CashAsync(tenant, null)).ShouldBe(200);
    }

    [Fact]
    public async Task IsUnchangedSince_RolledBack_IsUnchanged()
    {
        var tenant = await ledger.AddTenantAsync();
        var then = await PositionAsync(tenant);
        await using (var connection = await ledger.Admin.OpenConnectionAsync(Cancel))
        await using (await connection.BeginTransactionAsync(Cancel))
        {
            await InsertAsync(connection, tenant, "never");
        }

        (await IsUnchangedAsync(tenant, then)).ShouldBeTrue();
    }

    [Fact]
    public async Task IsUnchangedSince_AnotherLifeOfTheDatabase_IsChanged()
    {
        var tenant = await ledger.AddTenantAsync();
        var then = await PositionAsync(tenant);

        (await IsUnchangedAsync(tenant, then with { Incarnation = then.Incarnation + 1 })).ShouldBeFalse();
    }

    [Fact]
    public async Task OpenAsync_SeveralReads_SeeOnePoint()
    {
        var tenant = await ledger.AddTenantAsync("America/New_York");
        await using var session = (await ReportSession.OpenAsync(ledger.Database, Known(tenant), null, Now.AddHours(-10), Cancel))!;

        await ledger.ExecuteAsync(Payment("meanwhile"), tenant);

        (await session.ListAsync("select seq from staging.raw_payments", row => row.GetInt64(0), Cancel)).ShouldBeEmpty();
        (await session.IsUnchangedSinceAsync(session.AsOf, Cancel)).ShouldBeTrue();
        session.Today.ShouldBe(new DateOnly(2026, 2, 28));
        session.DefinitionsVersion.ShouldBe(await ledger.ScalarAsync<long>("select max(seq) from config.kpi_definitions"));
        session.Build.Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task OpenAsync_AsOfAnEarlierPoint_TellsThatPoint()
    {
        var tenant = await ledger.AddTenantAsync();
        var then = await PositionAsync(tenant);
        await ledger.ExecuteAsync(Payment("later"), tenant);

        await using var session = (await ReportSession.OpenAsync(ledger.Database, Known(tenant), then, Now, Cancel))!;

        session.AsOf.ShouldBe(then);
        (await session.ListAsync("select seq from staging.raw_payments", row => row.GetInt64(0), Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1:900000000:900000000:")]
    [InlineData("2:3:3:")]
    public async Task OpenAsync_APointNotReached_IsRefused(string asOf)
    {
        var tenant = await ledger.AddTenantAsync();
        LedgerPosition.TryParse(asOf, out var position).ShouldBeTrue();

        (await ReportSession.OpenAsync(ledger.Database, Known(tenant), position, Now, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task OpenAsync_APointThatTakesARunningTransactionForDone_IsRefused()
    {
        var tenant = await ledger.AddTenantAsync();
        await using var connection = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await InsertAsync(connection, tenant, "running");
        await ledger.ExecuteAsync(Payment("done"), tenant);
        var end = await ledger.ScalarAsync<string>("select pg_snapshot_xmax(pg_current_snapshot())::text");
        LedgerPosition.TryParse($"1:{end}:{end}:", out var position).ShouldBeTrue();

        (await ReportSession.OpenAsync(ledger.Database, Known(tenant), position, Now, Cancel)).ShouldBeNull();

        await transaction.CommitAsync(Cancel);
        await UntilDoneAsync(end);
        await using var session = await ReportSession.OpenAsync(ledger.Database, Known(tenant), position, Now, Cancel);
        session.ShouldNotBeNull();
    }

    [Fact]
    public async Task IsUnchangedSince_ManyRowsBefore_LooksAtNoneOfThem()
    {
        var tenant = await ledger.AddTenantAsync();
        await ledger.ExecuteAsync(
            "insert into ledger.raw_payments (tenant_id, source, source_key, occurred_at, event_seq, kind, amount_minor, currency, livemode) select $1, 'bulk', n::text, '2026-01-15', 1, 'capture', 100, 'USD', true from generate_series(1, 20000) as n",
            tenant);
        await ledger.ExecuteAsync("analyze ledger.raw_payments");
        await UntilDoneAsync(await ledger.ScalarAsync<string>("select pg_snapshot_xmax(pg_current_snapshot())::text"));
        await using var session = (await ReportSession.OpenAsync(ledger.Database, Known(tenant), null, Now, Cancel))!;

        var plan = await session.ListAsync(
            "explain (costs off) select is_unchanged from report.is_unchanged_since($1, $2, $3::pg_snapshot)",
            row => row.GetString(0), Cancel, tenant, session.AsOf.Incarnation, session.AsOf.Snapshot);

        string.Join('\n', plan).ShouldContain("raw_payments_xid");
    }

    // Transaction ids are the whole server's: another test's transaction may still be running.
    private async Task UntilDoneAsync(string end)
    {
        while (!await ledger.ScalarAsync<bool>("select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8", end))
        {
            await Task.Delay(20, Cancel);
        }
    }

    private static string Payment(string key) => SampleRows.Inserts["ledger.raw_payments"].Replace("'key'", $"'{key}'", StringComparison.Ordinal);

    private static async Task InsertAsync(NpgsqlConnection connection, Guid tenant, string key)
    {
        await using var insert = new NpgsqlCommand(Payment(key), connection) { Parameters = { new NpgsqlParameter { Value = tenant } } };
        await insert.ExecuteNonQueryAsync(Cancel);
    }

    private static Tenant Known(Guid id) => new()
    {
        Id = id,
        Slug = "test",
        Name = "Test",
        Currency = "USD",
        Culture = "en-US",
        FirstMonth = new Month(new DateOnly(2025, 1, 1)),
        GraceHours = 6,
        StripeAccounts = [],
        TimeZone = "America/New_York",
    };

    private async Task<LedgerPosition> PositionAsync(Guid tenant)
    {
        await using var session = await ReportSession.OpenAsync(ledger.Database, Known(tenant), null, Now, Cancel);
        return session!.AsOf;
    }

    private async Task<bool> IsUnchangedAsync(Guid tenant, LedgerPosition then)
    {
        await using var session = await ReportSession.OpenAsync(ledger.Database, Known(tenant), null, Now, Cancel);
        return await session!.IsUnchangedSinceAsync(then, Cancel);
    }

    private async Task<decimal> CashAsync(Guid tenant, LedgerPosition? asOf)
    {
        await using var session = await ReportSession.OpenAsync(ledger.Database, Known(tenant), asOf, Now, Cancel);
        return await session!.FirstAsync(
            "select coalesce(sum(amount_minor), 0) from staging.raw_payments where tenant_id = $1", row => row.GetDecimal(0), Cancel, tenant);
    }
}
