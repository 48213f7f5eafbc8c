using System.Net.Http.Json;
using System.Text.Json;

namespace Plumbline.Local.Demo;

/// <summary>Freezes months over HTTP, and reads back what was frozen.</summary>
internal sealed class DemoMonths(HttpClient http)
{
    /// <summary>False when the month was frozen already.</summary>
    public async Task<bool> FreezeAsync(DateOnly month, CancellationToken cancel)
    {
        var name = DemoPlan.Format(month);
        using var response = await http.PostAsync($"api/manage/{DemoPlan.Tenant}/months/{name}/freeze", content: null, cancel);
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync($"Freezing {name}", response, cancel);
        return !(await response.Content.ReadFromJsonAsync<Frozen>(LocalJson.Options, cancel) is { AlreadyFrozen: true });
    }

    /// <summary>What every closed month was frozen with.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, IReadOnlyList<DemoMetric>>> ReadAsync(CancellationToken cancel)
    {
        using var response = await http.GetAsync($"api/manage/{DemoPlan.Tenant}/months?limit=120", cancel);
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync("Reading the months", response, cancel);
        try
        {
            var page = await response.Content.ReadFromJsonAsync<Page>(LocalJson.Options, cancel);
            return page?.Months.ToDictionary(month => DemoPlan.Parse(month.Month), month => month.Metrics)
                ?? throw new DemoException("Reading the months: the app's answer is empty.");
        }
        catch (JsonException e)
        {
            throw new DemoException("Reading the months: the app's answer is not what it is documented to be.", e);
        }
    }

    private sealed record Frozen(bool? AlreadyFrozen);

    private sealed record Page(IReadOnlyList<FrozenMonth> Months);

    private sealed record FrozenMonth(string Month, IReadOnlyList<DemoMetric> Metrics);
}
