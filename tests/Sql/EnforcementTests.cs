using Npgsql;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql;

[Trait("Category", "Sql")]
public sealed class EnforcementTests(EnforcementTests.TwoTenants tenants) : IClassFixture<EnforcementTests.TwoTenants>
{
    private static readonly string[] ServerSet = ["seq", "recorded_at", "frozen_at", "xid", "incarnation"];

    // Written by migrations alone: one database's, not one tenant's.
    private static readonly string[] Global = ["config.tenants", "config.kpi_definitions", "config.measures", "config.field_owners", "config.database_identity", "config.feeds", "config.measure_feeds"];

    public static TheoryData<string> Tables => [.. SampleRows.Inserts.Keys, "config.tenant_versions", "config.time_zones", .. Global];

    public static TheoryData<string> TenantTables => [.. SampleRows.Inserts.Keys, "config.tenant_versions", "config.time_zones"];

    [Fact]
    public async Task Tables_OfTheTestsBelow_AreAllThereAre()
    {
        var all = await tenants.Ledger.ListAsync(
            "select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace in ('ledger'::regnamespace, 'config'::regnamespace, 'frozen'::regnamespace, 'runs'::regnamespace, 'recon'::regnamespace)",
            row => row.GetString(0));

        all.ShouldBe(Tables.Select(table => table.Data), ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Tables))]
    public async Task Update_AsApp_IsRefused(string table) =>
        (await MessageAsync("ledger_app", $"update {table} set {await FirstColumnAsync(table)} = null")).ShouldStartWith("permission denied for table");

    [Theory, MemberData(nameof(Tables))]
    public async Task Delete_AsApp_IsRefused(string table) =>
        (await MessageAsync("ledger_app", $"delete from {table}")).ShouldStartWith("permission denied for table");

    [Theory, MemberData(nameof(Tables))]
    public async Task Truncate_AsApp_IsRefused(string table) =>
        (await MessageAsync("ledger_app", $"truncate {table}")).ShouldStartWith("permission denied for table");

    [Theory, MemberData(nameof(Tables))]
    public async Task DisableTrigger_AsApp_IsRefused(string table) =>
        (await RefusalAsync("ledger_app", $"alter table {table} disable trigger all")).ShouldBe("42501");

    [Theory, MemberData(nameof(Tables))]
    public async Task SetServerColumn_AsApp_IsRefused(string table)
    {
        foreach (var column in await ColumnsAsync(table))
        {
            if (ServerSet.Contains(column))
            {
                (await MessageAsync("ledger_app", $"insert into {table} ({column}) overriding system value values (null)"))
                    .ShouldStartWith("permission denied for table", customMessage: column);
            }
        }
    }

    // Owners bypass grants, and superusers row-level security too: the triggers stop both, rows or none.
    [Theory, MemberData(nameof(Tables))]
    public async Task Change_AsOwnerOrSuperuser_IsRefusedByTrigger(string table)
    {
        var column = await FirstColumnAsync(table);
        foreach (var role in new[] { "ledger_owner", "postgres" })
        {
            foreach (var change in new[] { $"update {table} set {column} = {column}", $"delete from {table}", $"truncate {table} cascade" })
            {
                (await RefusalAsync(role, change)).ShouldBe("42501", $"{role}: {change}");
            }
        }
    }

    [Theory, MemberData(nameof(Tables))]
    public async Task Change_UnderReplicaRole_IsRefusedByTrigger(string table) =>
        (await RefusalAsync("postgres", $"delete from {table}", "set session_replication_role = replica")).ShouldBe("42501");

    [Theory, MemberData(nameof(TenantTables))]
    public async Task Select_ForAnotherTenantOrNone_SeesNoRow(string table)
    {
        foreach (var role in new[] { "ledger_app", "ledger_owner" })
        {
            (await CountAsync(role, table, tenants.First)).ShouldBe(1, role);
            (await CountAsync(role, table, tenants.Second)).ShouldBe(0, role);
            (await CountAsync(role, table, null)).ShouldBe(0, role);
        }
    }

    [Fact]
    public async Task Insert_ForAnotherTenant_IsRefused()
    {
        await using var connection = await tenants.Ledger.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await SetTenantAsync(connection, tenants.Second);
        await using var insert = new NpgsqlCommand(SampleRows.Inserts["ledger.quarantine"].Replace("'test', 'test'", "'other', 'other'"), connection);
        insert.Parameters.Add(new NpgsqlParameter { Value = tenants.First });

        (await Should.ThrowAsync<PostgresException>(() => insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)))
            .MessageText.ShouldContain("row-level security");
    }

    [Theory]
    [InlineData("select body from ledger.bodies")]
    [InlineData("select sha256 from config.api_tokens")]
    [InlineData("select email from config.recipients")]
    [InlineData("select email from staging.recipients")]
    [InlineData("insert into ledger.quarantine (tenant_id, event_seq, reason, detail) select tenant_id, 1, 'x', 'x' from config.tenants")]
    public async Task Statement_AsReader_IsRefused(string sql) => (await RefusalAsync("ledger_reader", sql)).ShouldBe("42501");

    [Fact]
    public async Task Statement_AsReaderOfViews_IsAllowed() =>
        (await RefusalAsync("ledger_reader", "select count(*) from report.measures; select count(*) from report.closed_month_metrics")).ShouldBeNull();

    [Fact]
    public async Task Erase_AsApp_IsRefused() =>
        (await RefusalAsync("ledger_app", $"select ledger.erase('{tenants.First}', 'c', 'a right to be forgotten', 'test')")).ShouldBe("42501");

    [Theory, MemberData(nameof(Tables))]
    public async Task Backup_OfATable_IsAllowedWithItsSequence(string table)
    {
        (await RefusalAsync("ledger_backup", $"select count(*) from {table}")).ShouldBeNull();
        (await tenants.Ledger.ScalarAsync<bool>(
            """
            select coalesce(bool_and(has_sequence_privilege('ledger_backup', pg_get_serial_sequence($1, a.attname), 'SELECT')), true)
            from pg_attribute a where a.attrelid = $1::regclass and a.attidentity <> ''
            """,
            table)).ShouldBeTrue();
    }

    [Fact]
    public async Task EnforcementCheck_OnTheMigratedDatabase_FindsNothing() => (await CheckAsync()).ShouldBeEmpty();

    [Theory]
    [InlineData("alter table ledger.raw_payments disable trigger deny_change", "ledger.raw_payments")]
    [InlineData("alter table ledger.raw_payments enable trigger deny_truncate", "ledger.raw_payments")]
    [InlineData("grant update (amount_minor) on ledger.raw_payments to ledger_app", "ledger.raw_payments")]
    [InlineData("grant delete on frozen.months to ledger_app", "frozen.months")]
    [InlineData("grant insert (xid) on ledger.raw_events to ledger_app", "ledger.raw_events")]
    [InlineData("grant select (body) on ledger.bodies to ledger_reader", "ledger.bodies")]
    [InlineData("grant execute on function ledger.erase to ledger_app", "ledger.erase(uuid,text,text,text,text[])")]
    [InlineData("grant ledger_owner to ledger_app", "ledger_app")]
    [InlineData("drop trigger refuse_restored on frozen.months", "frozen.months")]
    [InlineData("drop trigger refuse_restored on runs.report_run", "runs.report_run")]
    [InlineData("drop trigger deny_change on runs.stage_conversion_facts", "runs.stage_conversion_facts")]
    [InlineData("grant update on runs.report_run to ledger_app", "runs.report_run")]
    [InlineData("alter table runs.stage_conversion_facts disable row level security", "runs.stage_conversion_facts")]
    [InlineData("drop trigger deny_change on ledger.links; create trigger deny_change before delete on ledger.links for each statement execute function ledger.deny_change(); alter table ledger.links enable always trigger deny_change", "ledger.links")]
    [InlineData("create or replace function config.register_database() returns int language sql as 'select 1'", "config.register_database()")]
    [InlineData("alter table ledger.links no force row level security", "ledger.links")]
    [InlineData("create policy open on ledger.links using (true)", "ledger.links")]
    [InlineData("create or replace function ledger.deny_change() returns trigger language plpgsql as 'begin return new; end'", "ledger.deny_change()")]
    public async Task EnforcementCheck_AfterSabotage_NamesTheObject(string sabotage, string named) =>
        (await CheckAsync(sabotage)).ShouldContain(named);

    private async Task<List<string>> CheckAsync(string? sabotage = null)
    {
        var check = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sql", "checks", "enforcement.sql"), TestContext.Current.CancellationToken);
        await using var connection = await tenants.Ledger.Admin.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        if (sabotage is not null)
        {
            await using var command = new NpgsqlCommand(sabotage, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var query = new NpgsqlCommand(check, connection);
        await using var reader = await query.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private async Task<string?> RefusalAsync(string role, string sql, string before = "select 1") => (await TryAsync(role, sql, before))?.SqlState;

    private async Task<string> MessageAsync(string role, string sql) => (await TryAsync(role, sql, "select 1"))?.MessageText ?? "(not refused)";

    /// <summary>How a statement fails as a role, for the first tenant; null when it succeeds. Nothing is kept.</summary>
    private async Task<PostgresException?> TryAsync(string role, string sql, string before)
    {
        await using var connection = await tenants.Ledger.Admin.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var prepare = new NpgsqlCommand($"{before}; set local role {role}; set local app.tenant_ids = '{{{tenants.First}}}'", connection);
        await prepare.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            return null;
        }
        catch (PostgresException e)
        {
            return e;
        }
    }

    private async Task<long> CountAsync(string role, string table, Guid? tenant)
    {
        await using var connection = await tenants.Ledger.Admin.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var prepare = new NpgsqlCommand($"set local role {role}", connection);
        await prepare.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        if (tenant is { } id)
        {
            await SetTenantAsync(connection, id, local: true);
        }

        await using var count = new NpgsqlCommand($"select count(*) from {table}", connection);
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task SetTenantAsync(NpgsqlConnection connection, Guid tenant, bool local = false)
    {
        await using var set = new NpgsqlCommand("select set_config('app.tenant_ids', $1, $2)", connection);
        set.Parameters.Add(new NpgsqlParameter { Value = $"{{{tenant}}}" });
        set.Parameters.Add(new NpgsqlParameter { Value = local });
        await set.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> FirstColumnAsync(string table) => (await ColumnsAsync(table)).First(column => !ServerSet.Contains(column));

    private Task<List<string>> ColumnsAsync(string table) => tenants.Ledger.ListAsync(
        "select attname::text from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum",
        row => row.GetString(0),
        table);

    public sealed class TwoTenants : IAsyncLifetime
    {
        public LedgerDatabase Ledger { get; } = new();

        /// <summary>Has a row in every table.</summary>
        public Guid First { get; private set; }

        /// <summary>Has none.</summary>
        public Guid Second { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await Ledger.InitializeAsync();
            First = await Ledger.AddTenantAsync();
            Second = await Ledger.ScalarAsync<Guid>("insert into config.tenants (slug) values ('second') returning tenant_id");
            foreach (var insert in SampleRows.Inserts.Values)
            {
                await Ledger.ExecuteAsync(insert, First);
            }
        }

        public ValueTask DisposeAsync() => Ledger.DisposeAsync();
    }
}
