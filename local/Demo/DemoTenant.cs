using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Plumbline.Local.Hosting;

namespace Plumbline.Local.Demo;

/// <summary>Creates a tenant and a token to manage it with, over HTTP like anyone else.</summary>
/// <param name="settings">The tenant's settings, with a first month or, given null, without.</param>
internal sealed class DemoTenant(HttpClient http, string slug, Func<string?, object> settings)
{
    public DemoTenant(HttpClient http, DemoPlan plan)
        : this(http, DemoPlan.Tenant, firstMonth => DemoSettings.Of(plan, firstMonth))
    {
    }

    public static bool IsSupportedBy(FunctionCatalog catalog) =>
        catalog.Http.Any(function => function.Shape == "MANAGE/TENANTS/{}" && function.Answers(HttpMethod.Put.Method));

    /// <returns>A token that works: the one kept when it still does, else a new one.</returns>
    public async Task<string> EnsureAsync(LocalKeys keys, CancellationToken cancel)
    {
        using var response = await PutAsync(keys.FunctionKey, firstMonth: null, cancel);
        if (!response.IsSuccessStatusCode)
            throw new LocalStartException((await DemoException.FromAsync($"Creating the tenant {slug}", response, cancel)).Message);
        return keys.Token is { } known && await WorksAsync(known, cancel) ? known : await NewTokenAsync(keys.FunctionKey, cancel);
    }

    /// <returns>A new token.</returns>
    public async Task<string> CreateAsync(string functionKey, CancellationToken cancel)
    {
        using var response = await PutAsync(functionKey, firstMonth: null, cancel);
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync($"Creating the tenant {slug}", response, cancel);
        return await NewTokenAsync(functionKey, cancel);
    }

    /// <summary>
    /// Lets the sample's months close. Only once everything is posted: until then the tenant's first month is the one it
    /// was created in, and no timer closes a month half posted.
    /// </summary>
    public async Task OpenMonthsAsync(string functionKey, string firstMonth, CancellationToken cancel)
    {
        using var response = await PutAsync(functionKey, firstMonth, cancel);
        if (response.StatusCode == HttpStatusCode.Conflict)
            throw new DemoException($"Months of {slug} closed before the sample was posted, which cannot come before them. Delete the folder LOCAL_DIR (.local) for a new start.");
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync($"Opening {firstMonth}", response, cancel);
    }

    private async Task<HttpResponseMessage> PutAsync(string functionKey, string? firstMonth, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/manage/tenants/{slug}")
        {
            Content = JsonContent.Create(settings(firstMonth)),
        };
        request.Headers.Add("x-functions-key", functionKey);
        return await http.SendAsync(request, cancel);
    }

    private async Task<bool> WorksAsync(string token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/manage/{slug}/months");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, cancel);
        return response.StatusCode == HttpStatusCode.OK;
    }

    private async Task<string> NewTokenAsync(string functionKey, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/manage/{slug}/tokens")
        {
            Content = JsonContent.Create(new { actor = "local developer", scopes = (string[])["ingest", "report", "manage"], expiresInDays = 365 }),
        };
        request.Headers.Add("x-functions-key", functionKey);
        using var response = await http.SendAsync(request, cancel);
        if (response.StatusCode != HttpStatusCode.Created)
            throw new LocalStartException((await DemoException.FromAsync("Creating a token", response, cancel)).Message);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        return body.GetProperty("token").GetString() ?? throw new LocalStartException("Creating a token: the app answered without one.");
    }
}
