using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Plumbline.Migrate;

namespace Plumbline.Local;

/// <summary>Asks a running app, over HTTP like anyone else, to hold closed months against their seals, and tells what it answers.</summary>
internal sealed class LocalVerification(LocalState state, TextWriter output)
{
    /// <param name="tenant">Null for all.</param>
    /// <returns>Whether everything that is sealed verifies.</returns>
    /// <exception cref="LocalStartException">It could not be verified at all.</exception>
    public async Task<bool> RunAsync(string? tenant, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"{state.Url}/"), Timeout = Timeout.InfiniteTimeSpan };
        var sealing = new SealedTenants(state.StorageConnectionString);
        var known = await ListTenantsAsync(cancel);
        var lost = (await sealing.ListAsync(cancel)).Where(slug => !known.Contains(slug) && (tenant is null || slug == tenant)).ToList();
        var well = lost.Count == 0;
        foreach (var slug in tenant is null ? known : lost.Count > 0 ? [] : [tenant])
        {
            well &= await VerifyAsync(http, slug, cancel);
        }

        foreach (var slug in lost)
        {
            await output.WriteLineAsync(slug);
            await output.WriteLineAsync($"  FAILED  seal-missing: config.tenants has no such tenant, whose months were sealed: {string.Join(", ", await sealing.ListMonthsAsync(slug, cancel))}");
        }

        await output.WriteLineAsync(well ? "Everything that is sealed verifies." : "Not everything verifies: see docs/runbook.md, \"A seal that does not verify\".");
        return well;
    }

    private async Task<bool> VerifyAsync(HttpClient http, string slug, CancellationToken cancel)
    {
        if (slug == state.Tenant && state.Token is { } known) return Tell(await AskAsync(http, slug, known, cancel));

        // A tenant's months are its own: a token for this once.
        var issued = await IssueAsync(http, slug, cancel);
        try
        {
            return Tell(await AskAsync(http, slug, issued.Token, cancel));
        }
        finally
        {
            using var revoke = WithKey(HttpMethod.Delete, $"api/manage/{slug}/tokens/{issued.TokenId}");
            using var revoked = await http.SendAsync(revoke, CancellationToken.None);
        }
    }

    private bool Tell(Report report)
    {
        output.WriteLine(report.Tenant);
        if (report.Months.Count == 0 && report.Failures.Count == 0) output.WriteLine("  no month is closed yet");
        foreach (var month in report.Months)
        {
            var rows = month.Rows is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count,12:N0} rows") : "";
            output.WriteLine($"  {month.Month} r{month.Revision}  {(month.Failures.Count > 0 ? "FAILED" : month.Status),-8}{rows}{(month.Seal is null ? "" : $"  seal {month.Seal}")}".TrimEnd());
            foreach (var failure in month.Failures) output.WriteLine($"    {failure.Detail}");
        }

        foreach (var failure in report.Failures) output.WriteLine($"  {(failure.Table is null ? "FAILED" : "not sealed yet")}: {failure.Detail}");
        return report.Verified;
    }

    private static async Task<Report> AskAsync(HttpClient http, string slug, string token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/manage/{slug}/verify");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, cancel);
        return await ReadAsync<Report>($"Verifying {slug}", response, cancel);
    }

    private async Task<Issued> IssueAsync(HttpClient http, string slug, CancellationToken cancel)
    {
        using var request = WithKey(HttpMethod.Post, $"api/manage/{Uri.EscapeDataString(slug)}/tokens");
        request.Content = JsonContent.Create(new { actor = "./run verify", scopes = (string[])["manage"], expiresInDays = 1 });
        using var response = await http.SendAsync(request, cancel);
        return response.StatusCode == HttpStatusCode.NotFound
            ? throw new LocalStartException($"There is no tenant {slug}.")
            : await ReadAsync<Issued>($"Issuing a token for {slug}", response, cancel);
    }

    private HttpRequestMessage WithKey(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("x-functions-key", state.FunctionKey);
        return request;
    }

    private static async Task<T> ReadAsync<T>(string step, HttpResponseMessage response, CancellationToken cancel)
    {
        const int enough = 500;
        var body = await response.Content.ReadAsStringAsync(cancel);
        return response.IsSuccessStatusCode && JsonSerializer.Deserialize<T>(body, LocalJson.Options) is { } answer ? answer
            : throw new LocalStartException($"{step}: the app answered {(int)response.StatusCode}. {(body.Length > enough ? body[..enough] : body)}".TrimEnd());
    }

    private async Task<List<string>> ListTenantsAsync(CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(DatabaseUrl.ToConnectionString(state.DatabaseUrl));
        await using var command = source.CreateCommand("select slug from config.tenants order by slug");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var slugs = new List<string>();
        while (await reader.ReadAsync(cancel)) slugs.Add(reader.GetString(0));
        return slugs;
    }

    private sealed record Issued(Guid TokenId, string Token);

    private sealed record Report(string Tenant, bool Verified, IReadOnlyList<SealedMonth> Months, IReadOnlyList<Failure> Failures);

    private sealed record SealedMonth(string Month, int Revision, string Status, long? Rows, string? Seal, IReadOnlyList<Failure> Failures);

    private sealed record Failure(string? Table, string Detail);
}
