using Microsoft.AspNetCore.Http;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.Sources;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>A Stripe that is out of order, and one that is so for a moment.</summary>
public sealed class StripeFaultTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401, "", SourceFault.Unauthorized)]
    [InlineData(403, "", SourceFault.Forbidden)]
    [InlineData(400, "{}", SourceFault.Refused)]
    [InlineData(503, "", SourceFault.Unavailable)]
    [InlineData(200, "<!doctype html><title>Maintenance</title>", SourceFault.Malformed)]
    [InlineData(200, "{\"object\":\"list\",\"data\":[{\"id\":\"txn_1\",\"amo", SourceFault.Malformed)]
    [InlineData(200, "[]", SourceFault.Malformed)]
    [InlineData(200, "{\"data\":[{\"id\":1}],\"has_more\":false}", SourceFault.Malformed)]
    [InlineData(200, "{\"data\":[],\"has_more\":true}", SourceFault.Malformed)]
    public async Task RunAsync_SecondPageIsNoPage_IsNotCompared(int status, string body, SourceFault fault)
    {
        await using var comparing = await Comparing.BeginAsync(ledger, Books.OfEverything());
        comparing.Api.PageSize = 5;
        comparing.Api.Interfere = context => IsPage(context) && context.Request.Query.ContainsKey("starting_after") ? AnswerAsync(context, status, body) : Answered(false);

        var run = await comparing.NewRunAsync();
        (await Should.ThrowAsync<SourceException>(() => comparing.Part().RunAsync(run, Cancel))).Fault.ShouldBe(fault);

        (await Runs.ItemsAsync(ledger, run.Id)).Count.ShouldBeGreaterThan(0);
        comparing.Api.Interfere = null;
        (await comparing.Part().RunAsync(run, Cancel)).ShouldBeOfType<PartResult.Completed>();
        (await Runs.ItemsAsync(ledger, run.Id)).Count.ShouldBe(12);
    }

    [Theory]
    [InlineData(429, "17")]
    [InlineData(503, "8")]
    [InlineData(503, null)]
    [InlineData(200, null)]
    public async Task RunAsync_FaultPasses_IsWaitedForAndCompared(int status, string? retryAfter)
    {
        await using var comparing = await Comparing.BeginAsync(ledger, Books.OfEverything());
        var asked = 0;
        comparing.Api.Interfere = context =>
        {
            if (++asked != 2)
            {
                return Answered(false);
            }

            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            return AnswerAsync(context, status, "{\"data\":[{");
        };

        (await comparing.CompareAsync()).Count.ShouldBe(12);

        var wait = comparing.Time.Waits.ShouldHaveSingleItem();
        (retryAfter is null || wait == TimeSpan.FromSeconds(int.Parse(retryAfter, System.Globalization.CultureInfo.InvariantCulture))).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_StripeAsksForALongRest_IsLeftToLater()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books());
        comparing.Api.Interfere = context =>
        {
            context.Response.Headers.RetryAfter = "600";
            return AnswerAsync(context, 429, "");
        };

        var run = await comparing.NewRunAsync();
        var refused = await Should.ThrowAsync<SourceException>(() => comparing.Part().RunAsync(run, Cancel));

        (refused.Fault, refused.RetryAfter).ShouldBe((SourceFault.RateLimited, TimeSpan.FromMinutes(10)));
        comparing.Time.Waits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)] // The page before.
    [InlineData(null)] // The first one.
    public async Task RunAsync_PageRepeats_IsNotCompared(int? after)
    {
        var books = Books.OfEverything();
        var newest = books.Account.Transactions.Index().OrderByDescending(item => (long)item.Item["created"]!).ThenByDescending(item => item.Index)
            .Select(item => (string)item.Item["id"]!).ToArray();
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        comparing.Api.PageSize = 2;
        comparing.Api.Interfere = context =>
        {
            // Where the third page is asked for, it goes back.
            if (IsPage(context) && context.Request.Query["starting_after"] == newest[3])
            {
                context.Request.QueryString = new QueryString(
                    context.Request.QueryString.Value!.Replace($"&starting_after={newest[3]}", after is { } place ? $"&starting_after={newest[place]}" : ""));
            }

            return Answered(false);
        };

        var run = await comparing.NewRunAsync();
        var refused = await Should.ThrowAsync<SourceException>(() => comparing.Part().RunAsync(run, Cancel));

        (refused.Fault, refused.Message).ShouldBe((SourceFault.Malformed, "Stripe repeats a page."));
    }

    [Fact]
    public async Task RunAsync_CursorHasExpired_TheListingIsBegunAgainOnce()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, Books.OfEverything());
        comparing.Api.PageSize = 4;
        var refusals = 0;
        comparing.Api.Interfere = context => IsPage(context) && context.Request.Query.ContainsKey("starting_after") && refusals++ == 0
            ? AnswerAsync(context, 400, "{\"error\":{\"code\":\"resource_missing\",\"param\":\"starting_after\"}}")
            : Answered(false);

        (await comparing.CompareAsync()).Count.ShouldBe(12);
        (await comparing.MovementsAsync()).Count.ShouldBe(12);
    }

    [Theory]
    [InlineData(-3, false)]
    [InlineData(20, true)]
    [InlineData(-20, true)]
    public async Task RunAsync_ClocksAreApart_EndsByStripesAndIsFound(int minutes, bool isFound)
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books().Charge("ch_1"), theirsAhead: TimeSpan.FromMinutes(minutes));

        var run = await comparing.NewRunAsync();
        await comparing.Part().RunAsync(run, Cancel);

        (await comparing.FindingsAsync()).ShouldBe(isFound ? ["stripe_clock stripe open"] : []);
        (await ledger.ScalarAsync<DateTime>("select compared_until from ops.reconciliation_parts where run_id = $1", run.Id))
            .ShouldBe(Comparing.Now.AddMinutes(minutes - 5).UtcDateTime);
    }

    [Fact]
    public async Task RunAsync_KeyIsAnothers_IsUnauthorized()
    {
        await using var comparing = await Comparing.BeginAsync(ledger, new Books());

        var run = await comparing.NewRunAsync();
        (await Should.ThrowAsync<SourceException>(() => comparing.Part("sk_live_of_nobody").RunAsync(run, Cancel))).Fault.ShouldBe(SourceFault.Unauthorized);
    }

    [Theory]
    [InlineData("acct_another", true)]
    [InlineData("acct_local", false)]
    public async Task RunAsync_KeyIsOfAnotherAccountThanBefore_AppendsNothing(string account, bool isRefused)
    {
        var books = new Books().Charge("ch_1");
        await using var comparing = await Comparing.BeginAsync(ledger, books);
        var first = await comparing.NewRunAsync();
        await comparing.Part().RunAsync(first, Cancel);
        await ledger.ExecuteAsync(
            """
            insert into recon.run_sources (
                tenant_id, run_id, source, status, compared_until, compared, matched, missing, differing, extra, started_at, finished_at, summary)
            values ($1, $2, 'stripe', 'completed', now(), 0, 0, 0, 0, 0, now(), now(), '')
            """,
            comparing.Tenant.Id, first.Id);
        var other = new Books().Charge("ch_other");
        other.Account.Id = account;
        comparing.Api.Add("sk_live_another", other.Account);

        var run = await comparing.NewRunAsync(since: Books.At);
        var refused = await Record.ExceptionAsync(() => comparing.Part("sk_live_another").RunAsync(run, Cancel));

        (refused as SourceException)?.Message.ShouldBe("The API key is of another Stripe account than before.");
        (refused is not null).ShouldBe(isRefused);
        (await comparing.MovementsAsync()).Count.ShouldBe(isRefused ? 1 : 2);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-60, false)] // All of the ledger's is of before: no webhook has come since.
    public async Task RunAsync_NothingOfAPageIsInTheLedger_IsRefusedWhereTheLedgerHasItsOwn(int days, bool isRefused)
    {
        var (theirs, ours) = (new Books(), new Books());
        for (var place = 0; place < 5; place++)
        {
            theirs.Charge($"ch_theirs_{place}", created: Books.At.AddHours(place * 2));
            ours.Charge($"ch_ours_{place}", created: Books.At.AddDays(days).AddHours(place + 1));
        }

        await using var comparing = await Comparing.BeginAsync(ledger, theirs);
        comparing.Api.Interfere = context => context.Request.Path.Value!.EndsWith("/account", StringComparison.Ordinal) ? AnswerAsync(context, 403, "") : Answered(false);
        await comparing.PostAsync(ours);

        var run = await comparing.NewRunAsync();
        var refused = await Record.ExceptionAsync(() => comparing.Part().RunAsync(run, Cancel));

        (refused is SourceException { Fault: SourceFault.Forbidden }).ShouldBe(isRefused);
        (await comparing.MovementsAsync()).Count.ShouldBe(isRefused ? 5 : 10);
    }

    private static bool IsPage(HttpContext context) => context.Request.Path.Value!.EndsWith("/balance_transactions", StringComparison.Ordinal);

    private static Task<bool> Answered(bool isAnswered) => Task.FromResult(isAnswered);

    private static async Task<bool> AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body, Cancel);
        return true;
    }
}
