using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Plumbline.Local.Demo;
using Plumbline.Migrate;
using Plumbline.Tests.Support;
using StripeEvents = Plumbline.Tests.Webhooks.Stripe.StripeEvents;

namespace Plumbline.Tests.EndToEnd;

/// <summary>PostgreSQL itself dies and comes back while both sources post, on a server of this test's own.</summary>
public sealed class GoHighLevelOutageTests : IAsyncLifetime
{
    private const string Tenant = "acme";
    private const string Location = "loc_acme";
    private const string StripeSecret = "whsec_of_this_test";
    private const int WritersOfEach = 4;
    private const int Outages = 2;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Out = TimeSpan.FromSeconds(1.5);

    private readonly OwnPostgres server = new();
    private readonly FunctionApp app = new()
    {
        Settings =
        {
            ["GoHighLevel__PublicKey"] = GoHighLevelSigner.DemoPublicKey,
            ["Secrets__contact-hash"] = "key of this test's hashes",
            [$"Secrets__stripe-webhook--{Tenant}"] = StripeSecret,
        },
    };

    private readonly ConcurrentBag<string> stripeStored = [];
    private readonly ConcurrentBag<string> goHighLevelStored = [];
    private readonly ConcurrentDictionary<(string Source, int Status), int> refused = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        app.DatabaseAddress = DatabaseUrl.ToUrl(server.ConnectionString);
        await app.InitializeAsync();
        await GoHighLevelPost.AddTenantAsync(server.ConnectionString, Tenant, Location);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Post_WhileTheServerDiesAndComesBack_LosesNothingAcknowledgedAndDoublesNothing()
    {
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, WritersOfEach)
            .SelectMany(writer => new[] { WriteStripeAsync(writer, enough.Token), WriteGoHighLevelAsync(writer, enough.Token) })
            .ToArray();

        for (var outage = 0; outage < Outages; outage++)
        {
            await Task.Delay(Calm, Cancel);
            await server.KillAsync();
            await Task.Delay(Out, Cancel);
            await server.StartAsync();
        }

        await Task.Delay(Calm, Cancel);
        await enough.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        // The outage was felt, and told to each source as that one needs to hear it.
        refused.Keys.Where(key => key.Source == "stripe").Select(key => key.Status).ShouldBe([500]);
        refused.Keys.Where(key => key.Source == "gohighlevel").Select(key => key.Status).ShouldBe([429]);

        string[] acknowledged = [.. stripeStored.Select(key => $"stripe {key}"), .. goHighLevelStored.Select(key => $"gohighlevel {key}")];
        var events = await ListAsync("select source || ' ' || source_key, count(*)::int from ledger.raw_events group by 1");
        acknowledged.Except(events.Keys).ShouldBeEmpty("acknowledged, and lost");
        events.Keys.Except(acknowledged).ShouldBeEmpty("stored, and never acknowledged");
        events.Where(row => row.Value != 1).ShouldBeEmpty("stored more than once");
        var payments = await ListAsync("select charge_id, count(*)::int from ledger.raw_payments group by 1");
        stripeStored.Except(payments.Keys.Select(charge => $"evt_{charge}")).ShouldBeEmpty("without its payment");
        payments.Where(row => row.Value != 1).ShouldBeEmpty("paid more than once");
    }

    private Task WriteStripeAsync(int writer, CancellationToken enough) => WriteAsync("stripe", stripeStored, async number =>
    {
        var charge = $"ch_{writer}_{number}";
        var now = TimeProvider.System.GetUtcNow();
        var body = StripeEvents.Charge(charge, amount: 100, created: now.AddDays(-1), eventId: $"evt_{charge}");
        var (status, _) = await StripePost.SendAsync(app.Http, $"/api/webhooks/stripe/{Tenant}", body, StripeEvents.Sign(body, StripeSecret, now), Cancel);
        return ($"evt_{charge}", status);
    }, enough);

    private Task WriteGoHighLevelAsync(int writer, CancellationToken enough) => WriteAsync("gohighlevel", goHighLevelStored, async number =>
    {
        var id = $"wh_{writer}_{number}";
        var body = Encoding.UTF8.GetBytes($$"""{"type":"TaskCreate","locationId":"{{Location}}","webhookId":"{{id}}","id":"task_{{number}}"}""");
        return (id, (await GoHighLevelPost.SignedAsync(app.Http, Tenant, body)).Status);
    }, enough);

    // The next only after a yes to the last: what is asked for again is sent again, until it is in.
    private async Task WriteAsync(string source, ConcurrentBag<string> stored, Func<int, Task<(string Key, HttpStatusCode Status)>> post, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested;)
        {
            var (key, status) = await post(number);
            if (status == HttpStatusCode.OK)
            {
                stored.Add(key);
                number++;
                continue;
            }

            refused.AddOrUpdate((source, (int)status), 1, (_, count) => count + 1);
            await Task.Delay(50, Cancel);
            if (enough.IsCancellationRequested)
            {
                await Task.Delay(500, Cancel);
                (await post(number)).Status.ShouldBe(HttpStatusCode.OK);
                stored.Add(key);
            }
        }
    }

    private async Task<Dictionary<string, int>> ListAsync(string sql) =>
        (await server.ListAsync(sql, row => KeyValuePair.Create(row.GetString(0), row.GetInt32(1)))).ToDictionary();
}
