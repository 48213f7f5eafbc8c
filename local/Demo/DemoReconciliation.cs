using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Plumbline.Local.Demo;

/// <summary>Has a tenant's ledger held against its sources, over HTTP, and waits for what comes of it.</summary>
internal sealed class DemoReconciliation(HttpClient http, string tenant, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <returns>A sentence a source.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel)
    {
        using var asked = await http.PostAsync($"api/manage/{tenant}/reconcile", content: null, cancel);
        if (asked.StatusCode != HttpStatusCode.Accepted) throw await DemoException.FromAsync($"Asking for a reconciliation of {tenant}", asked, cancel);
        var run = (await ReadAsync<Run>(asked, cancel)).Name;

        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience; await Task.Delay(Pause, cancel))
        {
            using var response = await http.GetAsync($"api/manage/{tenant}/reconciliations/{run}", cancel);
            if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync($"Following the reconciliation of {tenant}", response, cancel);
            var seen = await ReadAsync<Run>(response, cancel);
            if (seen.Status == "failed") throw new DemoException($"The reconciliation of {tenant} failed: {seen.Error}");
            if (seen.Status == "completed") return [.. seen.Sources.Select(source => source.Summary ?? source.Name)];
        }

        throw new DemoException($"The reconciliation of {tenant} did not end within {Patience.TotalMinutes:0} minutes; see the log above.");
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(LocalJson.Options, cancel) ?? throw new DemoException("The app's answer is empty.");
        }
        catch (JsonException e)
        {
            throw new DemoException("The app's answer is not what it is documented to be.", e);
        }
    }

    private sealed record Run([property: System.Text.Json.Serialization.JsonPropertyName("run")] Guid Name, string Status, string? Error, IReadOnlyList<Source> Sources);

    private sealed record Source([property: System.Text.Json.Serialization.JsonPropertyName("source")] string Name, string? Summary);
}
