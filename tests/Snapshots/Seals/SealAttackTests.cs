using Azure.Storage.Blobs;
using Plumbline.Platform;
using Plumbline.Snapshots.Seals;
using static Plumbline.Tests.Snapshots.Seals.Sealing;

namespace Plumbline.Tests.Snapshots.Seals;

/// <summary>What a superuser with the triggers off does to closed months: each is found, and told with its month, table and rows.</summary>
public sealed class SealAttackTests(SealedBusiness business) : IClassFixture<SealedBusiness>
{
    private const string Cash = "(select seq from frozen.month_metrics where tenant_id = {t} and month = '2026-02-01' and kpi = 'cash_collected')";
    private const string Feb = "tenant_id = {t} and month = '2026-02-01'";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Name, what is done, the first failure it has to come to, and the rows it has to name; {t}: the tenant, {o}: another one.</summary>
    public static TheoryData<string, string, string, string?> Attacks => new()
    {
        { "an amount", "update ledger.raw_payments set amount_minor = 1 where tenant_id = {t} and source_key = 'feb-2'", "2026-02 edited ledger.raw_payments", Payments("'feb-2'") },
        { "a tag", "update ledger.raw_payments set utm_source = 'x' where tenant_id = {t} and source_key = 'jan-1'", "2026-01 edited ledger.raw_payments", Payments("'jan-1'") },
        { "a delivery's hash", "update ledger.raw_events set body_sha256 = sha256('x') where tenant_id = {t} and source_key = 'evt_mar_1'", "2026-03 edited ledger.raw_events", "select seq from ledger.raw_events where tenant_id = {t} and source_key = 'evt_mar_1'" },
        { "a row deleted", "delete from ledger.raw_payments where tenant_id = {t} and source_key = 'feb-3'", "2026-02 missing ledger.raw_payments", Payments("'feb-3'") },
        { "a row hidden by its xid", "update ledger.raw_payments set xid = pg_current_xact_id() where tenant_id = {t} and source_key = 'feb-3'", "2026-02 missing ledger.raw_payments", Payments("'feb-3'") },
        {
            "a row inserted under an old xid",
            """
            insert into ledger.raw_payments (tenant_id, seq, source, source_key, occurred_at, event_seq, kind, amount_minor, currency, livemode, account, xid)
            overriding system value
            select tenant_id, 900001, source, 'forged', occurred_at, event_seq, kind, 10000, currency, livemode, account, xid from ledger.raw_payments where tenant_id = {t} and source_key = 'feb-1'
            """,
            "2026-02 inserted ledger.raw_payments", "select 900001::bigint"
        },
        {
            "rows reordered",
            """
            alter table ledger.raw_payments alter column seq drop identity if exists;
            update ledger.raw_payments set seq = -seq where tenant_id = {t} and source_key in ('feb-1', 'feb-4');
            update ledger.raw_payments as p set seq = -o.seq from ledger.raw_payments as o
            where p.tenant_id = {t} and o.tenant_id = {t} and (p.source_key, o.source_key) in (('feb-1', 'feb-4'), ('feb-4', 'feb-1'))
            """,
            "2026-02 edited ledger.raw_payments", Payments("'feb-1', 'feb-4'")
        },
        { "a table truncated", "truncate ledger.raw_payments", "2026-01 missing ledger.raw_payments", Payments("'jan-1', 'jan-2', 'jan-3', 'jan-4'") },
        { "a row given to another tenant", "update ledger.raw_opportunities set tenant_id = {o} where tenant_id = {t} and opportunity_id = 'd_feb'", "2026-02 missing ledger.raw_opportunities", "select seq from ledger.raw_opportunities where tenant_id = {t} and opportunity_id = 'd_feb'" },
        { "a metric", $"update frozen.month_metrics set value = value + 1 where tenant_id = {{t}} and seq = {Cash}", "2026-02 edited frozen.month_metrics", Cash[1..^1] },
        { "a metric's sentence", $"update frozen.month_metrics set reading = 'All is well.' where tenant_id = {{t}} and seq = {Cash}", "2026-02 edited frozen.month_metrics", Cash[1..^1] },
        { "a metric's transaction", $"update frozen.month_metrics set xid = '0' where tenant_id = {{t}} and seq = {Cash}", "2026-01 inserted frozen.month_metrics", Cash[1..^1] },
        { "a metric's transaction, the largest", $"update frozen.month_metrics set xid = '18446744073709551615' where tenant_id = {{t}} and seq = {Cash}", "2026-02 missing frozen.month_metrics", Cash[1..^1] },
        { "a metric's transaction, of a later epoch", $"update frozen.month_metrics set xid = '4294967296' where tenant_id = {{t}} and seq = {Cash}", "2026-02 missing frozen.month_metrics", Cash[1..^1] },
        { "a row's transaction", "update ledger.raw_payments set xid = '0' where tenant_id = {t} and source_key = 'feb-2'", "2026-01 inserted ledger.raw_payments", Payments("'feb-2'") },
        { "a month's transaction", $"update frozen.months set xid = '18446744073709551615' where {Feb}", "2026-02 missing frozen.months", $"select seq from frozen.months where {Feb}" },
        { "a metric deleted", $"delete from frozen.month_metrics where tenant_id = {{t}} and seq = {Cash}", "2026-02 missing frozen.month_metrics", Cash[1..^1] },
        {
            "a metric added",
            $"insert into frozen.month_metrics (tenant_id, seq, month, revision, kpi, unit, value, status, reading, display_order) overriding system value select tenant_id, 900002, month, revision, 'profit', 'count', 5, 'final', 'Up.', 99 from frozen.months where {Feb}",
            "2026-02 inserted frozen.month_metrics", "select 900002::bigint"
        },
        { "a month's reason", $"update frozen.months set reason = 'another' where {Feb}", "2026-02 edited frozen.months", $"select seq from frozen.months where {Feb}" },
        { "a month's pin", $"update frozen.months set snapshot = '10:10:' where {Feb}", "2026-02 edited frozen.months", $"select seq from frozen.months where {Feb}" },
        { "a month's revision", $"update frozen.months set revision = 2 where {Feb}", "2026-02 missing frozen.months", $"select seq from frozen.months where {Feb}" },
        { "a month deleted with all its rows", $"delete from frozen.month_metrics where {Feb}; delete from frozen.seals where {Feb}; delete from frozen.months where {Feb}", "2026-02 seal-missing frozen.seals", null },
        {
            "the last month deleted with all its rows",
            "delete from frozen.month_metrics where tenant_id = {t} and month = '2026-03-01'; delete from frozen.seals where tenant_id = {t} and month = '2026-03-01'; delete from frozen.months where tenant_id = {t} and month = '2026-03-01'",
            "2026-03 missing frozen.months", "select seq from frozen.months where tenant_id = {t} and month = '2026-03-01'"
        },
        {
            "a month that was never closed",
            $"insert into frozen.months (tenant_id, seq, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status) overriding system value select tenant_id, 900003, '2026-04-01', 1, frozen_by, reason, snapshot, definitions_version, time_zone, ends_at, ends_at + interval '30 days', status from frozen.months where {Feb}",
            "2026-04 unsealed frozen.months", "select 900003::bigint"
        },
        { "a seal", $"update frozen.seals set seal = sha256('x') where {Feb}", "2026-02 seal-edited frozen.seals", $"select seq from frozen.seals where {Feb}" },
        { "the last seal's count", "update frozen.seals set row_count = 1 where tenant_id = {t} and month = '2026-03-01'", "2026-03 edited frozen.seals", "select seq from frozen.seals where tenant_id = {t} and month = '2026-03-01'" },
        { "a seal's previous", $"update frozen.seals set previous_seal = sha256('x') where {Feb}", "2026-02 chain-broken frozen.seals", $"select seq from frozen.seals where {Feb}" },
        { "a seal deleted", $"delete from frozen.seals where {Feb}", "2026-02 seal-missing frozen.seals", null },
        { "all seals deleted", "truncate frozen.seals, ops.seal_copies", "2026-01 seal-missing frozen.seals", null },
        { "a body", "update ledger.bodies set body = 'x' where tenant_id = {t} and event_seq = (select seq from ledger.raw_events where tenant_id = {t} and source_key = 'evt_feb_2')", "2026-02 edited ledger.bodies", "select seq from ledger.raw_events where tenant_id = {t} and source_key = 'evt_feb_2'" },
        { "a body emptied", "update ledger.bodies set body = null, erased_at = now() where tenant_id = {t} and event_seq = (select seq from ledger.raw_events where tenant_id = {t} and source_key = 'evt_mar_2')", "2026-03 emptied ledger.bodies", "select seq from ledger.raw_events where tenant_id = {t} and source_key = 'evt_mar_2'" },
        {
            "a body emptied as if by an erasure",
            "update ledger.bodies set body = null, erased_at = (select recorded_at from ledger.erasures where tenant_id = {t}) where tenant_id = {t} and event_seq = (select seq from ledger.raw_events where tenant_id = {t} and source_key = 'evt_mar_2')",
            "2026-01 emptied ledger.bodies", "select seq from ledger.raw_events where tenant_id = {t} and source_key in ('evt_jan_1', 'evt_jan_3')"
        },
        { "a body deleted", "delete from ledger.bodies where tenant_id = {t} and event_seq = (select seq from ledger.raw_events where tenant_id = {t} and source_key = 'evt_feb_2')", "2026-02 missing ledger.bodies", "select seq from ledger.raw_events where tenant_id = {t} and source_key = 'evt_feb_2'" },
        { "an erasure denied", "delete from ledger.erasures where tenant_id = {t}", "2026-01 emptied ledger.bodies", "select seq from ledger.raw_events where tenant_id = {t} and source_key in ('evt_jan_1', 'evt_jan_3')" },
        { "a setting", "update config.tenant_versions set currency = 'EUR' where tenant_id = {t}", "2026-01 edited config.tenant_versions", "select seq from config.tenant_versions where tenant_id = {t}" },
        { "all settings deleted", "truncate config.tenant_versions", "2026-01 missing config.tenant_versions", "select seq from config.tenant_versions where tenant_id = {t}" },
        { "a time zone", "update config.time_zones set time_zone = 'Asia/Tokyo' where tenant_id = {t}", "2026-01 edited config.time_zones", "select seq from config.time_zones where tenant_id = {t}" },
        { "a definition", "update config.kpi_definitions set rule = 'Whatever looks best.' where seq = (select min(seq) from config.kpi_definitions)", "2026-01 edited config.kpi_definitions", "select min(seq) from config.kpi_definitions" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Verify_AfterAnAttack_NamesMonthTableAndRows(string name, string attack, string failure, string? rows)
    {
        string[] tables = [.. Tables.Where(table => attack.Contains(table, StringComparison.Ordinal))];
        tables.ShouldNotBeEmpty(name);
        var wanted = rows is null ? [] : await business.Ledger.ListAsync(Fill(rows), row => row.GetInt64(0));
        SealReport report;
        List<string> open;
        await using (await business.AttackAsync(tables, Fill(attack)))
        {
            report = await business.VerifyAsync(business.Tenant);
            open = await OpenFindingsAsync();
        }

        report.Verified.ShouldBeFalse();
        var (month, kind, table) = failure.Split(' ') is [var m, var k, var t] ? (m, k, t) : throw new FormatException(failure);
        report.Months.Where(one => one.Status == "failed").Min(one => one.Month).ShouldBe(month, string.Join('\n', Lines(report)));
        var found = report.Months.First(one => one.Month == month && one.Status == "failed").Failures.Single(one => (one.Kind, one.Table) == (kind, table));
        found.Rows.Order().ShouldBe(wanted.Order());
        found.Count.ShouldBe(wanted.Count);
        open.ShouldContain(subject => subject.StartsWith(month, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OnceTheLedgerIsRightAgain_SettlesTheFindings()
    {
        await using (await business.AttackAsync(["frozen.months"], Fill($"update frozen.months set revision = 2 where {Feb}")))
        {
            await business.VerifyAsync(business.Tenant);
            await business.VerifyAsync(business.Tenant);
        }

        (await OpenFindingsAsync()).ShouldBe(["2026-02 r1", "2026-02 r2", "2026-03 r1"], ignoreOrder: true);
        (await business.Sealing.VerifyAsync(business.Tenant, "2026-02")).Months.ShouldHaveSingleItem().Status.ShouldBe("verified");
        (await OpenFindingsAsync()).ShouldBe(["2026-03 r1"]);
        var report = await business.VerifyAsync(business.Tenant);
        report.Verified.ShouldBeTrue(string.Join('\n', Lines(report)));
        (await OpenFindingsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_ARowGivenToAnotherTenant_IsFoundThereToo()
    {
        await using var attack = await business.AttackAsync(
            ["ledger.raw_opportunities"], Fill("update ledger.raw_opportunities set tenant_id = {o} where tenant_id = {t} and opportunity_id = 'd_mar'"));

        var report = await business.VerifyAsync(business.Other);

        Lines(report).ShouldHaveSingleItem().ShouldStartWith("2026-01 r1 inserted ledger.raw_opportunities ");
    }

    [Fact]
    public async Task Verify_EverySealMadeAnewToFit_IsFoundByTheCopies()
    {
        var tenant = business.Tenant;
        var edited = await business.Ledger.ListAsync(Fill(Payments("'jan-2'")), row => row.GetInt64(0));
        SealReport report;
        await using (await business.AttackAsync(
            ["ledger.raw_payments", "frozen.seals", "ops.seal_copies"],
            Fill("update ledger.raw_payments set amount_minor = 1 where tenant_id = {t} and source_key = 'jan-2'; delete from ops.seal_copies")))
        {
            await ForgeSealsAsync();
            report = await business.VerifyAsync(tenant);
        }

        foreach (var extra in report.Months.SelectMany(month => month.Failures).Where(failure => failure.Kind == "copy-extra"))
        {
            await Container.DeleteBlobAsync(extra.Detail.Split(": ")[1].TrimEnd('.'), cancellationToken: Cancel);
        }

        report.Months.ShouldAllBe(month => month.Failures.Any(failure => failure.Kind == "seal-edited") && month.Failures.Any(failure => failure.Kind == "copy-extra"));
        report.Months[0].Failures.Single(failure => failure.Kind == "edited").Rows.ShouldBe(edited);
        (await business.VerifyAsync(tenant)).Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_ACopyChangedOrGone_IsToldWhileTheRowsStillVerify()
    {
        var (blob, content) = await CopyAsync("2026-02");

        await blob.UploadAsync(BinaryData.FromString(content.ToString().Replace("raw_payments", "raw_payment5", StringComparison.Ordinal)), overwrite: true, Cancel);
        var damaged = await business.VerifyAsync(business.Other);
        await blob.DeleteAsync(cancellationToken: Cancel);
        var gone = await business.VerifyAsync(business.Other);
        await blob.UploadAsync(content, Cancel);

        Lines(damaged).ShouldBe(["2026-02 r1 copy-damaged"]);
        Lines(gone).ShouldBe(["2026-02 r1 copy-missing"]);
        (await business.VerifyAsync(business.Other)).Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_AnotherAmountBeforeTheSealWasCopied_CopiesNothingAndSaysSo()
    {
        var (blob, content) = await CopyAsync("2026-03");
        await blob.DeleteAsync(cancellationToken: Cancel);
        SealReport report;
        await using (await business.AttackAsync(
            ["ledger.raw_payments", "ops.seal_copies"],
            Fill("update ledger.raw_payments set amount_minor = 1 where tenant_id = {o} and source_key = 'mar-1'; delete from ops.seal_copies where tenant_id = {o}")))
        {
            report = await business.VerifyAsync(business.Other);
        }

        Lines(report).ShouldBe(["2026-03 r1 copy-missing", "2026-03 r1 edited"]);
        (await blob.ExistsAsync(Cancel)).Value.ShouldBeFalse();
        await blob.UploadAsync(content, Cancel);
        (await business.VerifyAsync(business.Other)).Verified.ShouldBeTrue();
    }

    private BlobContainerClient Container => business.Sealing.Storage.Container(SealCopies.ContainerName);

    private static string[] Tables =>
    [
        "ledger.raw_payments", "ledger.raw_events", "ledger.raw_opportunities", "ledger.bodies", "ledger.erasures", "frozen.months", "frozen.month_metrics",
        "frozen.seals", "ops.seal_copies", "config.tenant_versions", "config.time_zones", "config.kpi_definitions",
    ];

    private static string Payments(string keys) => $"select seq from ledger.raw_payments where tenant_id = {{t}} and source_key in ({keys})";

    private string Fill(string sql) => sql
        .Replace("{t}", $"'{business.Tenant.Id}'", StringComparison.Ordinal)
        .Replace("{o}", $"'{business.Other.Id}'", StringComparison.Ordinal);

    private Task<List<string>> OpenFindingsAsync() => business.Ledger.ListAsync(
        "select subject from staging.findings where tenant_id = $1 and check_name = 'seal' and status = 'open' and severity = 'high'", row => row.GetString(0), business.Tenant.Id);

    private async Task<(BlobClient Blob, BinaryData Content)> CopyAsync(string month)
    {
        var copy = (await business.Sealing.Copies.ListAsync(business.Other, Month(month), Cancel)).ShouldHaveSingleItem();
        var blob = Container.GetBlobClient(copy.Blob);
        return (blob, (await blob.DownloadContentAsync(Cancel)).Value.Content);
    }

    // One after the other: each manifest lists the row of the seal before.
    private async Task ForgeSealsAsync()
    {
        string? previous = null;
        for (var position = 0; position < 3; position++)
        {
            await using var session = await business.Ledger.Database.OpenAsync(business.Tenant.Id, Cancel);
            var seal = (await SealRow.ListAsync(session, business.Tenant, month: null, Cancel))[position];
            var header = (seal with { Previous = previous, After = seal.After ?? await PinBeforeAsync(session, position) }).HeaderFor(business.Tenant).ShouldNotBeNull();
            await using var manifest = await ManifestWriter.WriteAsync(session, header, Cancel);
            await business.Ledger.ExecuteAsync(
                "update frozen.seals set seal = $1, previous_seal = decode($2, 'hex'), row_count = $3 where seq = $4", manifest.Seal, previous, manifest.RowCount, seal.Seq);
            previous = manifest.Name;
        }
    }

    private Task<SealPin?> PinBeforeAsync(TenantSession session, int position) => session.FirstAsync(
        "select incarnation, snapshot::text from frozen.months where tenant_id = $1 and month < '2026-01-01'::date + $2 * interval '1 month' order by month desc",
        row => (SealPin?)new SealPin(row.GetInt32(0), row.GetString(1)), Cancel, business.Tenant.Id, position);
}
