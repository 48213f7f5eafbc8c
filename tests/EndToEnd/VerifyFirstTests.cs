using System.Diagnostics;
using System.Net;
using System.Text;
using Npgsql;
using Plumbline.Local.Demo;
using Plumbline.Migrate;
using Plumbline.Tests.Support;
using StripeEvents = Plumbline.Tests.Webhooks.Stripe.StripeEvents;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Whoever cannot sign reaches no database: what they hear is the same while there is none, and as quick.</summary>
public sealed class VerifyFirstTests : IAsyncLifetime
{
    private const string StripePath = "/api/webhooks/stripe/demo";
    private const string StripeSecret = "whsec_of_this_test";
    private const string WorkflowSecret = "ghlwf_of_this_test";

    private static readonly byte[] Native = Encoding.UTF8.GetBytes("""{"type":"TaskCreate","locationId":"DemoLocation00000001","webhookId":"wh_1","id":"task_1"}""");
    private static readonly byte[] Workflow = Encoding.UTF8.GetBytes("""{"contact_id":"con_1","customData":{"type":"ContactUpdate","eventId":"wf_1"}}""");

    private readonly FunctionApp app = new()
    {
        Settings =
        {
            ["GoHighLevel__PublicKey"] = GoHighLevelSigner.DemoPublicKey,
            ["Secrets__stripe-webhook--demo"] = StripeSecret,
            ["Secrets__ghl-workflow--demo"] = WorkflowSecret,
        },
    };

    private PausableProxy? proxy;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        await app.StopAsync();
        var direct = new NpgsqlConnectionStringBuilder(app.AdminConnectionString);
        proxy = new PausableProxy(direct.Host!, direct.Port);
        app.DatabaseAddress = DatabaseUrl.ToUrl(new NpgsqlConnectionStringBuilder(app.AdminConnectionString) { Port = proxy.Port }.ConnectionString);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        proxy!.Reopen();
        await app.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task Post_WhileTheDatabaseIsGone_IsRefusedAtOnceUnlessItIsVerified()
    {
        var charge = StripeEvents.Charge("ch_1", created: Now.AddDays(-1));
        // Neither answers: as if its packets were lost.
        proxy!.Mute();

        await RefusedAtOnceAsync(() => StripeAsync(charge, StripeEvents.Sign(charge, "whsec_other", Now)));
        await RefusedAtOnceAsync(() => StripeAsync(charge, null));
        await RefusedAtOnceAsync(() => GoHighLevelAsync(Native, ("X-GHL-Signature", GoHighLevelSigner.Sign(Workflow))));
        await RefusedAtOnceAsync(() => GoHighLevelAsync(Workflow, ("X-Webhook-Secret", "ghlwf_wrong")));
        await RefusedAtOnceAsync(() => GoHighLevelAsync(Workflow));

        proxy.Close();
        (await StripeAsync(charge, StripeEvents.Sign(charge, StripeSecret, Now))).ShouldBe(HttpStatusCode.InternalServerError);
        (await GoHighLevelAsync(Native, ("X-GHL-Signature", GoHighLevelSigner.Sign(Native)))).ShouldBe(HttpStatusCode.TooManyRequests);
        (await GoHighLevelAsync(Workflow, ("X-Webhook-Secret", WorkflowSecret))).ShouldBe(HttpStatusCode.TooManyRequests);

        proxy.Reopen();
        await app.EventuallyAsync(
            async () => await StripeAsync(charge, StripeEvents.Sign(charge, StripeSecret, Now)) == HttpStatusCode.OK, "service without a restart", seconds: 20);
    }

    private static async Task RefusedAtOnceAsync(Func<Task<HttpStatusCode>> post)
    {
        var watch = Stopwatch.StartNew();
        (await post()).ShouldBe(HttpStatusCode.BadRequest);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private async Task<HttpStatusCode> StripeAsync(byte[] body, string? signature) => (await StripePost.SendAsync(app.Http, StripePath, body, signature, Cancel)).Status;

    private async Task<HttpStatusCode> GoHighLevelAsync(byte[] body, params (string, string)[] headers) => (await GoHighLevelPost.SendAsync(app.Http, "demo", body, headers)).Status;
}
