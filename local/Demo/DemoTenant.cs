using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Plumbline.Local.Hosting;

namespace Plumbline.Local.Demo;

/// <summary>Creates the tenant demo and a token to manage it with, over HTTP like anyone else.</summary>
internal sealed class DemoTenant(HttpClient http, DemoPlan plan)
{
    public static bool IsSupportedBy(FunctionCatalog catalog) =>
        catalog.Http.Any(function => function.Shape == "MANAGE/TENANTS/{}" && function.Answers(HttpMethod.Put.Method));

    /// <returns>A token that works: the one kept when it still does, else a new one.</returns>
    public async Task<string> EnsureAsync(LocalKeys keys, CancellationToken cancel)
    {
        using var response = await PutAsync(keys.FunctionKey, firstMonth: null, cancel);
        if (!response.IsSuccessStatusCode)
            throw new LocalStartException((await DemoException.FromAsync($"Creating the tenant {DemoPlan.Tenant}", response, cancel)).Message);
        return keys.Token is { } known && await WorksAsync(known, cancel) ? known : await NewTokenAsync(keys.FunctionKey, cancel);
    }

    /// <summary>
    /// Lets the sample's months close. Only once everything is posted: until then the tenant's first month is the one it
    /// was created in, and no timer closes a month half posted.
    /// </summary>
    public async Task OpenMonthsAsync(string functionKey, CancellationToken cancel)
    {
        var firstMonth = DemoPlan.Format(plan.FirstMonth);
        using var response = await PutAsync(functionKey, firstMonth, cancel);
        if (response.StatusCode == HttpStatusCode.Conflict)
            throw new DemoException($"Months of {DemoPlan.Tenant} closed before the sample was posted, which cannot come before them. Delete the folder LOCAL_DIR (.local) for a new start.");
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync($"Opening {firstMonth}", response, cancel);
    }

    private async Task<HttpResponseMessage> PutAsync(string functionKey, string? firstMonth, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/manage/tenants/{DemoPlan.Tenant}")
        {
            Content = JsonContent.Create(DemoSettings.Of(plan, firstMonth)),
        };
        request.Headers.Add("x-functions-key", functionKey);
        return await http.SendAsync(request, cancel);
    }

    private async Task<bool> WorksAsync(string token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/manage/{DemoPlan.Tenant}/months");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, cancel);
        return response.StatusCode == HttpStatusCode.OK;
    }

    private async Task<string> NewTokenAsync(string functionKey, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/manage/{DemoPlan.Tenant}/tokens")
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
