using Npgsql;
using Plumbline.Local.Services;
using Plumbline.Migrate;
using Plumbline.Platform;
using Plumbline.Tests.Local;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Snapshots.Seals.Sealing;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Snapshots.Seals;

/// <summary>The runbook's "Restore a backup", on a server where transaction ids begin anew. The npm package has no pg_dump: this runs with another server's.</summary>
[Trait("Category", "Sql")]
public sealed class RestoreTests(LedgerDatabase ledger, SharedAzurite azurite) : IClassFixture<LedgerDatabase>, IDisposable
{
    private static readonly string? Bin = Environment.GetEnvironmentVariable("TEST_POSTGRES_BIN");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Restore_IntoAFreshCluster_RefusesUntilMigratedThenVerifiesAndGoesOn()
    {
        Assert.SkipUnless(Bin is { Length: > 0 } && File.Exists(Path.Combine(Bin, "pg_dump")), "there is no pg_dump of the server's version: set TEST_POSTGRES_BIN");
        var storage = await azurite.ConnectionStringAsync();
        var sealing = new Sealing(ledger.Database, storage);
        var slug = $"restored-{Guid.NewGuid():n}"[..24];
        var id = await ledger.AddTenantAsync("Europe/Berlin", firstMonth: "2026-01-01", slug: slug);
        var tenant = await sealing.TenantAsync(slug);
        await AppendAsync(sealing, "jan", 1);
        await sealing.FreezeAsync(tenant, "2026-01");
        await AppendAsync(sealing, "feb", 2);
        await sealing.FreezeAsync(tenant, "2026-02");
        await AppendAsync(sealing, "mar", 3);
        var seals = await SealsAsync(ledger.Admin);

        await RunAsync("pg_dump", ledger.AdminConnectionString, "-Fc", "-f", folder.Combine("plumbline.dump"));
        await using var server = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = folder.Combine("postgres"), BinDirectory = Bin }, _ => { }, Cancel);
        var restored = await PrepareAsync(server.ConnectionString);
        await RunAsync("pg_restore", restored, "--exit-on-error", folder.Combine("plumbline.dump"));

        await using var admin = NpgsqlDataSource.Create(restored);
        await using var app = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(restored) { Options = "-c role=ledger_app" }.ConnectionString);
        var there = new Sealing(new Database(app, TimeProvider.System), storage);
        (await Should.ThrowAsync<PostgresException>(() => AppendAsync(there, "early", 3))).SqlState.ShouldBe("55000");
        (await Should.ThrowAsync<PostgresException>(() => there.FreezeAsync(tenant, "2026-03"))).SqlState.ShouldBe("55000");

        await new Migrator(restored, MigrationScripts.Default).RunAsync(Cancel);

        var report = await there.VerifyAsync(tenant);
        Lines(report).ShouldBeEmpty();
        report.Months.Select(month => month.Status).ShouldBe(["verified", "verified"]);
        await AppendAsync(there, "late", 1);
        await there.FreezeAsync(tenant, "2026-03");
        report = await there.VerifyAsync(tenant);
        Lines(report).ShouldBeEmpty();
        (await SealsAsync(admin))[..^1].ShouldBe(seals);
        (await SealsAsync(admin))[^1].ShouldStartWith("2026-03-01 2 ");

        // What is in the restored rows is told as ever.
        await using (var attack = admin.CreateCommand("alter table ledger.raw_payments disable trigger all; update ledger.raw_payments set amount_minor = 1 where source_key = 'feb'"))
        {
            await attack.ExecuteNonQueryAsync(Cancel);
        }

        Lines(await there.VerifyAsync(tenant)).ShouldHaveSingleItem().ShouldStartWith("2026-02 r1 edited ledger.raw_payments ");

        Task AppendAsync(Sealing where, string name, int month) => where.AppendAsync(
            Event(id, $"evt_{name}", $$"""{"of": "{{name}}"}""", Payment(name, 500, at: new DateTimeOffset(2026, month, 12, 9, 0, 0, TimeSpan.Zero))));
    }

    // The roles belong to the server and are not in the dump.
    private static async Task<string> PrepareAsync(string server)
    {
        await using var source = NpgsqlDataSource.Create(server);
        foreach (var sql in new[]
        {
            "create role ledger_owner nologin", "create role ledger_app nologin", "create role ledger_reader nologin", "create role ledger_backup nologin bypassrls",
            "create database plumbline template template0 encoding 'UTF8'",
        })
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        return new NpgsqlConnectionStringBuilder(server) { Database = "plumbline" }.ConnectionString;
    }

    private static async Task<List<string>> SealsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("""
            select concat_ws(' ', s.month, s.incarnation, encode(s.seal, 'hex')), s.previous_seal is not distinct from lag(s.seal) over (order by s.seq)
            from frozen.seals as s
            order by s.seq
            """);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var seals = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            reader.GetBoolean(1).ShouldBeTrue();
            seals.Add(reader.GetString(0));
        }

        return seals;
    }

    private static async Task RunAsync(string program, string connectionString, params string[] arguments)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        var address = $"postgres://{to.Username}:{to.Password}@{to.Host}:{to.Port}/{to.Database}";
        var result = await CommandRunner.RunAsync(Path.Combine(Bin!, program), ["-d", address, .. arguments], user: null, "/", Cancel);
        result.ExitCode.ShouldBe(0, result.Output);
    }
}
