using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Plumbline.Local.Demo;

/// <summary>Posts events to the Stripe webhook, a few at a time, and again when the app asks for it.</summary>
internal sealed class DemoPoster(HttpClient http, string secret, TimeProvider time, TextWriter output)
{
    private const int Parallel = 8;
    private const int Tries = 4;
    private const int ProgressEvery = 100;

    private readonly ConcurrentDictionary<string, int> outcomes = new();
    private int posted;

    public async Task<DemoTally> PostAsync(IReadOnlyList<DemoEvent> deliveries, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancel };
        await System.Threading.Tasks.Parallel.ForEachAsync(deliveries, options, async (delivery, token) =>
        {
            var outcome = await PostAsync(delivery, token);
            outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
            if (Interlocked.Increment(ref posted) is var done && (done % ProgressEvery == 0 || done == deliveries.Count))
                await output.WriteLineAsync($"  {done} of {deliveries.Count} events posted");
        });
        return new DemoTally(posted, outcomes.GetValueOrDefault("stored"), outcomes.GetValueOrDefault("duplicate"), outcomes.GetValueOrDefault("quarantined"));
    }

    private async Task<string> PostAsync(DemoEvent delivery, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"api/webhooks/stripe/{DemoPlan.Tenant}")
            {
                Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json"),
            };
            // Every try is signed anew, as Stripe does.
            request.Headers.Add("Stripe-Signature", StripeSigner.Header(secret, time.GetUtcNow(), delivery.Body));
            using var response = await http.SendAsync(request, cancel);
            if (response.IsSuccessStatusCode) return await OutcomeAsync(delivery, response, cancel);
            if ((int)response.StatusCode < 500 || attempt == Tries)
                throw await DemoException.FromAsync($"Posting {delivery.Type} {delivery.Id}", response, cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(250 * attempt), cancel);
        }
    }

    private static async Task<string> OutcomeAsync(DemoEvent delivery, HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
            if (body.TryGetProperty("outcome", out var outcome) && outcome.GetString() is { } text) return text;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DemoException($"Posting {delivery.Id}: the app's answer is not JSON with an outcome.", e);
        }

        throw new DemoException($"Posting {delivery.Id}: the app's answer has no outcome.");
    }
}
