using Plumbline.Reconciliation;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>A run that is stopped, and gone on with by an app that remembers nothing.</summary>
public sealed class StripeResumeTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const int PageSize = 4;

    [Theory]
    [InlineData(false)] // While Stripe is asked.
    [InlineData(true)] // Some time after it has answered.
    public async Task RunAsync_StoppedAtAnyRequest_ComesToTheSame(bool isAfterwards)
    {
        var (expected, requests) = await CompareAsync(stopAt: null, isAfterwards);
        requests.ShouldBeGreaterThan(7);
        expected.ShouldContain(line => line.EndsWith(" missing", StringComparison.Ordinal));
        expected.ShouldContain(line => line.EndsWith(" differing", StringComparison.Ordinal));
        expected.ShouldContain(line => line.EndsWith(" extra", StringComparison.Ordinal));
        expected.ShouldContain("adjustments 1");

        for (var stopAt = 1; stopAt <= requests; stopAt++)
        {
            var (actual, _) = await CompareAsync(stopAt, isAfterwards);
            actual.ShouldBe(expected, $"stopped at request {stopAt}");
        }
    }

    [Fact]
    public async Task RunAsync_TimeIsUpAfterEveryPage_GoesOnFromItsCursorWithinTheSameSpan()
    {
        var books = Books.OfEverything();
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        comparing.Api.PageSize = PageSize;
        var (pages, run) = (1, await comparing.NewRunAsync());
        while (await comparing.Part().RunAsync(Hurried(comparing, run.Id), TestContext.Current.CancellationToken) is PartResult.Unfinished)
        {
            pages++;
            // Of after the run began: the next one's.
            books.Charge($"ch_new_{pages}", created: Comparing.Now.AddMinutes(-1));
        }

        pages.ShouldBe(9);
        (await Runs.ItemsAsync(ledger, run.Id)).Count.ShouldBe(12);
        (await comparing.MovementsAsync()).Count.ShouldBe(12);
    }

    [Fact]
    public async Task RunAsync_TimeIsUpAmongTheLedgersMovements_GoesOnAfterTheLastOneAsked()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books());
        await comparing.PostAsync(new Books().Charge("ch_1").Charge("ch_2").Charge("ch_3"));
        List<string> asked = [];
        comparing.Api.Interfere = context =>
        {
            if (context.Request.Path.Value!.Contains("/charges/", StringComparison.Ordinal))
            {
                asked.Add(context.Request.Path.Value.Split('/')[^1]);
            }

            return Task.FromResult(false);
        };

        var (messages, run) = (1, await comparing.NewRunAsync());
        while (await comparing.Part().RunAsync(Hurried(comparing, run.Id), TestContext.Current.CancellationToken) is PartResult.Unfinished)
        {
            messages++;
        }

        asked.ShouldBe(["ch_1", "ch_2", "ch_3"]);
        messages.ShouldBe(8);
        (await Runs.ItemsAsync(ledger, run.Id)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_Begins_WhereTheLastCompletedOneEndedOrWhereTheLedgerDoes()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books());
        (await FromAsync(comparing)).ShouldBe(new DateTime(2025, 1, 1, 5, 0, 0), "the first month begins at midnight in New York");

        var early = new DateTimeOffset(2024, 11, 5, 0, 0, 0, TimeSpan.Zero);
        await comparing.PostAsync(new Books().Charge("ch_1", created: early));
        (await FromAsync(comparing)).ShouldBe(early.UtcDateTime);

        await ledger.ExecuteAsync(
            """
            with runs as (
                insert into ops.reconciliations (tenant_id, run_id, requested_by, finished_at)
                select $1, gen_random_uuid(), 'test', now()
                from generate_series(1, 2)
                returning run_id
            )

            insert into recon.run_sources (
                tenant_id, run_id, source, status, compared_until, compared, matched, missing, differing, extra, started_at, finished_at, summary)
            select
                $1, r.run_id, 'stripe', case when row_number() over () = 1 then 'completed' else 'failed' end,
                timestamptz '2026-01-10' + (row_number() over () - 1) * interval '10 days', 0, 0, 0, 0, 0, now(), now(), ''
            from runs as r
            """,
            comparing.Tenant.Id);
        (await FromAsync(comparing)).ShouldBe(new DateTime(2026, 1, 7));
        (await FromAsync(comparing, since: Books.At)).ShouldBe(Books.At.UtcDateTime);
    }

    private async Task<DateTime> FromAsync(Comparing comparing, DateTimeOffset? since = null)
    {
        var run = await comparing.NewRunAsync(since);
        await comparing.Part().RunAsync(run, TestContext.Current.CancellationToken);
        return await ledger.ScalarAsync<DateTime>("select compared_from from ops.reconciliation_parts where run_id = $1", run.Id);
    }

    private ReconciliationRun Hurried(Comparing comparing, Guid run) => new(
        new Plumbline.Platform.Database(ledger.App, comparing.Time), comparing.Tenant, run, "stripe", since: null, comparing.Time, until: DateTimeOffset.MinValue);

    private async Task<(List<string> Result, int Requests)> CompareAsync(int? stopAt, bool isAfterwards)
    {
        await using var comparing = await Comparing.BeginAsync(ledger, Books.OfEverything());
        comparing.Api.PageSize = PageSize;
        await comparing.PostAsync(
            new Books().Charge("ch_now", 4000).Charge("ch_late", 7000, Books.At.AddDays(-3), capturedAt: Books.At).Charge("ch_gone", 100).Payout("po_gone"));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asked = 0;
        comparing.Api.Interfere = context =>
        {
            if (++asked == stopAt && !isAfterwards)
            {
                stop.Cancel();
            }
            else if (asked == stopAt)
            {
                context.Response.OnCompleted(stop.CancelAsync);
            }

            return Task.FromResult(false);
        };

        var run = await comparing.NewRunAsync();
        try
        {
            (await comparing.Part().RunAsync(run, stop.Token)).ShouldBeOfType<PartResult.Completed>();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            run = Runs.Resume(ledger, comparing.Tenant, run.Id, "stripe", comparing.Time);
            (await comparing.Part().RunAsync(run, TestContext.Current.CancellationToken)).ShouldBeOfType<PartResult.Completed>();
        }

        List<string> result =
        [
            .. await comparing.EndAsync(run), .. await comparing.FindingsAsync(), .. await comparing.MovementsAsync(), .. await comparing.SettlementsAsync(),
            .. await comparing.CorrectionsAsync(), .. await comparing.CashAsync(), .. await comparing.CountsAsync(),
        ];
        return (result, asked);
    }
}
