using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Plumbline.Reconciliation.Sources;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Asks Stripe's API for pages of lists and for single objects.</summary>
internal sealed class StripeApiClient(SourceClient sources, IOptions<StripeOptions> options)
{
    /// <summary>The shapes that are asked for, whichever version the account itself is set to.</summary>
    public const string ApiVersion = "2026-07-29.dahlia";

    private const string Label = "Stripe";
    private const int PageSize = 100;

    private readonly Uri root = new(options.Value.BaseUrl.EndsWith('/') ? options.Value.BaseUrl : $"{options.Value.BaseUrl}/");

    /// <summary>A page of what was created in a span of time.</summary>
    /// <param name="list">The path, with what else it is asked for.</param>
    public async Task<StripePage> ListAsync(
        StripeScope scope, string account, string list, DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken cancel)
    {
        var span = string.Create(
            CultureInfo.InvariantCulture,
            $"limit={PageSize}&created[gte]={from.ToUnixTimeSeconds()}&created[lt]={until.ToUnixTimeSeconds()}");
        var start = after is null ? "" : $"&starting_after={Uri.EscapeDataString(after)}";
        var answer = await AskAsync(scope, account, $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{span}{start}", cancel);
        return Read(answer);
    }

    /// <summary>The time on Stripe's own clock.</summary>
    /// <returns>Null where it does not say.</returns>
    public async Task<DateTimeOffset?> NowAsync(StripeScope scope, CancellationToken cancel) =>
        (await AskAsync(scope, "", "v1/balance_transactions?limit=1", cancel)).Date;

    /// <summary>The id of the account that the key is of.</summary>
    /// <returns>Null where the key may not read it.</returns>
    public async Task<string?> FindAccountAsync(StripeScope scope, CancellationToken cancel)
    {
        try
        {
            var account = (await AskAsync(scope, "", "v1/account", cancel)).Json;
            return account.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (SourceException e) when (e.Fault == SourceFault.Forbidden)
        {
            return null;
        }
    }

    /// <returns>Null when Stripe has nothing of that id.</returns>
    public async Task<JsonElement?> FindAsync(StripeScope scope, string account, string path, CancellationToken cancel)
    {
        try
        {
            return (await AskAsync(scope, account, path, cancel)).Json;
        }
        catch (SourceException e) when (e.Fault == SourceFault.NotFound)
        {
            return null;
        }
    }

    private Task<SourceAnswer> AskAsync(StripeScope scope, string account, string path, CancellationToken cancel)
    {
        return sources.SendAsync(Label, $"{Label}:{scope.Tenant.Id:N}", Create, cancel);

        HttpRequestMessage Create()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", scope.Key);
            request.Headers.Add("Stripe-Version", ApiVersion);
            if (account.Length > 0)
            {
                request.Headers.Add("Stripe-Account", account);
            }

            return request;
        }
    }

    private static StripePage Read(SourceAnswer answer)
    {
        if (!answer.Json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array
            || !answer.Json.TryGetProperty("has_more", out var more) || more.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            || data.EnumerateArray().Any(item => !HasId(item)))
        {
            throw new SourceException(SourceFault.Malformed, $"{Label} answered with something that is not a list.");
        }

        return new StripePage([.. data.EnumerateArray()], more.GetBoolean(), answer.Date);
    }

    private static bool HasId(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String;
}
