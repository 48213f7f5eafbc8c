using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Plumbline.Local.Sources;

/// <summary>Stands in for Stripe's API: its lists in pages, its objects by id, for whoever has a key. Nothing can be changed through it.</summary>
internal sealed class StripeApi(TimeProvider time)
{
    private const string Bearer = "Bearer ";
    private const int LargestPage = 100;
    private const int UsualPage = 10;

    private static readonly Dictionary<string, string> Collections = new()
    {
        ["charges"] = "charge", ["refunds"] = "refund", ["disputes"] = "dispute", ["payouts"] = "payout",
    };

    private readonly ConcurrentDictionary<(string Key, string Account), StripeAccount> accounts = new();

    /// <summary>Is asked first, for each request; true where it has answered itself.</summary>
    public Func<HttpContext, Task<bool>>? Interfere { get; set; }

    /// <summary>How much a page has at the most, however much it was asked for.</summary>
    public int PageSize { get; set; } = LargestPage;

    /// <param name="name">Of a connected account; empty for the key's own.</param>
    public void Add(string key, StripeAccount account, string name = "") => accounts[(key, name)] = account;

    /// <param name="prefix">Such as /local/stripe: the API begins at v1 below it.</param>
    public void Map(IEndpointRouteBuilder routes, string prefix)
    {
        routes.MapGet($"{prefix}/v1/account", (HttpContext context) => AnswerAsync(context, account => (200, new JsonObject { ["id"] = account.Id, ["object"] = "account" })));
        routes.MapGet($"{prefix}/v1/{{collection}}", (HttpContext context, string collection) => AnswerAsync(context, account => List(context.Request.Query, account, collection)));
        routes.MapGet(
            $"{prefix}/v1/{{collection}}/{{id}}",
            (HttpContext context, string collection, string id) => AnswerAsync(context, account => Find(context.Request.Query, account, collection, id)));
    }

    private async Task AnswerAsync(HttpContext context, Func<StripeAccount, (int Status, JsonObject Body)> find)
    {
        context.Response.Headers.Date = time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        if (Interfere is { } interfere && await interfere(context))
        {
            return;
        }

        var (account, refusal) = AccountOf(context.Request);
        var (status, body) = account is null ? refusal : find(account);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private (StripeAccount? Account, (int Status, JsonObject Body) Refusal) AccountOf(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        var key = given.StartsWith(Bearer, StringComparison.Ordinal) ? given[Bearer.Length..] : "";
        return !accounts.ContainsKey((key, "")) ? (null, Error(401, "Invalid API Key provided", code: null))
            : accounts.TryGetValue((key, request.Headers["Stripe-Account"].ToString()), out var account) ? (account, default)
            : (null, Error(403, "The provided key does not have access to this account", "account_invalid"));
    }

    private (int Status, JsonObject Body) List(IQueryCollection query, StripeAccount account, string collection)
    {
        var all = collection switch
        {
            "balance_transactions" => account.Transactions,
            "events" when query["delivery_success"] == "false" => account.Undelivered,
            _ => null,
        };
        if (all is null)
        {
            return Error(404, $"Unrecognized request URL (GET: /v1/{collection})", code: null);
        }

        var limit = Number(query["limit"]) ?? UsualPage;
        if (limit is < 1 or > LargestPage)
        {
            return Error(400, "Invalid limit", "parameter_invalid_integer");
        }

        limit = Math.Min(limit, PageSize);
        var (from, until) = (Number(query["created[gte]"]) ?? 0, Number(query["created[lt]"]) ?? long.MaxValue);
        var newestFirst = all.Index().OrderByDescending(item => (long)item.Item["created"]!).ThenByDescending(item => item.Index).Select(item => item.Item).ToList();
        if (query["starting_after"].ToString() is { Length: > 0 } after)
        {
            var place = newestFirst.FindIndex(item => (string)item["id"]! == after);
            if (place < 0)
            {
                return Error(400, $"No such object: '{after}'", "resource_missing");
            }

            newestFirst.RemoveRange(0, place + 1);
        }

        var found = newestFirst.Where(item => (long)item["created"]! >= from && (long)item["created"]! < until).ToList();
        return (200, new JsonObject
        {
            ["object"] = "list",
            ["url"] = $"/v1/{collection}",
            ["has_more"] = found.Count > limit,
            ["data"] = new JsonArray([.. found.Take((int)limit).Select(item => Expand(account, item, query["expand[]"].Contains("data.source")))]),
        });
    }

    private static (int Status, JsonObject Body) Find(IQueryCollection query, StripeAccount account, string collection, string id)
    {
        var found = collection == "balance_transactions" ? account.Transactions.Find(item => (string)item["id"]! == id)
            : Collections.TryGetValue(collection, out var type) && account.Objects.TryGetValue(id, out var subject) && (string)subject["object"]! == type ? subject
            : null;
        return found is null ? Error(404, $"No such object: '{id}'", "resource_missing") : (200, Expand(account, found, query["expand[]"].Contains("source")));
    }

    private static JsonObject Expand(StripeAccount account, JsonObject item, bool isAsked)
    {
        var copy = item.DeepClone().AsObject();
        if (isAsked && copy["source"]?.GetValueKind() == System.Text.Json.JsonValueKind.String && account.Objects.TryGetValue((string)copy["source"]!, out var source))
        {
            copy["source"] = source.DeepClone();
        }

        return copy;
    }

    private static (int Status, JsonObject Body) Error(int status, string message, string? code) => (status, new JsonObject
    {
        ["error"] = new JsonObject { ["type"] = "invalid_request_error", ["code"] = code, ["message"] = message },
    });

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
