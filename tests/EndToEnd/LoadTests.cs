using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Plumbline.Local.Demo;
using Plumbline.Migrate;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Many writers, every source, each delivery several times and in no order, while PostgreSQL goes down twice.</summary>
public sealed class LoadTests : IAsyncLifetime
{
    private const int Writers = 32;
    private const int Copies = 5;
    private const int MostTries = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly OwnPostgres server = new();
    private readonly FunctionApp app = new()
    {
        Settings =
        {
            ["GoHighLevel__PublicKey"] = GoHighLevelSigner.DemoPublicKey,
            ["Secrets__contact-hash"] = "key of this test's hashes",
            [$"Secrets__stripe-webhook--{LoadDeliveries.Tenant}"] = LoadDeliveries.StripeSecret,
            [$"Secrets__ghl-workflow--{LoadDeliveries.Tenant}"] = LoadDeliveries.WorkflowSecret,
        },
    };

    private readonly ConcurrentDictionary<string, int> acknowledged = new();
    private readonly ConcurrentDictionary<string, int> stored = new();
    private readonly ConcurrentDictionary<string, int> refused = new();
    private int posted;

    // ./test --soak asks for more.
    private static int Distinct => int.TryParse(Environment.GetEnvironmentVariable("SOAK"), out var soak) && soak > 0 ? 10_000 : 1_200;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        app.DatabaseAddress = DatabaseUrl.ToUrl(server.ConnectionString);
        await app.InitializeAsync();
        await GoHighLevelPost.AddTenantAsync(server.ConnectionString, LoadDeliveries.Tenant, LoadDeliveries.Location);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Post_EverySourceManyTimesWhilePostgresRestartsTwice_StoresEachExactlyOnce()
    {
        var deliveries = LoadDeliveries.Make(Distinct, await IssueTokenAsync()).ToArray();
        var copies = Enumerable.Repeat(deliveries, Copies).SelectMany(copy => copy).ToArray();
        new Random(20_261_121).Shuffle(copies);

        var queue = new ConcurrentQueue<LoadDelivery>(copies);
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync(queue), Cancel)).ToArray();
        await RestartAsync(server.KillAsync, after: copies.Length / 4, writers);
        await RestartAsync(server.StopAsync, after: copies.Length / 2, writers);
        await Task.WhenAll(writers);

        // The outages were felt, and told to each source as that one needs to hear it.
        refused.Keys.Except(["stripe 500", "gohighlevel 429", "events 503"]).ShouldBeEmpty();
        refused.ShouldNotBeEmpty();
        stored.Where(count => count.Value != 1).ShouldBeEmpty("told twice that it was new");
        acknowledged.Count.ShouldBe(Distinct);
        acknowledged.Values.ShouldAllBe(count => count == Copies);

        var events = await KeysAsync();
        events.Count.ShouldBe(Distinct);
        events.Except(deliveries.Select(delivery => delivery.Key)).ShouldBeEmpty();
        foreach (var table in (string[])["raw_payments", "raw_opportunities", "raw_clients", "raw_ad_spend", "raw_appointments"])
        {
            var facts = await server.ListAsync(
                $"select e.source || ' ' || e.source_key from ledger.{table} as f join ledger.raw_events as e on e.tenant_id = f.tenant_id and e.seq = f.event_seq",
                row => row.GetString(0));
            facts.Order().SequenceEqual(deliveries.Where(delivery => delivery.Tables.Contains(table)).Select(delivery => delivery.Key).Order()).ShouldBeTrue(table);
        }

        (await server.ListAsync("select count(*) from ledger.quarantine", row => row.GetInt64(0))).ShouldBe([0]);
        (await server.ListAsync("select count(*) from ledger.bodies where body is not null", row => row.GetInt64(0))).ShouldBe([Distinct]);
    }

    // Once it is back, what had a yes before must be there: nobody has to send that again.
    private async Task RestartAsync(Func<Task> stop, int after, Task[] writers)
    {
        await app.EventuallyAsync(() => Task.FromResult(posted >= after || writers.Any(writer => writer.IsFaulted)), $"{after} posts", seconds: 120);
        await stop();
        var before = acknowledged.Keys.ToArray();
        await Task.Delay(TimeSpan.FromSeconds(1), Cancel);
        await server.StartAsync();
        before.Except(await KeysAsync()).Take(5).ShouldBeEmpty("acknowledged, and lost");
    }

    private async Task WriteAsync(ConcurrentQueue<LoadDelivery> queue)
    {
        while (queue.TryDequeue(out var delivery))
        {
            for (var attempt = 1; await PostAsync(delivery) is { } refusal; attempt++)
            {
                attempt.ShouldBeLessThan(MostTries, $"{delivery.Key} was never taken: {refusal}");
                await Task.Delay(Pause, Cancel);
            }

            Interlocked.Increment(ref posted);
        }
    }

    /// <returns>Null once it is taken, else what the app asks to send it again with.</returns>
    private async Task<string?> PostAsync(LoadDelivery delivery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Path) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = new("application/json");
        var (name, value) = delivery.Sign(delivery.Body);
        request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        using var response = await app.Http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            ((int)response.StatusCode is 429 or >= 500).ShouldBeTrue(text);
            refused.AddOrUpdate($"{delivery.Key.Split(' ')[0]} {(int)response.StatusCode}", 1, (_, count) => count + 1);
            return text;
        }

        using var answer = JsonDocument.Parse(text);
        acknowledged.AddOrUpdate(delivery.Key, 1, (_, count) => count + 1);
        if (answer.RootElement.GetProperty("outcome").GetString() is var outcome && outcome != "duplicate")
        {
            outcome.ShouldBe("stored", delivery.Key);
            stored.AddOrUpdate(delivery.Key, 1, (_, count) => count + 1);
        }

        return null;
    }

    private async Task<string> IssueTokenAsync()
    {
        using var issue = await app.SendAsync(
            HttpMethod.Post, $"/api/manage/{LoadDeliveries.Tenant}/tokens", new { actor = "site", scopes = new[] { "ingest" } }, key: app.FunctionKey);
        using var issued = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel));
        return issued.RootElement.GetProperty("token").GetString()!;
    }

    private Task<List<string>> KeysAsync() => server.ListAsync("select source || ' ' || source_key from ledger.raw_events", row => row.GetString(0));
}
