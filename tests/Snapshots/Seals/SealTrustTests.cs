using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Plumbline.Snapshots.Seals;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using static Plumbline.Tests.Snapshots.Seals.Sealing;

namespace Plumbline.Tests.Snapshots.Seals;

/// <summary>A verification whose own footing is gone: it says so, and still tells what it can.</summary>
public sealed class SealTrustTests(SealedBusiness business) : IClassFixture<SealedBusiness>
{
    private const string Function = "ledger.sealed_rows_v1(uuid, integer, pg_snapshot, integer, pg_snapshot)";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private BlobContainerClient Container => business.Sealing.Storage.Container(SealCopies.ContainerName);

    [Theory]
    [InlineData("update pg_proc set prosrc = prosrc || ' ' where oid = 'ledger.sealed_rows_v1'::regproc")]
    [InlineData($"alter function {Function} set search_path = public")]
    [InlineData($"alter function {Function} rename to sealed_rows_v0")]
    public async Task Verify_FunctionReplaced_FailsAsAWhole(string attack)
    {
        var definition = await business.Ledger.ScalarAsync<string>("select pg_get_functiondef('ledger.sealed_rows_v1'::regproc)");
        await business.Ledger.ExecuteAsync(attack);
        SealReport report;
        SealReport month;
        List<string> open;
        try
        {
            report = await business.VerifyAsync(business.Tenant);
            month = await business.Sealing.VerifyAsync(business.Tenant, "2026-02");
            open = await OpenFindingsAsync(business.Tenant);
        }
        finally
        {
            await business.Ledger.ExecuteAsync("do $do$ begin if to_regproc('ledger.sealed_rows_v0') is not null then "
                + "alter function ledger.sealed_rows_v0 rename to sealed_rows_v1; end if; end $do$");
            await business.Ledger.ExecuteAsync($"alter function {Function} reset all; {definition}");
        }

        (report.Verified, month.Verified).ShouldBe((false, false));
        report.Months.ShouldBeEmpty();
        report.Failures.ShouldHaveSingleItem().Kind.ShouldBe("function-edited");
        open.ShouldBe(["ledger.sealed_rows_v1"]);
        (await business.VerifyAsync(business.Tenant)).Verified.ShouldBeTrue();
        (await OpenFindingsAsync(business.Tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task SourceSha256_AsTheCheckOfEnforcementHasIt_IsTheSame()
    {
        var check = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sql", "checks", "enforcement.sql"), Cancel);

        check.ShouldContain($"('ledger.sealed_rows_v1(uuid,integer,pg_snapshot,integer,pg_snapshot)', '{SealedRowsFunction.SourceSha256}')");
    }

    [Fact]
    public async Task Verify_CutOff_HasToldWhatItFoundUntilThen()
    {
        var last = Container.GetBlobClient((await CopyAsync(business.Tenant, "2026-03")).Blob);
        await last.SetAccessTierAsync(AccessTier.Archive, cancellationToken: Cancel);
        List<string> open;
        try
        {
            await using var attack = await business.AttackAsync(
                ["ledger.raw_payments"], $"update ledger.raw_payments set amount_minor = 1 where tenant_id = '{business.Tenant.Id}' and source_key = 'jan-2'");
            await Should.ThrowAsync<Azure.RequestFailedException>(() => business.VerifyAsync(business.Tenant));
            open = await OpenFindingsAsync(business.Tenant);
        }
        finally
        {
            await last.SetAccessTierAsync(AccessTier.Hot, cancellationToken: Cancel);
        }

        open.ShouldBe(["2026-01 r1"]);
        (await business.VerifyAsync(business.Tenant)).Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_ACopyThatPostgresCannotRead_FailsThatMonthAlone()
    {
        var copy = await CopyAsync(business.Other, "2026-02");
        var blob = Container.GetBlobClient(copy.Blob);
        var content = (await blob.DownloadContentAsync(Cancel)).Value.Content;
        var forged = BinaryData.FromString(string.Join('\n', content.ToString().Split('\n').Select(line => line.StartsWith("until ", StringComparison.Ordinal) ? "until 1:9:1:" : line)));
        var name = $"{business.Other.Slug}/2026-02/r1/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(forged))}.txt";
        await blob.DeleteAsync(cancellationToken: Cancel);
        await Container.GetBlobClient(name).UploadAsync(forged, Cancel);

        var report = await business.VerifyAsync(business.Other);

        await Container.DeleteBlobAsync(name, cancellationToken: Cancel);
        await blob.UploadAsync(content, Cancel);
        report.Months.Select(month => month.Status).ShouldBe(["verified", "failed", "verified"]);
        report.Months[1].Failures.Select(failure => failure.Kind).ShouldContain("unreadable");
        (await business.VerifyAsync(business.Other)).Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task Verify_AndTimer_OnAMonthChangedBeforeItsCopy_TellItOnceEach()
    {
        var id = business.Other.Id;
        var copy = Container.GetBlobClient((await CopyAsync(business.Other, "2026-03")).Blob);
        var content = (await copy.DownloadContentAsync(Cancel)).Value.Content;
        await copy.DeleteAsync(cancellationToken: Cancel);
        var before = await CountAsync();
        long told;
        await using (await business.AttackAsync(
            ["ledger.raw_payments", "ops.seal_copies"],
            $"update ledger.raw_payments set amount_minor = 1 where tenant_id = '{id}' and source_key = 'mar-1'; delete from ops.seal_copies where tenant_id = '{id}'"))
        {
            for (var round = 0; round < 2; round++)
            {
                await business.Sealing.Sealer.CopyMissingAsync(business.Other, Cancel);
                await business.VerifyAsync(business.Other);
            }

            told = await CountAsync() - before;
        }

        await copy.UploadAsync(content, Cancel);
        told.ShouldBe(2);
        (await business.VerifyAsync(business.Other)).Verified.ShouldBeTrue();

        Task<long> CountAsync() => business.Ledger.ScalarAsync<long>(
            "select count(*) from recon.findings where tenant_id = $1 and check_name = 'seal' and subject = '2026-03 r1'", id);
    }

    [Fact]
    public async Task FindIdentity_SettingsGone_IsKnownForTheVerificationAlone()
    {
        var clock = new ManualTime(DateTimeOffset.UnixEpoch);
        Tenant? settled;
        Tenant? known;
        Tenant? nobody;
        SealReport report;
        await using (await business.AttackAsync(["config.tenant_versions"], "truncate config.tenant_versions"))
        {
            var tenants = new TenantDirectory(business.Ledger.Database, clock);
            settled = await tenants.FindAsync(business.Tenant.Slug, Cancel);
            known = await tenants.FindIdentityAsync(business.Tenant.Slug, Cancel);
            nobody = await tenants.FindIdentityAsync("nobody", Cancel);
            report = await business.VerifyAsync(known.ShouldNotBeNull());
        }

        settled.ShouldBeNull();
        nobody.ShouldBeNull();
        known.Id.ShouldBe(business.Tenant.Id);
        Lines(report).ShouldHaveSingleItem().ShouldStartWith("2026-01 r1 missing config.tenant_versions ");
        await business.VerifyAsync(business.Tenant);
    }

    [Theory]
    [InlineData("BlobAlreadyExists", false, true)]
    [InlineData("ConditionNotMet", false, true)]
    [InlineData("BlobImmutableDueToPolicy", true, true)]
    [InlineData("BlobImmutableDueToPolicy", false, false)]
    [InlineData("ContainerBeingDeleted", true, false)]
    [InlineData("LeaseIdMissing", true, false)]
    [InlineData(null, true, false)]
    public async Task Upload_RefusedByStorage_IsACopyOnlyIfStorageSaysSo(string? code, bool exists, bool expected) =>
        (await SealCopies.IsThereAsync(code, () => Task.FromResult(exists))).ShouldBe(expected);

    [Fact]
    public async Task Upload_OfWhatIsThere_LeavesItAsItIs()
    {
        var tenant = business.Other;
        await using var session = await business.Ledger.Database.OpenAsync(tenant.Id, Cancel);
        var seal = (await SealRow.ListAsync(session, tenant, Month("2026-01"), Cancel)).ShouldHaveSingleItem();
        await using var manifest = await ManifestWriter.WriteAsync(session, seal.HeaderFor(tenant).ShouldNotBeNull(), Cancel);
        var before = await CopyAsync(tenant, "2026-01");

        await business.Sealing.Copies.UploadAsync(tenant, manifest, Cancel);

        (await CopyAsync(tenant, "2026-01")).ShouldBe(before);
    }

    private async Task<SealCopy> CopyAsync(Tenant tenant, string month) =>
        (await business.Sealing.Copies.ListAsync(tenant, Month(month), Cancel)).ShouldHaveSingleItem();

    private Task<List<string>> OpenFindingsAsync(Tenant tenant) => business.Ledger.ListAsync(
        "select subject from staging.findings where tenant_id = $1 and check_name = 'seal' and status = 'open' order by subject", row => row.GetString(0), tenant.Id);
}
