using System.Globalization;
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
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        return !(body.ValueKind == JsonValueKind.Object && body.TryGetProperty("alreadyFrozen", out var already) && already.ValueKind == JsonValueKind.True);
    }

    /// <summary>Holds the frozen months against what was posted.</summary>
    /// <exception cref="DemoException">A month says something else.</exception>
    public async Task CheckAsync(DemoTruth truth, IReadOnlyList<DateOnly> closed, CancellationToken cancel)
    {
        var months = await ReadAsync(cancel);
        foreach (var month in closed)
        {
            var cash = months.Where(item => Text(item, "month") == DemoPlan.Format(month)).SelectMany(item => Items(item, "metrics"))
                .Where(metric => Text(metric, "kpi") == "cash_collected" && Text(metric, "currency") == "USD").Select(metric => Text(metric, "value"));
            if (cash.ToList() is not [var text] || !decimal.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out var cents) || cents != truth.CashByMonth[month])
                throw new DemoException($"{DemoPlan.Format(month)} was frozen with other cash than was posted: it closed before everything had arrived.");
        }
    }

    /// <summary>The month's frozen numbers as lines to print; money is shown in units, other values as they are.</summary>
    public async Task<IReadOnlyList<string>> HeadlinesAsync(DateOnly month, CancellationToken cancel) =>
        [.. (await ReadAsync(cancel)).Where(item => Text(item, "month") == DemoPlan.Format(month))
            .SelectMany(item => Items(item, "metrics")).Select(Headline).Distinct()];

    private async Task<JsonElement[]> ReadAsync(CancellationToken cancel)
    {
        using var response = await http.GetAsync($"api/manage/{DemoPlan.Tenant}/months?limit=120", cancel);
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync("Reading the months", response, cancel);
        return Items(await response.Content.ReadFromJsonAsync<JsonElement>(cancel), "months");
    }

    private static string Headline(JsonElement metric)
    {
        var currency = Text(metric, "currency");
        var raw = Text(metric, "value");
        var value = !decimal.TryParse(raw, NumberStyles.Any, CultureInfo.InvariantCulture, out var number) ? raw ?? "–"
            : currency is null ? number.ToString("#,0.####", CultureInfo.InvariantCulture)
            : $"{(number / 100).ToString("#,0.00", CultureInfo.InvariantCulture)} {currency.ToUpperInvariant()}";
        return $"{Text(metric, "kpi"),-18} {value,18}";
    }

    private static JsonElement[] Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array
            ? [.. found.EnumerateArray()]
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null
            ? found.ToString()
            : null;
}
