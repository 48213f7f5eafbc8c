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

    /// <summary>The month's frozen numbers as lines to print; money is shown in units, other values as they are.</summary>
    public async Task<IReadOnlyList<string>> HeadlinesAsync(DateOnly month, CancellationToken cancel)
    {
        using var response = await http.GetAsync($"api/manage/{DemoPlan.Tenant}/months", cancel);
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync("Reading the months", response, cancel);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        return [.. Items(body, "months").Where(item => Text(item, "month") == DemoPlan.Format(month))
            .SelectMany(item => Items(item, "metrics")).Select(Headline).Distinct()];
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
