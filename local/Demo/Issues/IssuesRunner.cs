using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Plumbline.Local.Demo.Issues;

/// <summary>Plays the tenant with issues as outside clients would, has it reconciled and tells what was found.</summary>
internal sealed class IssuesRunner(Uri url, DemoPlan plan, string functionKey, DemoSecrets secrets, TimeProvider time, TextWriter output)
{
    /// <exception cref="DemoException">A step failed, or a kind of finding is missing.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };
        var tenant = new DemoTenant(http, IssuesSettings.Tenant, IssuesSettings.Of);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await tenant.CreateAsync(functionKey, cancel));
        using var sources = new HttpClient { BaseAddress = url, Timeout = http.Timeout };
        await new DemoPoster(http, sources, IssuesSettings.Tenant, secrets, time, TextWriter.Null).PostAsync(IssuesSample.Of(plan).Deliveries, cancel);
        var compared = await new DemoReconciliation(http, IssuesSettings.Tenant, time).RunAsync(cancel);
        var findings = await FindingsAsync(http, cancel);
        if (IssuesSample.Checks.Except(findings.Select(finding => finding.Check)).ToList() is { Count: > 0 } missing)
            throw new DemoException($"The reconciliation of {IssuesSettings.Tenant} did not find {string.Join(", ", missing)}.");

        await output.WriteLineAsync($"""
            Findings of the tenant {IssuesSettings.Tenant}, which has one of each kind
              {string.Join("\n  ", compared)}
            {string.Join('\n', findings.Select(finding => $"  {finding.Severity,-7}{finding.Status,-9}{finding.Check,-26}{finding.Detail}"))}
            """);
    }

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(HttpClient http, CancellationToken cancel)
    {
        using var response = await http.GetAsync($"api/manage/{IssuesSettings.Tenant}/findings?status=all&limit=200", cancel);
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync("Listing the findings", response, cancel);
        try
        {
            var page = await response.Content.ReadFromJsonAsync<Page>(LocalJson.Options, cancel) ?? throw new DemoException("Listing the findings: the app's answer is empty.");
            string[] order = ["high", "medium", "low"];
            return [.. page.Findings.OrderBy(finding => Array.IndexOf(order, finding.Severity)).ThenBy(finding => finding.Check, StringComparer.Ordinal)];
        }
        catch (JsonException e)
        {
            throw new DemoException("Listing the findings: the app's answer is not what it is documented to be.", e);
        }
    }

    private sealed record Page(IReadOnlyList<Finding> Findings);

    private sealed record Finding(string Check, string Status, string Severity, string Detail);
}
