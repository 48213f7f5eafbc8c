using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Plumbline.Tests.OpenApi;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The sample business's closed months held against their seals, over HTTP and as ./run verify.</summary>
[Collection(nameof(FunnelDemo))]
public sealed class SealTests(FunnelDemo demo)
{
    private FunctionApp Running => demo.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_TheSampleBusiness_EveryMonthVerifies()
    {
        var contract = await ApiContract.ReadAsync(Running.Http);
        using var all = await Running.ManageAsync(HttpMethod.Post, "demo/verify");
        using var one = await Running.ManageAsync(HttpMethod.Post, "demo/verify?month=2026-04");
        using var none = await Running.ManageAsync(HttpMethod.Post, "demo/verify?month=2026-13");
        using var open = await Running.ManageAsync(HttpMethod.Post, "demo/verify?month=2026-05");
        using var stranger = await Running.SendAsync(HttpMethod.Post, "/api/manage/demo/verify");

        var report = JsonDocument.Parse(await contract.HoldAsync("VerifySeals", all)).RootElement;
        report.GetProperty("verified").GetBoolean().ShouldBeTrue(report.ToString());
        report.GetProperty("months").EnumerateArray().Select(month => month.GetProperty("status").GetString()).ShouldBe(Enumerable.Repeat("verified", 14));
        JsonDocument.Parse(await contract.HoldAsync("VerifySeals", one)).RootElement.GetProperty("months").GetArrayLength().ShouldBe(1);
        none.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await contract.HoldAsync("VerifySeals", none);
        open.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await contract.HoldAsync("VerifySeals", open);
        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Running.CountAsync("select count(*) from config.audit where action = 'seal.verify'")).ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task RunVerify_BesideTheRunningApp_TellsEveryMonthAndEndsByWhatItFound()
    {
        var edited = await Running.ScalarAsync<long>("select seq from ledger.raw_payments where occurred_at >= '2026-03-05' order by occurred_at limit 1");

        var well = await Running.RunBesideAsync("verify");
        await ChangeAsync(edited, "+ 1");
        var attacked = await Running.RunBesideAsync("verify", "--tenant", "demo");
        await ChangeAsync(edited, "- 1");
        var again = await Running.RunBesideAsync("verify", "--tenant", "demo");
        var unknown = await Running.RunBesideAsync("verify", "--tenant", "nobody");

        well.ExitCode.ShouldBe(0, well.Output);
        well.Output.ShouldContain("  2026-04 r1  verified");
        well.Output.ShouldContain("Everything that is sealed verifies.");
        attacked.ExitCode.ShouldBe(1, attacked.Output);
        attacked.Output.ShouldContain($"A row of ledger.raw_payments is not as it was sealed: seq {edited}.");
        again.ExitCode.ShouldBe(0, again.Output);
        (unknown.ExitCode, unknown.Output.Trim()).ShouldBe((1, "There is no tenant nobody."));
        (await Running.CountAsync("select count(*) from config.api_tokens where actor = './run verify'")).ShouldBe(
            await Running.CountAsync("select count(*) from config.api_token_revocations join config.api_tokens using (token_id) where api_tokens.actor = './run verify'"));
        (await Running.CountAsync("select count(*) from recon.findings where check_name = 'seal' and status = 'resolved'")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task RunVerify_ATenantOrItsSettingsGone_IsTold()
    {
        var seal = new string('a', 64);
        var copy = new BlobContainerClient(Running.StorageConnectionString, "seals").GetBlobClient($"gone-co/2026-03/r1/{seal}.txt");
        var lost = new BlobContainerClient(Running.StorageConnectionString, "seals").GetBlobClient($"bare-co/2026-03/r1/{seal}.txt");
        await Running.ScalarAsync<string>("insert into config.tenants (slug) values ('bare-co') returning slug");
        await copy.UploadAsync(BinaryData.FromString("a manifest"), Cancel);
        await lost.UploadAsync(BinaryData.FromString("a manifest"), Cancel);

        var all = await Running.RunBesideAsync("verify");
        var one = await Running.RunBesideAsync("verify", "--tenant", "gone-co");
        var bare = await Running.RunBesideAsync("verify", "--tenant", "bare-co");
        using var settings = await Running.SendAsync(HttpMethod.Get, "/api/manage/bare-co", key: Running.FunctionKey);
        await copy.DeleteAsync(cancellationToken: Cancel);
        await lost.DeleteAsync(cancellationToken: Cancel);

        all.ExitCode.ShouldBe(1, all.Output);
        all.Output.ShouldContain("seal-missing: config.tenants has no such tenant, whose months were sealed: 2026-03 r1");
        all.Output.ShouldContain("  2026-04 r1  verified");
        one.ExitCode.ShouldBe(1, one.Output);
        one.Output.ShouldStartWith("gone-co");
        bare.ExitCode.ShouldBe(1, bare.Output);
        bare.Output.ShouldContain("It was sealed, as the copy says, and frozen.seals has no row of it.");
        settings.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<long> ChangeAsync(long seq, string by) => Running.ScalarAsync<long>($"""
        alter table ledger.raw_payments disable trigger all;
        update ledger.raw_payments set amount_minor = amount_minor {by} where seq = {seq};
        alter table ledger.raw_payments enable trigger all;
        alter table ledger.raw_payments enable always trigger deny_row_change, enable always trigger deny_change, enable always trigger deny_truncate;
        select 1::bigint
        """);
}
