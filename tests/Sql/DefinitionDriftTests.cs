using Npgsql;
using Plumbline.Migrate;
using Plumbline.Tests.Migrate;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql;

public sealed class DefinitionDriftTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string InsertDefinition =
        "insert into config.kpi_definitions (kpi, version, label, unit, good_direction, department, display_order, numerator, rule, effective_from, approved_by) values ('odd', 1, 'Odd', 'count', 'up', 'sales', 1, ";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // The others change files, which is the same on every PostgreSQL.
    [Fact, Trait("Category", "Sql")]
    public async Task Check_OnTheMigratedDatabase_FindsNothing()
    {
        using var folder = ScriptFolder.OfThisBuild();

        var faults = await CheckAsync(folder);

        faults.ShouldBeEmpty($"""
            If the change is meant, these go into a new migration, with who approved it, and with another p_rule where the meaning changed:

            set local role ledger_owner;

            {string.Join('\n', faults.Select(fault => fault.Mend ?? $"-- {fault.Kpi} {fault.Problem}"))}

            """);
    }

    [Theory]
    [InlineData("1_staging/34_ad_spend.sql", "where kind = 'void'", "where kind <> 'amount'", "ad_spend", "click_rate", "cost_per_booked_call", "cpl", "hold_rate", "hook_rate", "mer")]
    [InlineData("1_staging/50_payments.sql", "where p.livemode", "where p.livemode is true", "cash_collected", "mer", "refunds")]
    [InlineData("1_staging/52_bookings.sql", "'invalid'", "'void'", "booked", "booking_rate", "cost_per_booked_call")]
    [InlineData("1_staging/57_client_changes.sql", "/ 86400", "/ 86401", "active_clients", "health_score", "pct_at_100k", "time_to_first_lead")]
    [InlineData("1_staging/39_subscriptions.sql", "active and not deleted", "active", "cash_collected", "mer", "mrr", "nrr", "refunds")]
    [InlineData("1_staging/58_subscription_changes.sql", "date_trunc('second'", "date_trunc('minute'", "mrr", "nrr")]
    [InlineData("2_measures/09_visit_measures.sql", "1::numeric", "2::numeric", "visitors")]
    public async Task Check_ViewChanged_NamesExactlyTheKpisThatDependOnIt(string file, string text, string changed, params string[] kpis)
    {
        using var folder = ScriptFolder.OfThisBuild().Edit($"views/{file}", text, changed);

        var faults = await CheckAsync(folder);

        faults.Select(fault => fault.Kpi).ShouldBe(kpis, ignoreOrder: true);
        faults.ShouldAllBe(fault => fault.Problem == "is computed by other view files than its definition was written for");
    }

    [Theory]
    [InlineData("1_staging/22_adjustments.sql", "kind = 'void'", "kind <> 'amount'")]
    [InlineData("2_measures/10_adjustment_measures.sql", "kind = 'amount'", "kind <> 'void'")]
    [InlineData("3_kpis/02_kpis.sql", "interval '720 hours'", "interval '721 hours'")]
    public async Task Check_WhatEveryKpiNeedsChanged_NamesThemAll(string file, string text, string changed)
    {
        using var folder = ScriptFolder.OfThisBuild().Edit($"views/{file}", text, changed);

        var faults = await CheckAsync(folder);

        faults.Select(fault => fault.Kpi).ShouldBe(await ledger.ListAsync("select kpi from staging.kpi_definitions", row => row.GetString(0)), ignoreOrder: true);
    }

    [Fact]
    public async Task Check_OnlyCommentsLayoutAndNamesOfFilesChanged_FindsNothing()
    {
        using var folder = ScriptFolder.OfThisBuild()
            .Edit("views/1_staging/34_ad_spend.sql", "select\n", "-- Otherwise said.\nselect   \n")
            .Edit("views/1_staging/34_ad_spend.sql", "comment on view staging.ad_spend is '", "comment on view staging.ad_spend is 'Once more: ")
            .Edit("views/2_measures/20_measures.sql", "comment on column report.measures.tenant_id is '", "comment  on column report.measures.tenant_id is 'As said: ")
            .Edit("views/2_measures/20_measures.sql", "-- The views it is made of", "-- All the views it is made of")
            .Edit("views/3_kpis/02_kpis.sql", "    with definitions as (", "    -- Inside a function too.\n    with definitions\n    as (")
            .Rename("views/2_measures/02_lead_measures.sql", "views/2_measures/02_measures_of_leads.sql");

        (await CheckAsync(folder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_DefinitionsRestatedAsItSays_FindsNothing()
    {
        using var folder = ScriptFolder.OfThisBuild().Edit("views/1_staging/54_wins.sql", "status = 'won'", "status in ('won', 'done')");
        var faults = await CheckAsync(folder);

        var after = await CheckAsync(folder, string.Concat(faults.Select(fault => fault.Mend)));

        faults.Select(fault => fault.Kpi).ShouldBe(["average_deal", "close_rate", "won", "won_value"], ignoreOrder: true);
        after.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(InsertDefinition + "'{nothing}', 'x', '2026-01-01', 'test')", "is made of nothing, which is no measure of config.measures")]
    [InlineData(InsertDefinition + "'{mrr@end}', 'x', '2026-01-01', 'test')", "is made of mrr@end, which is no measure of config.measures")]
    [InlineData(InsertDefinition + "'{cash@start}', 'x', '2026-01-01', 'test')", "asks for cash@start, and only a stock has a start")]
    [InlineData(
        "insert into config.measures (measure, is_money, aggregation, view_name, meaning) values ('gone', false, 'sum', 'report.gone_measures', 'x');" + InsertDefinition + "'{gone}', 'x', '2026-01-01', 'test')",
        "is made of gone, whose view report.gone_measures does not exist")]
    [InlineData(
        "insert into config.measures (measure, is_money, aggregation, view_name, meaning) values ('apart', false, 'sum', 'report.closed_months', 'x');" + InsertDefinition + "'{apart}', 'x', '2026-01-01', 'test')",
        "is made of apart, whose view report.closed_months is not part of report.measures")]
    [InlineData(
        "insert into config.measures (measure, is_money, aggregation, view_name, meaning) values ('silent', false, 'sum', 'report.visit_measures', 'x');" + InsertDefinition + "'{silent}', 'x', '2026-01-01', 'test')",
        "is made of silent, which no view file behind report.visit_measures mentions")]
    public async Task Check_DefinitionThatCannotBeComputed_SaysWhy(string sql, string problem)
    {
        using var folder = ScriptFolder.OfThisBuild();

        var faults = await CheckAsync(folder, sql);

        faults.Where(fault => fault.Kpi == "odd").Select(fault => fault.Problem).ShouldBe([problem, "was defined without the hash of its view files"], ignoreOrder: true);
    }

    /// <summary>What the check finds once these scripts were migrated; what is done before it is undone after it.</summary>
    private async Task<List<Fault>> CheckAsync(ScriptFolder folder, string before = "")
    {
        await new Migrator(ledger.AdminConnectionString, folder.Scripts).RunAsync(Cancel);
        var check = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sql", "checks", "definition_drift.sql"), Cancel);
        await using var connection = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var prepare = new NpgsqlCommand("set local role ledger_owner;" + before, connection);
        await prepare.ExecuteNonQueryAsync(Cancel);
        await using var query = new NpgsqlCommand(check, connection);
        await using var reader = await query.ExecuteReaderAsync(Cancel);
        var faults = new List<Fault>();
        while (await reader.ReadAsync(Cancel))
        {
            faults.Add(new Fault(reader.GetString(0), reader.GetString(1), reader["mend"] as string));
        }

        return faults;
    }

    private sealed record Fault(string Kpi, string Problem, string? Mend);
}
