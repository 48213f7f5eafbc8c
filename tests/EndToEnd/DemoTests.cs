using System.Globalization;
using Plumbline.Local.Demo;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

public sealed class DemoTests : IAsyncLifetime
{
    private const string RowCounts = """
        select string_agg(n.nspname || '.' || c.relname || ' '
            || (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text, e'\n' order by 1)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('ledger', 'config', 'frozen', 'ops')
        """;

    // The clock stands in the middle of May 2026, so the sample year is May 2025 to April 2026.
    private readonly FunctionApp app = new() { Now = new DateTimeOffset(2026, 5, 14, 9, 0, 0, TimeSpan.Zero) };

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        (await app.StopAsync()).ShouldBe(0);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Demo_AfterServingWithTheTimerFired_StillClosesWhatWasPosted()
    {
        await app.StartAsync();
        using var fired = await app.SendAsync(HttpMethod.Post, "/admin/functions/FreezeMonthTimer", new { input = "" }, key: app.MasterKey);
        fired.EnsureSuccessStatusCode();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        (await app.StopAsync()).ShouldBe(0);

        (await app.RunAsync("demo", "--exit")).ShouldBe(0, app.Output);

        (await app.ScalarAsync<decimal>("select min(value) from frozen.month_metrics where kpi = 'cash_collected'")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Demo_Twice_FreezesTheGeneratorsTruthAndAddsNothing()
    {
        (await app.RunAsync("demo", "--exit")).ShouldBe(0, app.Output);
        var counts = await app.ScalarAsync<string>(RowCounts);
        var truth = DemoGenerator.Generate(DemoPlan.Of(new DateOnly(2026, 5, 1))).Truth;

        foreach (var (kpi, months) in new[] { ("cash_collected", truth.CashByMonth), ("refunds", truth.RefundsByMonth) })
        {
            foreach (var (month, cents) in months)
            {
                var frozen = await app.ScalarAsync<decimal>(string.Create(CultureInfo.InvariantCulture,
                    $"select value from frozen.month_metrics where kpi = '{kpi}' and month = '{month:yyyy-MM-dd}' and currency = 'USD'"));
                frozen.ShouldBe(cents, $"{kpi} {month:yyyy-MM}");
            }
        }

        (await app.RunAsync("demo", "--exit")).ShouldBe(0, app.Output);

        (await app.ScalarAsync<string>(RowCounts)).ShouldBe(counts);
        counts.ShouldContain("frozen.months 12");
    }
}
