using System.Globalization;
using System.Text.RegularExpressions;
using Plumbline.Local.Demo;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

public sealed partial class DemoTests : IAsyncLifetime
{
    // All but who asked, and what was found by whom: that is written down again.
    private const string RowCounts = """
        select string_agg(n.nspname || '.' || c.relname || ' '
            || (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text, e'\n' order by 1)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('ledger', 'config', 'frozen') and c.relname not in ('audit', 'api_tokens')
        """;

    // The clock stands in the middle of May 2026, so the sample is March 2025 to April 2026.
    private readonly FunctionApp app = new() { Now = new DateTimeOffset(2026, 5, 14, 9, 0, 0, TimeSpan.Zero) };

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        (await app.StopAsync()).ShouldBe(0);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Demo_AfterServing_FreezesTheGeneratorsTruthAndAddsNothingAgain()
    {
        // Served for a while with nothing in it, as somebody would who looks at it first: no month closes empty by that.
        await app.StartAsync();
        using var fired = await app.SendAsync(HttpMethod.Post, "/admin/functions/FreezeMonthTimer", new { input = "" }, key: app.MasterKey);
        fired.EnsureSuccessStatusCode();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        (await app.StopAsync()).ShouldBe(0);

        (await app.RunAsync("demo", "--exit")).ShouldBe(0, app.Output);
        (await app.CountAsync("select count(distinct month) from frozen.month_metrics where kpi = 'cash_collected' and value > 0")).ShouldBe(14);
        var counts = await app.ScalarAsync<string>(RowCounts);
        var history = DemoGenerator.Generate(DemoPlan.Of(new DateOnly(2026, 5, 1)));

        // The demo holds every figure against it too; this reads the tables themselves.
        foreach (var (month, truth) in history.Truth.Months)
        {
            foreach (var figure in truth.Figures())
            {
                var currency = figure.Currency is null ? "is null" : $"= '{figure.Currency}'";
                (await app.ScalarAsync<string>($"""
                    select coalesce(string_agg(trim_scale(numerator) || '/' || coalesce(trim_scale(denominator)::text, '-'), ' '), 'nothing')
                    from frozen.month_metrics
                    where kpi = '{figure.Kpi}' and dimension = 'company' and month = '{month:yyyy-MM-dd}' and currency {currency}
                    """)).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{figure.Numerator:0.####}/{(object?)figure.Denominator ?? "-"}"), $"{figure.Kpi} {month:yyyy-MM}");
            }
        }

        const string ofDemo = "tenant_id = (select tenant_id from config.tenants where slug = 'demo')";
        (await app.CountAsync($"select count(*) from ledger.raw_events where channel <> 'pull' and {ofDemo}")).ShouldBe(history.Deliveries.DistinctBy(delivery => delivery.Id).Sum(delivery => delivery.Items));
        (await app.ScalarAsync<string>($"select string_agg(reason, ' ' order by reason) from ledger.quarantine where {ofDemo}")).ShouldBe("unknown-stage unreadable");

        // Its sources have what was posted, all of it and nothing else; of demo-issues the demo itself holds what is found.
        Compared().Matches(app.Output).Select(match => (match.Groups["source"].Value, match.Groups["matched"].Value == match.Groups["compared"].Value))
            .Take(2).ShouldBe([("Stripe", true), ("GoHighLevel", true)]);

        await app.StartAsync();
        var page = PageUrl().Match(app.Output).Groups["path"].Value;
        (await app.Http.GetStringAsync(page, TestContext.Current.CancellationToken)).ShouldContain("April 2026");
        (await app.StopAsync()).ShouldBe(0);

        counts.ShouldContain("frozen.months 14");

        // A second run takes as long as the first: it has a place in the soak.
        if (Environment.GetEnvironmentVariable("SOAK") == "1")
        {
            (await app.RunAsync("demo", "--exit")).ShouldBe(0, app.Output);
            (await app.ScalarAsync<string>(RowCounts)).ShouldBe(counts);
        }
    }

    [GeneratedRegex("(?<source>Stripe|GoHighLevel): (?<matched>[0-9,]+) of (?<compared>[0-9,]+) .* match, \\$0.00 apart\\.")]
    private static partial Regex Compared();

    [GeneratedRegex("""page +http://[^/]+(?<path>/api/pages/demo/months/\S+)""")]
    private static partial Regex PageUrl();
}
