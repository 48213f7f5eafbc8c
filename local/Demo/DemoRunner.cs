namespace Plumbline.Local.Demo;

/// <summary>Plays the demo as an outside client would: over HTTP, with signed webhooks and a token.</summary>
internal sealed class DemoRunner(HttpClient http, DemoPlan plan, string functionKey, string? secret, TimeProvider time, TextWriter output)
{
    public const string Recipient = "owner@demo.example";

    /// <exception cref="DemoException">A step failed; the demo can be run again.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        // Secrets may be a comma-separated list while they roll; any of them signs.
        if (secret?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is not [var signing, ..])
            throw new DemoException($"The setting Secrets__stripe-webhook--{DemoPlan.Tenant} has no value; local.settings.sample.json shows one.");

        var year = DemoGenerator.Generate(plan);
        await output.WriteLineAsync($"Posting a year of Stripe events for {DemoPlan.Tenant}, from {DemoPlan.Format(plan.FirstMonth)} on");
        var tally = await new DemoPoster(http, signing, time, output).PostAsync(year.Deliveries, cancel);

        var months = new DemoMonths(http);
        var closed = plan.Months().Where(month => month < DemoPlan.MonthOf(time.GetUtcNow())).ToList();
        if (closed.Count == 0) throw new DemoException($"No month of the sample year is closed yet at {time.GetUtcNow():u}; set LOCAL_NOW later.");
        await new DemoTenant(http).OpenYearAsync(functionKey, plan.FirstMonth, cancel);
        await output.WriteLineAsync($"Freezing {closed.Count} closed months");
        var frozen = 0;
        foreach (var month in closed) frozen += await months.FreezeAsync(month, cancel) ? 1 : 0;

        await months.CheckAsync(year.Truth, closed, cancel);
        await output.WriteLineAsync($"Sending the digest of {DemoPlan.Format(closed[^1])}");
        var mail = await new DemoDigest(http, time).EnsureAsync(closed[^1], cancel);
        await output.WriteLineAsync(Summary(tally, frozen, closed, await months.HeadlinesAsync(closed[^1], cancel), mail.Subject));
    }

    private static string Summary(DemoTally tally, int frozen, List<DateOnly> closed, IReadOnlyList<string> headlines, string subject) => $"""

        Events
          posted             {tally.Posted,18:N0}
          stored             {tally.Stored,18:N0}
          duplicates         {tally.Duplicates,18:N0}
          quarantined        {tally.Quarantined,18:N0}
        Months
          frozen now         {frozen,18:N0}
          frozen before      {closed.Count - frozen,18:N0}
        {DemoPlan.Format(closed[^1])}
        {string.Join('\n', headlines.Select(line => $"  {line}"))}
        Digest
          {subject}
        """;
}
