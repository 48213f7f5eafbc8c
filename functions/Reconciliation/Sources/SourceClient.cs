using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Plumbline.Reconciliation.Sources;

/// <summary>
/// Asks sources' APIs. A source that is short of breath is left alone as long as it asks, whatever cannot be believed is asked for
/// again, and after too many failures nobody asks for a while.
/// </summary>
internal sealed class SourceClient(IHttpClientFactory clients, TimeProvider time)
{
    public const string HttpClientName = "sources";

    // A JSON object of a full page; what is larger is no answer.
    private const int LargestAnswer = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, SourceResilience> pipelines = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> pauses = new();

    /// <param name="source">Whose API it is, for people.</param>
    /// <param name="account">Whose key it is asked with: limits are kept apart by it.</param>
    /// <param name="create">Makes the request; called for each try.</param>
    /// <exception cref="SourceException">It gave no answer, or another one, also when asked again.</exception>
    public async Task<SourceAnswer> SendAsync(string source, string account, Func<HttpRequestMessage> create, CancellationToken cancel)
    {
        var pipeline = pipelines.GetOrAdd(source, _ => new SourceResilience(time));
        try
        {
            return await pipeline.Retries.ExecuteAsync(
                async retries =>
                {
                    await RestAsync(account, retries);
                    return await pipeline.Try.ExecuteAsync(
                        async attempt =>
                        {
                            using var request = create();
                            return await AskAsync(source, account, request, attempt);
                        },
                        retries);
                },
                cancel);
        }
        catch (BrokenCircuitException e)
        {
            throw new SourceException(SourceFault.Unavailable, $"{source} failed too often and is not asked for a while.", e);
        }
        catch (TimeoutRejectedException e)
        {
            throw new SourceException(SourceFault.Unavailable, $"{source} does not answer in time.", e);
        }
    }

    private async Task RestAsync(string account, CancellationToken cancel)
    {
        if (pauses.TryRemove(account, out var until) && until - time.GetUtcNow() is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancel);
        }
    }

    private async Task<SourceAnswer> AskAsync(string source, string account, HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            client.MaxResponseContentBufferSize = LargestAnswer;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
            NotePause(account, response);
            if (!response.IsSuccessStatusCode)
            {
                throw Refused(source, response);
            }

            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancel));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new SourceAnswer(document.RootElement.Clone(), response.Headers.Date)
                : throw new SourceException(SourceFault.Malformed, $"{source} answered with something that is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new SourceException(SourceFault.Malformed, $"{source} answered with something that is not JSON.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SourceException(SourceFault.Unavailable, $"{source} does not answer.", e);
        }
    }

    private SourceException Refused(string source, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new(SourceFault.Unauthorized, $"{source} does not accept the API key (401)."),
            HttpStatusCode.Forbidden => new(SourceFault.Forbidden, $"{source} does not let the API key read what is compared (403)."),
            HttpStatusCode.NotFound => new(SourceFault.NotFound, $"{source} has nothing there (404)."),
            HttpStatusCode.TooManyRequests => new(SourceFault.RateLimited, $"{source} asks for fewer requests (429).") { RetryAfter = RetryAfter(response) },
            _ when status is 408 or >= 500 => new(SourceFault.Unavailable, $"{source} answered {status}.") { RetryAfter = RetryAfter(response) },
            _ => new(SourceFault.Refused, $"{source} answered {status}."),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => (date - (response.Headers.Date ?? time.GetUtcNow())) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    // As GoHighLevel says it: how many are left of the present interval, and how long that is.
    private void NotePause(string account, HttpResponseMessage response)
    {
        if (Number(response, "X-RateLimit-Remaining") == 0 && Number(response, "X-RateLimit-Interval-Milliseconds") is > 0 and <= 60_000 and var interval)
        {
            pauses[account] = time.GetUtcNow().AddMilliseconds(interval);
        }
    }

    private static int? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
