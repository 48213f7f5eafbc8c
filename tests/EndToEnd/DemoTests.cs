using System.Globalization;
using System.Text.RegularExpressions;
using Plumbline.Local.Demo;

namespace Plumbline.Tests.EndToEnd;

[Collection(nameof(FunnelDemo))]
public sealed partial class DemoTests(FunnelDemo demo)
{
    [Fact]
    public async Task Demo_AfterServing_FreezesTheGeneratorsTruth()
    {
        var app = demo.Running;
        (await app.CountAsync($"select count(distinct month) from frozen.month_metrics where kpi = 'cash_collected' and value > 0 and {OfDemo}")).ShouldBe(14);

        // The demo holds every figure against it too; this reads the tables themselves.
        foreach (var (month, truth) in demo.Truth.Months)
        {
            foreach (var figure in truth.Figures())
            {
                var currency = figure.Currency is null ? "is null" : $"= '{figure.Currency}'";
                (await app.ScalarAsync<string>($"""
                    select coalesce(string_agg(trim_scale(numerator) || '/' || coalesce(trim_scale(denominator)::text, '-'), ' '), 'nothing')
                    from frozen.month_metrics
                    where kpi = '{figure.Kpi}' and dimension = 'company' and month = '{month:yyyy-MM-dd}' and currency {currency} and revision = 1 and {OfDemo}
                    """)).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{figure.Numerator:0.####}/{(object?)figure.Denominator ?? "-"}"), $"{figure.Kpi} {month:yyyy-MM}");
            }
        }
    }

    [Fact]
    public void Demo_AfterServing_HasWhatWasPostedAndNothingElse()
    {
        var deliveries = DemoGenerator.Generate(DemoPlan.Of(new DateOnly(2026, 5, 1))).Deliveries;

        demo.Events.ShouldBe(deliveries.DistinctBy(delivery => delivery.Id).Sum(delivery => delivery.Items));
        demo.Quarantined.ShouldBe("unknown-stage unreadable");
        demo.Rows[0].ShouldContain("frozen.months 14");
        demo.Rows.ShouldAllBe(rows => rows == demo.Rows[0]);

        // Its sources have what was posted, all of it; of demo-issues the demo itself holds what is found.
        Compared().Matches(demo.Printed).Select(match => (match.Groups["source"].Value, match.Groups["matched"].Value == match.Groups["compared"].Value))
            .Take(2).ShouldBe([("Stripe", true), ("GoHighLevel", true)]);
        demo.Printed.ShouldContain("Findings of the tenant demo-issues");
    }

    [Fact]
    public async Task Demo_PageOfItsDigest_OpensInALaterRun() =>
        (await demo.Running.Http.GetStringAsync(demo.MonthPage, TestContext.Current.CancellationToken)).ShouldContain("April 2026");

    private const string OfDemo = "tenant_id = (select tenant_id from config.tenants where slug = 'demo')";

    [GeneratedRegex("(?<source>Stripe|GoHighLevel): (?<matched>[0-9,]+) of (?<compared>[0-9,]+) .* match, \\$0.00 apart\\.")]
    private static partial Regex Compared();
}
