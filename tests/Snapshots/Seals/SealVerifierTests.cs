using System.Security.Cryptography;
using Npgsql;
using Plumbline.Snapshots.Seals;
using Plumbline.Tests.Local;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Snapshots.Seals.Sealing;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Snapshots.Seals;

public sealed class SealVerifierTests(LedgerDatabase ledger, SharedAzurite azurite) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_AnHonestLedgerThroughAllThatMayHappen_Verifies()
    {
        var sealing = new Sealing(ledger.Database, await azurite.ConnectionStringAsync());
        var slug = $"honest-{Guid.NewGuid():n}"[..24];
        var id = await ledger.AddTenantAsync("America/New_York", firstMonth: "2026-01-01", slug: slug);
        var tenant = await sealing.TenantAsync(slug);
        await AppendAsync("jan", 1);
        await sealing.FreezeAsync(tenant, "2026-01");
        var before = await FiguresAsync();

        // Late facts, corrections, another zone from now on, an erasure, and a further revision.
        await AppendAsync("late", 1);
        await AppendAsync("feb", 2);
        await ledger.ExecuteAsync(
            "insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor) select $1, 'manual', 'a', now(), 'void', 'raw_payments', min(seq), 'it was a test payment', 'test' from ledger.raw_payments where tenant_id = $1", id);
        await ledger.ExecuteAsync("insert into config.time_zones (tenant_id, effective_from, time_zone, actor) values ($1, '2026-03-01', 'Asia/Tokyo', 'test')", id);
        (await EraseAsync(id)).ShouldBe(2);
        await RegenerateAsync(sealing, tenant.Id, slug, "2026-01");
        await sealing.FreezeAsync(tenant, "2026-02");

        // Restored elsewhere: nothing is appended until the migrator has begun another incarnation.
        await ledger.ExecuteAsync("alter table config.database_identity disable trigger all; update config.database_identity set database_oid = 1");
        (await Should.ThrowAsync<PostgresException>(() => AppendAsync("mar", 3))).SqlState.ShouldBe("55000");
        (await ledger.ScalarAsync<int>("select config.register_database()")).ShouldBe(2);
        await AppendAsync("mar", 3);
        await sealing.FreezeAsync(tenant, "2026-03");
        await AppendAsync("apr", 4);
        await EraseAsync(id);

        var report = await sealing.VerifyAsync(tenant);

        Lines(report).ShouldBeEmpty();
        report.Verified.ShouldBeTrue();
        report.Months.Select(month => $"{month.Month} r{month.Revision} {month.Status}").ShouldBe(["2026-01 r1 verified", "2026-01 r2 verified", "2026-02 r1 verified", "2026-03 r1 verified"]);
        (await FiguresAsync()).ShouldBe(before);
        (await ledger.ScalarAsync<long>("select count(distinct incarnation) from frozen.months where tenant_id = $1", id)).ShouldBe(2);
        (await sealing.VerifyAsync(tenant, "2026-02")).Months.ShouldHaveSingleItem().Rows!.Value.ShouldBeGreaterThan(10);

        async Task AppendAsync(string name, int month)
        {
            var at = new DateTimeOffset(2026, month, 12, 9, 0, 0, TimeSpan.Zero);
            await sealing.AppendAsync(
                Event(id, $"evt_{name}", $$"""{"of": "{{name}}"}""", Payment(name, 500, at: at, tags: new() { ClientId = "c9" })) with { Tags = new() { ClientId = name == "feb" ? "c1" : "c9" } },
                Observations.Contact(id, $"c_{name}", at.ToString("o")));
        }

        Task<List<string>> FiguresAsync() => ledger.ListAsync(
            "select concat_ws(' ', kpi, currency, value, reading) from frozen.month_metrics where tenant_id = $1 and month = '2026-01-01' and revision = 1 order by 1", row => row.GetString(0), id);
    }

    [Fact]
    public async Task Seal_OfTheCopy_IsWhatSha256sumSaysAndNamesItsOwnRows()
    {
        var sealing = new Sealing(ledger.Database, await azurite.ConnectionStringAsync());
        var slug = $"copied-{Guid.NewGuid():n}"[..24];
        var id = await ledger.AddTenantAsync("UTC", firstMonth: "2026-01-01", slug: slug);
        var tenant = await sealing.TenantAsync(slug);
        await sealing.AppendAsync(Event(id, "evt_1", "{}", Payment("ch:1", 5)));

        await sealing.FreezeAsync(tenant, "2026-01");

        var copy = (await sealing.Copies.ListAsync(tenant, month: null, Cancel)).ShouldHaveSingleItem();
        var bytes = (await sealing.Storage.Container("seals").GetBlobClient(copy.Blob).DownloadContentAsync(Cancel)).Value.Content.ToArray();
        var hex = Convert.ToHexStringLower(SHA256.HashData(bytes));
        copy.Blob.ShouldBe($"{slug}/2026-01/r1/{hex}.txt");
        (await ledger.ScalarAsync<string>("select encode(seal, 'hex') from frozen.seals where tenant_id = $1", id)).ShouldBe(hex);
        var parts = System.Text.Encoding.UTF8.GetString(bytes).Split("\n\n");
        parts[0].Split('\n')[..5].ShouldBe(["plumbline-seal 1", $"tenant {slug} {id}", "month 2026-01", "revision 1", "after -"]);
        parts[1].ShouldContain("ledger.raw_payments ");
        var own = parts[2].Split('\n');
        own[^1].ShouldStartWith("frozen.months ");
        own[..^1].ShouldAllBe(line => line.StartsWith("frozen.month_metrics ", StringComparison.Ordinal));
        parts[3].ShouldBe($"rows {parts[1].Split('\n').Length + own.Length}\n");
    }

    [Fact]
    public async Task CopyMissing_AfterStorageWasAway_CopiesWhatWasSealedMeanwhile()
    {
        var slug = $"away-{Guid.NewGuid():n}"[..24];
        var id = await ledger.AddTenantAsync("UTC", firstMonth: "2026-01-01", slug: slug);
        var away = new Sealing(ledger.Database, "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1:1");
        var tenant = await away.TenantAsync(slug);
        await using (var session = await ledger.Database.OpenAsync(id, Cancel, System.Data.IsolationLevel.Serializable))
        {
            await InsertMonthAsync(session, id, "2026-01-01", 1);
            await using var manifest = await away.Sealer.SealAsync(session, tenant, Month("2026-01"), 1, Cancel);
            await session.CommitAsync(Cancel);
        }

        var sealing = new Sealing(ledger.Database, await azurite.ConnectionStringAsync());
        await sealing.Sealer.CopyMissingAsync(tenant, Cancel);

        (await sealing.Copies.ListAsync(tenant, month: null, Cancel)).Count.ShouldBe(1);
        (await ledger.ScalarAsync<long>("select count(*) from ops.seal_copies where tenant_id = $1", id)).ShouldBe(1);
        (await sealing.VerifyAsync(tenant)).Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_MonthsClosedBeforeThereWereSeals_AreUnsealedAndNoFailure()
    {
        var sealing = new Sealing(ledger.Database, await azurite.ConnectionStringAsync());
        var slug = $"older-{Guid.NewGuid():n}"[..24];
        var id = await ledger.AddTenantAsync("UTC", firstMonth: "2026-01-01", slug: slug);
        var tenant = await sealing.TenantAsync(slug);
        await using (var session = await ledger.Database.OpenAsync(id, Cancel))
        {
            await InsertMonthAsync(session, id, "2026-01-01", 1);
            await session.CommitAsync(Cancel);
        }

        (await sealing.VerifyAsync(tenant)).Months.ShouldHaveSingleItem().Status.ShouldBe("unsealed");
        await sealing.FreezeAsync(tenant, "2026-02");

        var report = await sealing.VerifyAsync(tenant);

        report.Verified.ShouldBeTrue();
        report.Months.Select(month => month.Status).ShouldBe(["unsealed", "verified"]);
    }

    private static Task InsertMonthAsync(Plumbline.Platform.TenantSession session, Guid tenant, string month, int revision) => session.ExecuteAsync(
        """
        insert into frozen.months (tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status)
        select $1, $2::text::date, $3, 'test', 'a test', pg_current_snapshot(), 1, p.time_zone, p.starts_at, p.ends_at, 'final'
        from report.month_period($1, $2::text::date) as p
        """,
        Cancel, tenant, month, revision);

    private async Task RegenerateAsync(Sealing sealing, Guid id, string slug, string month)
    {
        await using var session = await ledger.Database.OpenAsync(id, Cancel, System.Data.IsolationLevel.Serializable);
        await InsertMonthAsync(session, id, $"{month}-01", 2);
        await using var manifest = await sealing.Sealer.SealAsync(session, await sealing.TenantAsync(slug), Month(month), 2, Cancel);
        await session.CommitAsync(Cancel);
        await sealing.Sealer.CopyAsync(await sealing.TenantAsync(slug), manifest, Cancel);
    }

    private async Task<int> EraseAsync(Guid tenant)
    {
        await ledger.ExecuteAsync($"begin; set local role ledger_owner; select ledger.erase('{tenant}', 'c9', 'asked by the client', 'admin'); commit");
        return await ledger.ScalarAsync<int>("select bodies from ledger.erasures where tenant_id = $1 order by seq desc limit 1", tenant);
    }
}
