using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Plumbline.Local.Sources;

/// <summary>Answers as GoHighLevel's API does, from memory: its shapes, its paging, its limits.</summary>
public sealed class GoHighLevelApi(TimeProvider time)
{
    private const int LargestPage = 500;

    private readonly ConcurrentDictionary<string, GoHighLevelLocation> locations = new();
    private readonly GoHighLevelLimit limit = new(time);
    private int requests;

    /// <summary>Answers instead, or does something before it is answered; true when it has answered.</summary>
    public Func<HttpContext, Task<bool>>? Interfere { get; set; }

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>How many requests it takes from a location in ten seconds; null for as many as come.</summary>
    public int? MostRequests { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Requests => requests;

    public void Add(GoHighLevelLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        locations[location.Token] = location;
    }

    public void Map(IEndpointRouteBuilder routes, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(routes);
        var api = routes.MapGroup(prefix);
        On("GET", "opportunities/pipelines", (context, location) => OfLocation(context, location, () => Answer(context, "pipelines", location.Pipelines)));
        On("POST", "opportunities/search", SearchAsync);
        On("GET", "opportunities/{id}", (context, location) => FindAsync(context, location.Deals, "opportunity"));
        On("GET", "calendars/", (context, location) => OfLocation(context, location, () => Answer(context, "calendars", location.Calendars)));
        On("GET", "calendars/events", (context, location) => OfLocation(context, location, () => EventsAsync(context, location)));
        On("GET", "calendars/events/appointments/{id}", (context, location) => FindAsync(context, location.Appointments, "event"));
        On("GET", "contacts/{id}", (context, location) => FindAsync(context, location.Contacts, "contact"));

        void On(string method, string pattern, Func<HttpContext, GoHighLevelLocation, Task> answer) =>
            api.MapMethods(pattern, [method], (RequestDelegate)(context => AnswerAsync(context, answer)));
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpContext, GoHighLevelLocation, Task> answer)
    {
        Interlocked.Increment(ref requests);
        context.Response.Headers.Date = (time.GetUtcNow() + Ahead).ToString("r", CultureInfo.InvariantCulture);
        if (Interfere is { } interfere && await interfere(context)) return;

        var bearer = context.Request.Headers.Authorization.ToString();
        if (!bearer.StartsWith("Bearer ", StringComparison.Ordinal) || locations.GetValueOrDefault(bearer["Bearer ".Length..]) is not { } location)
            await RefuseAsync(context, 401, "Invalid Private Integration token");
        else if (context.Request.Headers["Version"].ToString() is not ("2021-07-28" or "2021-04-15"))
            await RefuseAsync(context, 401, "version header was not found.");
        else if (MostRequests is { } most && !limit.Take(context, location.Id, most))
            await RefuseAsync(context, 429, "Too Many Requests");
        else
            await answer(context, location);
    }

    private static async Task SearchAsync(HttpContext context, GoHighLevelLocation location)
    {
        var asked = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var size = asked["limit"]?.GetValue<int>() ?? 20;
        if ((string?)asked["locationId"] != location.Id)
        {
            await RefuseAsync(context, 403, "The token does not have access to this location.");
        }
        else if (size is < 1 or > LargestPage)
        {
            await RefuseAsync(context, 422, "limit must not be greater than 500");
        }
        else if (asked["searchAfter"] is not (null or JsonArray { Count: 2 }))
        {
            await RefuseAsync(context, 422, "searchAfter is not valid");
        }
        else
        {
            var after = asked["searchAfter"] is JsonArray sort ? (sort[0]!.GetValue<long>(), sort[1]!.GetValue<string>()) : (long.MinValue, "");
            var page = location.Deals.Values.Select(deal => (Key: KeyOf(deal), Deal: deal))
                .OrderBy(each => each.Key.Added).ThenBy(each => each.Key.Id, StringComparer.Ordinal)
                .Where(each => each.Key.Added > after.Item1 || (each.Key.Added == after.Item1 && string.CompareOrdinal(each.Key.Id, after.Item2) > 0))
                .Take(size)
                .Select(each => WithSort(each.Deal, each.Key));
            await WriteAsync(context, new JsonObject { ["opportunities"] = new JsonArray([.. page]), ["total"] = location.Deals.Count, ["aggregations"] = new JsonObject() });
        }
    }

    private static (long Added, string Id) KeyOf(JsonObject deal) => (Time(deal, "createdAt").ToUnixTimeMilliseconds(), (string)deal["id"]!);

    private static JsonObject WithSort(JsonObject deal, (long Added, string Id) key)
    {
        var copy = deal.DeepClone().AsObject();
        copy["sort"] = new JsonArray(key.Added, key.Id);
        return copy;
    }

    private static Task EventsAsync(HttpContext context, GoHighLevelLocation location)
    {
        var query = context.Request.Query;
        return long.TryParse(query["startTime"], out var from) && long.TryParse(query["endTime"], out var until) && query.ContainsKey("calendarId")
            ? Answer(context, "events", location.Appointments.Values
                .Where(each => (string?)each["calendarId"] == query["calendarId"] && Time(each, "startTime").ToUnixTimeMilliseconds() is var start && start >= from && start < until)
                .OrderBy(each => Time(each, "startTime")))
            : RefuseAsync(context, 422, "startTime, endTime and one of calendarId, userId and groupId are required");
    }

    private static Task FindAsync(HttpContext context, ConcurrentDictionary<string, JsonObject> objects, string name) =>
        objects.TryGetValue((string)context.GetRouteValue("id")!, out var found)
            ? WriteAsync(context, new JsonObject { [name] = found.DeepClone() })
            : RefuseAsync(context, 404, "Not found");

    private static Task OfLocation(HttpContext context, GoHighLevelLocation location, Func<Task> answer) => context.Request.Query["locationId"] == location.Id
        ? answer()
        : RefuseAsync(context, 403, "The token does not have access to this location.");

    private static Task Answer(HttpContext context, string name, IEnumerable<JsonObject> objects) =>
        WriteAsync(context, new JsonObject { [name] = new JsonArray([.. objects.Select(each => each.DeepClone())]) });

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new JsonObject { ["statusCode"] = status, ["message"] = message });
    }

    private static Task WriteAsync(HttpContext context, JsonObject body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private static DateTimeOffset Time(JsonObject element, string name) =>
        element[name] is { } time && time.GetValueKind() == JsonValueKind.String
            ? DateTimeOffset.Parse((string)time!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : DateTimeOffset.UnixEpoch;
}
