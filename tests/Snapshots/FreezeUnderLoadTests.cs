using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Tenants;
using Plumbline.Tests.Local;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots;

public sealed class FreezeUnderLoadTests(LedgerDatabase ledger, SharedAzurite azurite) : IClassFixture<LedgerDatabase>
{
    private const int Writers = 16;

    private readonly ManualTime time = new(Freezing.At("2026-06-20T00:00:00Z"));

    private static bool Soak => Environment.GetEnvironmentVariable("SOAK") == "1";

    private static int Freezes => Soak ? 150 : 24;

    private static int Rounds => Soak ? 100 : 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Freeze_UnderSixteenWriters_KeepsExactlyWhatItsPinShows()
    {
        var freezing = new Freezing(ledger, time);
        var first = Freezing.MonthOf("2026-06").First.AddMonths(-Freezes);
        var tenant = await freezing.TenantAsync(first.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(tenant, writer, first, stop.Token), Cancel)).ToArray();

        for (var month = new Month(first); month < Freezing.MonthOf("2026-06"); month = month.Next)
        {
            if (month.First.Month % 6 == 1)
            {
                // As autovacuum does after a minute: tables that were empty a moment ago have no statistics.
                await ledger.ExecuteAsync("analyze ledger.raw_events, ledger.raw_payments, ledger.raw_opportunities, ledger.raw_appointments, ledger.raw_clients");
            }

            await freezing.FreezeAsync(tenant, month.ToString());
        }

        await stop.CancelAsync();
        var written = (await Task.WhenAll(writers)).Sum();

        (await DifferencesAsync(tenant)).ShouldBeEmpty();
        // Each month was closed while others were written to it: what came later is there, and in no figure.
        var frozen = await ledger.ScalarAsync<decimal>("select sum(value) from frozen.month_metrics where tenant_id = $1 and kpi = 'cash_collected'", tenant.Id);
        var there = await ledger.ScalarAsync<decimal>("select sum(amount_minor) from ledger.raw_payments where tenant_id = $1", tenant.Id);
        written.ShouldBeGreaterThan(Freezes);
        frozen.ShouldBeGreaterThan(0);
        there.ShouldBeGreaterThan(frozen);
    }

    [Fact]
    public async Task CloseDue_ByTwoTimersAtOnce_MakesOneRevisionOfEachMonth()
    {
        await using var own = new LedgerDatabase();
        await own.InitializeAsync();
        var start = Freezing.At("2020-01-20T00:00:00Z");
        var clock = new ManualTime(start);
        var tenant = await new Freezing(own, clock).TenantAsync("2020-01", "Europe/Berlin");
        var storage = Freezing.StorageAt(await azurite.ConnectionStringAsync());

        for (var round = 0; round < Rounds; round++)
        {
            clock.Now = start.AddMonths(round + 1);
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Freezing.CloserOf(own.Database, storage, clock).CloseDueAsync(Cancel), Cancel)));
        }

        var revisions = await own.ListAsync(
            "select to_char(month, 'YYYY-MM') || ' r' || max(revision) || ' x' || count(*) from frozen.months where tenant_id = $1 group by month order by month",
            row => row.GetString(0), tenant.Id);
        revisions.Count.ShouldBe(Rounds);
        revisions.ShouldAllBe(revision => revision.EndsWith(" r1 x1"));
    }

    // Money, contacts, deals and calls of any of the months, by sixteen who do not wait for each other.
    private async Task<int> WriteAsync(Tenant tenant, int writer, DateOnly first, CancellationToken stop)
    {
        var random = new Random(writer);
        var append = new LedgerWriter(ledger.Database, Metering.Off);
        for (var i = 0; ; i++)
        {
            if (stop.IsCancellationRequested)
            {
                return i;
            }

            var at = new DateTimeOffset(first.AddDays(random.Next(Freezes * 30)), new TimeOnly(random.Next(24), 0), TimeSpan.Zero);
            var when = at.ToString("o", CultureInfo.InvariantCulture);
            var client = $"c{random.Next(2000)}";
            await append.AppendAsync(
                random.Next(4) switch
                {
                    0 => Observations.Contact(tenant.Id, client, when),
                    1 => Observations.Deal(tenant.Id, $"d{random.Next(1000)}", when, random.Next(2) == 0 ? "open" : "won", random.Next(100_000), client: client),
                    2 => Observations.Call(tenant.Id, $"a{random.Next(1000)}", when, random.Next(2) == 0 ? "showed" : "noshow", when, client: client),
                    _ => Deliveries.Event(
                        tenant.Id, $"evt_{writer}_{i}", "{}", Deliveries.Payment($"ch:{writer}-{i}:capture", 300, at: at),
                        Deliveries.Payment($"re:{writer}-{i}:out", -100, PaymentKind.Refund, at: at)),
                },
                Cancel);
            // A business, not a flood: what is measured here is exactness.
            await Task.Delay(50, Cancel);
        }
    }

    // Every figure of every month by the SQL of today under the pin, and cash also by hand from the rows that the pin shows.
    private async Task<List<string>> DifferencesAsync(Tenant tenant)
    {
        var months = await ledger.ListAsync(
            "select month, incarnation || ':' || snapshot from frozen.months where tenant_id = $1", row => (Month: row.GetFieldValue<DateOnly>(0), Pin: row.GetString(1)), tenant.Id);
        var differences = await ledger.ListAsync(
            """
            select m.month || ' cash ' || x.value
            from frozen.months as m
            join frozen.month_metrics as x on x.tenant_id = m.tenant_id and x.month = m.month and x.kpi = 'cash_collected'
            where m.tenant_id = $1 and x.value <> (
                select coalesce(sum(p.amount_minor), 0)
                from ledger.raw_payments as p
                where p.tenant_id = m.tenant_id and p.occurred_at >= m.starts_at and p.occurred_at < m.ends_at and pg_visible_in_snapshot(p.xid, m.snapshot))
            """,
            row => row.GetString(0), tenant.Id);
        await using var session = await ledger.Database.OpenAsync(tenant.Id, Cancel);
        await session.ExecuteAsync("select set_config('plan_cache_mode', 'force_generic_plan', true)", Cancel);
        await using var recompute = session.Plan(
            """
            select coalesce(f.month::text, $2::text) || ' ' || coalesce(f.kpi, k.kpi) || ': ' || concat_ws(' ', f.value, k.value)
            from (select * from frozen.month_metrics where tenant_id = $1 and month = $2 and dimension = 'company') as f
            full join report.kpis($1, $2, $3) as k on k.kpi = f.kpi and k.currency is not distinct from f.currency
            where (f.value, f.numerator, f.denominator) is distinct from (k.value, k.numerator, k.denominator)
            """);
        foreach (var (month, pin) in months)
        {
            await session.ExecuteAsync("select set_config('app.as_of', $1, true)", Cancel, pin);
            differences.AddRange(await recompute.ListAsync(row => row.GetString(0), Cancel, tenant.Id, month, month.AddMonths(1)));
        }

        return differences;
    }
}
