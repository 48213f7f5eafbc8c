using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Reconciliation.Sources;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>GoHighLevel's API of one location.</summary>
internal sealed class GoHighLevelClient(SourceClient sources, Uri baseUrl, string token, string locationId)
{
    /// <summary>How many deals are asked for at once.</summary>
    public const int PageSize = 100;

    private const string Name = "GoHighLevel";
    private const string Version = "2021-07-28";
    private const string CalendarsVersion = "2021-04-15";

    public Task<SourceAnswer> PipelinesAsync(CancellationToken cancel) => GetAsync($"opportunities/pipelines?locationId={Escape(locationId)}", Version, cancel);

    /// <param name="searchAfter">Behind which deal it goes on, in JSON as the last answer had it; null to begin.</param>
    public Task<SourceAnswer> SearchAsync(string? searchAfter, CancellationToken cancel)
    {
        var asked = new JsonObject { ["locationId"] = locationId, ["limit"] = PageSize };
        if (searchAfter is not null)
        {
            asked["searchAfter"] = JsonNode.Parse(searchAfter);
        }

        var body = asked.ToJsonString();
        return SendAsync(HttpMethod.Post, "opportunities/search", Version, body, cancel);
    }

    /// <returns>Nothing when there is none of this id.</returns>
    public Task<FoundObject> FindDealAsync(string id, CancellationToken cancel) => FindAsync($"opportunities/{Escape(id)}", id, Version, ["opportunity"], cancel);

    public Task<SourceAnswer> CalendarsAsync(CancellationToken cancel) => GetAsync($"calendars/?locationId={Escape(locationId)}", CalendarsVersion, cancel);

    /// <summary>The appointments of a calendar that begin in a time.</summary>
    public Task<SourceAnswer> EventsAsync(string calendarId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel) => GetAsync(
        $"calendars/events?locationId={Escape(locationId)}&calendarId={Escape(calendarId)}&startTime={Milliseconds(from)}&endTime={Milliseconds(until)}",
        CalendarsVersion, cancel);

    /// <inheritdoc cref="FindDealAsync"/>
    public Task<FoundObject> FindAppointmentAsync(string id, CancellationToken cancel) =>
        FindAsync($"calendars/events/appointments/{Escape(id)}", id, CalendarsVersion, ["event", "appointment"], cancel);

    /// <inheritdoc cref="FindDealAsync"/>
    public Task<FoundObject> FindContactAsync(string id, CancellationToken cancel) => FindAsync($"contacts/{Escape(id)}", id, Version, ["contact"], cancel);

    /// <summary>The objects of a list, each with an id and of this location.</summary>
    public IReadOnlyList<JsonElement> Read(SourceAnswer answer, string list) =>
        answer.Json.TryGetProperty(list, out var elements) && elements.ValueKind == JsonValueKind.Array
            ? [.. elements.EnumerateArray().Select(Own)]
            : throw Malformed($"without the list {list}");

    /// <summary>An answer that is JSON and not what is documented.</summary>
    public static SourceException Malformed(string how) => new(SourceFault.Malformed, $"{Name} answered {how}.");

    public static string IdOf(JsonElement element) => element.GetProperty("id").GetString()!;

    private JsonElement Own(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 and <= 255 })
        {
            throw Malformed("with something that has no id");
        }

        return element.TryGetProperty("locationId", out var location) && location.ValueKind == JsonValueKind.String && location.GetString() != locationId
            ? throw Malformed("with what is another location's")
            : element;
    }

    private async Task<FoundObject> FindAsync(string path, string id, string version, string[] wrappers, CancellationToken cancel)
    {
        try
        {
            var answer = await GetAsync(path, version, cancel);
            foreach (var wrapper in wrappers)
            {
                if (answer.Json.TryGetProperty(wrapper, out var wrapped))
                {
                    return Found(wrapped);
                }
            }

            return Found(answer.Json);
        }
        catch (SourceException e) when (e.Fault is SourceFault.NotFound or SourceFault.Refused)
        {
            // Of an id it does not know it says 404 here and 400 or 422 there, which may mean something else.
            return new FoundObject(null, e.Fault == SourceFault.Refused ? e : null);
        }

        FoundObject Found(JsonElement element) => new(IdOf(Own(element)) == id ? element : null);
    }

    private Task<SourceAnswer> GetAsync(string path, string version, CancellationToken cancel) => SendAsync(HttpMethod.Get, path, version, null, cancel);

    private Task<SourceAnswer> SendAsync(HttpMethod method, string path, string version, string? body, CancellationToken cancel) => sources.SendAsync(
        Name,
        $"gohighlevel:{locationId}",
        () =>
        {
            var request = new HttpRequestMessage(method, new Uri(baseUrl, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            request.Headers.Add("Version", version);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            return request;
        },
        cancel);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
