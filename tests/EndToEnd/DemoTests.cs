using System.Globalization;
using Plumbline.Local.Demo;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

[Collection(nameof(FunnelDemo))]
public sealed class DemoTests(FunnelDemo demo)
{
    // All but the audit trail: who asks again is written down again.
    private const string RowCounts = """
        select string_agg(n.nspname || '.' || c.relname || ' '
            || (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text, e'\n' order by 1)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('ledger', 'config', 'frozen', 'recon', 'ops') and c.relname <> 'audit'
        """;

    private FunctionApp App => demo.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_AfterServingWithTheTimerFired_StillClosesWhatWasPosted() =>
        (await App.CountAsync("select count(distinct month) from frozen.month_metrics where kpi = 'cash_collected' and value > 0")).ShouldBe(14);

    // The demo holds every figure against it too; this reads the tables themselves.
    [Fact]
    public async Task Demo_OfEverySource_FreezesTheGeneratorsTruth()
    {
        foreach (var (month, truth) in demo.Truth.Months)
        {
            foreach (var figure in truth.Figures())
            {
                var currency = figure.Currency is null ? "is null" : $"= '{figure.Currency}'";
                (await App.ScalarAsync<string>($"""
                    select coalesce(string_agg(trim_scale(numerator) || '/' || coalesce(trim_scale(denominator)::text, '-'), ' '), 'nothing')
                    from frozen.month_metrics
                    where kpi = '{figure.Kpi}' and month = '{month:yyyy-MM-dd}' and currency {currency}
                    """)).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{figure.Numerator:0.####}/{(object?)figure.Denominator ?? "-"}"), $"{figure.Kpi} {month:yyyy-MM}");
            }
        }
    }

    [Fact]
    public async Task Demo_Twice_AddsNothing()
    {
        var counts = await App.ScalarAsync<string>(RowCounts);
        counts.ShouldContain("frozen.months 14");
        var history = DemoGenerator.Generate(DemoPlan.Of(new DateOnly(2026, 5, 1)));
        (await App.CountAsync("select count(*) from ledger.raw_events")).ShouldBe(history.Deliveries.DistinctBy(delivery => delivery.Id).Sum(delivery => delivery.Items));
        (await App.ScalarAsync<string>("select string_agg(reason, ' ' order by reason) from ledger.quarantine")).ShouldBe("unknown-stage unreadable");
        (await App.Http.GetStringAsync(demo.MonthPage, Cancel)).ShouldContain("April 2026");

        (await App.StopAsync()).ShouldBe(0);
        (await App.RunAsync("demo", "--exit")).ShouldBe(0, App.Output);
        (await App.ScalarAsync<string>(RowCounts)).ShouldBe(counts);

        // The tests that share the app go on with it.
        await App.StartAsync();
    }
}
