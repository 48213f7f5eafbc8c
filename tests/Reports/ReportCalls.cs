using System.Net.Http.Headers;
using System.Text.Json;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reports;

/// <summary>Asking for reports over HTTP, and facts for them put straight into the ledger.</summary>
internal static class ReportCalls
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ReportReply> GetAsync(this FunctionApp app, string path, string? token, string? accept = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/reports/{path}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in new[] { ("Accept", accept), ("If-None-Match", ifNoneMatch) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await app.Http.SendAsync(request, Cancel);
        return new ReportReply(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Captures of 1.00 each, in January 2026 unless said otherwise.</summary>
    public static Task<long> PayAsync(
        this FunctionApp app, string slug, string prefix, int count = 1, string at = "2026-01-15T12:00:00Z", string currency = "USD", string? department = null, string? funnel = null) =>
        app.ScalarAsync<long>($"""
            with paid as (
                insert into ledger.raw_payments (tenant_id, source, source_key, occurred_at, event_seq, kind, amount_minor, currency, livemode, department, source_funnel)
                select t.tenant_id, 'stripe', '{prefix}' || n, '{at}', 1, 'capture', 100, '{currency}', true, {Literal(department)}, {Literal(funnel)}
                from config.tenants as t
                cross join generate_series(1, {count}) as n
                where t.slug = '{slug}'
                returning seq
            )
            select count(*) from paid
            """);

    public static JsonElement Kpi(this ReportReply reply, string kpi, string? currency = null, string? of = null) =>
        reply.Json.GetProperty("kpis").EnumerateArray().Single(figure =>
            figure.Text("kpi") == kpi && (currency is null || figure.Text("currency") == currency) && (of is null || figure.Text("dimensionValue") == of));

    public static string? Text(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static decimal? Number(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    private static string Literal(string? text) => text is null ? "null" : $"'{text}'";
}
