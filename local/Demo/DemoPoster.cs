using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Plumbline.Local.Demo;

/// <summary>Posts deliveries as their sources do, a few at a time and again when the app asks for it.</summary>
/// <param name="own">With the tenant's token, for events; the other sources know none.</param>
/// <param name="sources">Without it.</param>
internal sealed class DemoPoster(HttpClient own, HttpClient sources, string tenant, DemoSecrets secrets, TimeProvider time, TextWriter output)
{
    private const int Parallel = 8;
    private const int Tries = 4;
    private const int ProgressEvery = 500;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly DemoTally tally = new();
    private int posted;

    public async Task<DemoTally> PostAsync(IReadOnlyList<DemoDelivery> deliveries, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancel };
        await System.Threading.Tasks.Parallel.ForEachAsync(deliveries, options, async (delivery, token) =>
        {
            await PostAsync(delivery, token);
            if (Interlocked.Increment(ref posted) is var done && (done % ProgressEvery == 0 || done == deliveries.Count))
                await output.WriteLineAsync($"  {done:N0} of {deliveries.Count:N0} deliveries posted");
        });
        return tally;
    }

    private async Task PostAsync(DemoDelivery delivery, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = Request(delivery);
            using var response = await (delivery.Channel == DemoChannel.Events ? own : sources).SendAsync(request, cancel);
            if (response.IsSuccessStatusCode)
            {
                await CountAsync(delivery, response, cancel);
                return;
            }

            if ((int)response.StatusCode is not (429 or >= 500) || attempt == Tries)
                throw await DemoException.FromAsync($"Posting {delivery.Type} {delivery.Id}", response, cancel);
            var asked = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(250 * attempt);
            await Task.Delay(asked < LongestPause ? asked : LongestPause, cancel);
        }
    }

    private HttpRequestMessage Request(DemoDelivery delivery)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var (path, mediaType) = delivery.Channel switch
        {
            DemoChannel.Stripe => ($"api/webhooks/stripe/{tenant}", "application/json"),
            DemoChannel.Events => ($"api/events/{tenant}", "application/cloudevents-batch+json"),
            _ => ($"api/webhooks/ghl/{tenant}", "application/json"),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);

        // Every try is signed anew, as Stripe does.
        if (delivery.Channel == DemoChannel.Stripe) request.Headers.Add("Stripe-Signature", StripeSigner.Header(secrets.Stripe, time.GetUtcNow(), delivery.Body));
        if (delivery.Channel == DemoChannel.GoHighLevel) request.Headers.Add("X-GHL-Signature", GoHighLevelSigner.Sign(body));
        if (delivery.Channel == DemoChannel.Workflow) request.Headers.Add("X-Webhook-Secret", secrets.Workflow);
        return request;
    }

    private async Task CountAsync(DemoDelivery delivery, HttpResponseMessage response, CancellationToken cancel)
    {
        var answer = await ReadAsync(delivery, response, cancel);
        if (delivery.Channel != DemoChannel.Events)
        {
            tally.Add(delivery.Channel, Member(answer, "outcome").GetString() ?? "");
            return;
        }

        var counts = Member(answer, "counts").EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt32());
        if (counts.GetValueOrDefault("rejected") + counts.GetValueOrDefault("conflict") > 0)
            throw await DemoException.FromAsync($"Posting {delivery.Type} {delivery.Id}: not every event was taken", response, cancel);
        foreach (var (outcome, count) in counts) tally.Add(delivery.Channel, outcome, count);

        JsonElement Member(JsonElement element, string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found
                : throw new DemoException($"Posting {delivery.Id}: the app's answer has no {name}.");
    }

    private static async Task<JsonElement> ReadAsync(DemoDelivery delivery, HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        }
        catch (JsonException e)
        {
            throw new DemoException($"Posting {delivery.Id}: the app's answer is not JSON.", e);
        }
    }
}
