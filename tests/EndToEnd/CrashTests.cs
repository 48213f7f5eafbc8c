using System.Net;
using Npgsql;
using Plumbline.Migrate;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The database goes, or the app does, in the moment between a commit and its answer.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private const string Path = "/api/webhooks/stripe/demo";
    private const string Secret = "whsec_of_this_test";

    private readonly FunctionApp app = new() { Settings = { ["Secrets__stripe-webhook--demo"] = Secret } };
    private PausableProxy? proxy;

    // A handful by default; ./test --soak asks for more.
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 50 : 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        await app.StopAsync();
        var direct = new NpgsqlConnectionStringBuilder(app.AdminConnectionString);
        proxy = new PausableProxy(direct.Host!, direct.Port);
        app.DatabaseAddress = DatabaseUrl.ToUrl(
            new NpgsqlConnectionStringBuilder(app.AdminConnectionString) { Port = proxy.Port }.ConnectionString);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        proxy!.Reopen();
        await app.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task Kill_BetweenCommitAndAnswer_LosesNothingAndDoublesNothing()
    {
        for (var round = 0; round < Rounds; round++)
        {
            // Before it, one that is answered: tenant and secret are known, so the next one only appends.
            (await PostAsync(StripeEvents.Charge($"ch_warm_{round}", amount: 1, created: Now.AddDays(-1)))).Status.ShouldBe(HttpStatusCode.OK);
            var charge = $"ch_killed_{round}";
            var payload = StripeEvents.Charge(charge, amount: 100, created: Now.AddDays(-1));

            proxy!.Mute();
            var unanswered = PostAsync(payload);
            await app.EventuallyAsync(async () => await RowsAsync(charge) == 1, "the commit");
            unanswered.IsCompleted.ShouldBeFalse();
            await app.KillAsync();
            await Should.ThrowAsync<HttpRequestException>(() => unanswered);

            proxy.Reopen();
            await app.StartAsync();
            var (status, body) = await PostAsync(payload);

            (status, body).ShouldBe((HttpStatusCode.OK, """{"outcome":"duplicate"}"""));
            (await RowsAsync(charge)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Post_WhileTheDatabaseIsGone_Is500AndServedAgainWhenItIsBack()
    {
        var payload = StripeEvents.Charge("ch_gone", amount: 100, created: Now.AddDays(-1));
        (await PostAsync(StripeEvents.Charge("ch_before", amount: 1, created: Now.AddDays(-1)))).Status.ShouldBe(HttpStatusCode.OK);

        proxy!.Close();
        var (status, body) = await PostAsync(payload);
        status.ShouldBe(HttpStatusCode.InternalServerError);
        body.ShouldContain("urn:plumbline:problem:not-stored");
        body.ShouldNotContain("Npgsql");

        proxy.Reopen();
        await app.EventuallyAsync(async () => (await PostAsync(payload)).Status == HttpStatusCode.OK, "service without a restart", seconds: 20);
        (await RowsAsync("ch_gone")).ShouldBe(1);
    }

    private Task<long> RowsAsync(string charge) => app.CountAsync($"select count(*) from ledger.raw_payments where charge_id = '{charge}'");

    private Task<(HttpStatusCode Status, string Body)> PostAsync(byte[] body) =>
        StripePost.SendAsync(app.Http, Path, body, StripeEvents.Sign(body, Secret, Now), Cancel);
}
