namespace Plumbline.Local.Demo;

/// <summary>Plays the demo as outside clients would: over HTTP, with signed webhooks and a token.</summary>
internal sealed class DemoRunner(HttpClient http, DemoPlan plan, string functionKey, DemoSecrets secrets, TimeProvider time, TextWriter output)
{
    public const string Recipient = "owner@demo.example";

    /// <exception cref="DemoException">A step failed; the demo can be run again.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        var history = DemoGenerator.Generate(plan);
        await output.WriteLineAsync($"Posting {history.Deliveries.Count:N0} deliveries of {DemoPlan.MonthCount} months for {DemoPlan.Tenant}, from {DemoPlan.Format(plan.FirstMonth)} on");
        using var sources = new HttpClient { BaseAddress = http.BaseAddress, Timeout = http.Timeout };
        var tally = await new DemoPoster(http, sources, DemoPlan.Tenant, secrets, time, output).PostAsync(history.Deliveries, cancel);

        await output.WriteLineAsync("Holding the ledger against its sources");
        var compared = await new DemoReconciliation(http, DemoPlan.Tenant, time).RunAsync(cancel);

        var closed = plan.Months().Where(month => month < DemoPlan.MonthOf(time.GetUtcNow())).ToList();
        if (closed.Count == 0) throw new DemoException($"No month of the sample is closed yet at {time.GetUtcNow():u}; set LOCAL_NOW later.");
        await new DemoTenant(http, plan).OpenMonthsAsync(functionKey, DemoPlan.Format(plan.FirstMonth), cancel);
        await output.WriteLineAsync($"Freezing {closed.Count} closed months");
        var months = new DemoMonths(http);
        var frozen = 0;
        foreach (var month in closed) frozen += await months.FreezeAsync(month, cancel) ? 1 : 0;

        var figures = await months.ReadAsync(cancel);
        DemoCheck.Run(history.Truth, closed, figures);
        await output.WriteLineAsync($"Every figure of every month is what was posted. Sending the digest of {DemoPlan.Format(closed[^1])}");
        var mailed = new DemoDigest(http, time);
        var digest = await mailed.EnsureAsync(closed[^1], cancel);
        var funnel = await mailed.FindFunnelAsync(digest.PageUrl, cancel);
        await output.WriteLineAsync($"""

            {DemoSummary.Events(tally)}
            Reconciliation
              {string.Join("\n  ", compared)}
            Months
              frozen now    {frozen,12:N0}
              frozen before {closed.Count - frozen,12:N0}
            {DemoSummary.Month(closed[^1], figures[closed[^1]])}
            Digest
              {digest.Subject}
              page      {digest.PageUrl}
              funnel    {funnel}
              mailbox   {new Uri(http.BaseAddress!, "local/mail")}
            """);
    }
}
