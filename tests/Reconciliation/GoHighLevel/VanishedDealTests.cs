using Microsoft.AspNetCore.Http;
using Plumbline.Reconciliation.Sources;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

/// <summary>How much may be gone from GoHighLevel before it is taken for a fault.</summary>
public sealed class VanishedDealTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Feb(int day) => new(2026, 2, day, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_SoManyAreGoneThatItMustBeAFault_DeletesNone()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync([.. Enumerable.Range(100, 60).Select(n => new DealStory($"d{n}").Created(Feb(1)))]);
        source.Location.Deals.Clear();

        await source.RunAsync();

        (await source.FindingsAsync()).ShouldBe(["deals_vanished deals open"]);
        (await ledger.ScalarAsync<bool>("select bool_or(deleted) from ledger.raw_opportunities where tenant_id = $1", source.Tenant.Id)).ShouldBeFalse();
        source.Api.Requests.ShouldBeLessThan(60);
    }

    [Theory]
    [InlineData(3, 0, 0, false)]
    [InlineData(2, 0, 0, true)]
    [InlineData(5, 2, 0, false)]
    [InlineData(6, 3, 0, true)]
    [InlineData(1, 0, 1, false)]
    public async Task Run_OfAFewSomeAreGone_DeletesThemOnlyWhereThatIsLikely(int held, int left, int others, bool isBelieved)
    {
        await using var source = await HoldingAsync(held);
        foreach (var n in Enumerable.Range(left, held - left))
        {
            source.Location.Deals.TryRemove($"d{n}", out _);
        }

        foreach (var n in Enumerable.Range(0, others))
        {
            source.Location.Deals[$"e{n}"] = new DealStory($"e{n}").Created(Feb(2)).AtSource();
        }

        await source.RunAsync();

        (await source.FindingsAsync()).ShouldBe(isBelieved ? [.. Enumerable.Range(left, held - left).Select(n => $"deal_extra d{n} open")] : ["deals_vanished deals open"]);
        (await ledger.ScalarAsync<long>("select count(*) from ledger.raw_opportunities where tenant_id = $1 and deleted", source.Tenant.Id)).ShouldBe(isBelieved ? held - left : 0);
    }

    [Fact]
    public async Task Run_Vanished_SettlesNothingOfWhatItDidNotSee()
    {
        await using var source = await HoldingAsync(6);
        source.Location.Deals["d0"]["status"] = "lost";
        source.Location.Deals["d1"]["status"] = "lost";
        source.Location.Deals.TryRemove("d2", out _);
        await ledger.ExecuteAsync("insert into config.field_owners (field, source, actor) values ('pipeline', 'finance', 'test')");
        try
        {
            await source.RunAsync();
            (await source.FindingsAsync()).ShouldBe(["deal_differs d0 open", "deal_differs d1 open", "deal_extra d2 open"]);

            // Of those that are still there one is alike again.
            source.Location.Deals["d0"]["status"] = "open";
            foreach (var id in source.Location.Deals.Keys.Where(id => id != "d0"))
            {
                source.Location.Deals.TryRemove(id, out _);
            }

            await source.RunAsync();
        }
        finally
        {
            await ledger.ExecuteAsync("insert into config.field_owners (field, source, actor) values ('pipeline', 'gohighlevel', 'test')");
        }

        (await source.FindingsAsync()).ShouldBe(["deal_differs d0 resolved", "deal_differs d1 open", "deal_extra d2 open", "deals_vanished deals open"]);
        (await ledger.ScalarAsync<long>("select count(*) from recon.findings where tenant_id = $1 and subject in ('d1', 'd2')", source.Tenant.Id)).ShouldBe(2);
    }

    [Fact]
    public async Task Run_EveryIdIsRefused_ComesToNoEndAndDeletesNone()
    {
        await using var source = await HoldingAsync(6);
        source.Location.Deals.TryRemove("d0", out _);
        source.Api.Interfere = async context =>
        {
            if (!context.Request.Path.Value!.Contains("/opportunities/d", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.StatusCode = 422;
            await context.Response.WriteAsync("""{"message":"id is not valid"}""", Cancel);
            return true;
        };
        var run = await source.BeginAsync();

        (await Should.ThrowAsync<SourceException>(() => source.Part().RunAsync(run, Cancel))).Fault.ShouldBe(SourceFault.Refused);

        (await source.FindingsAsync()).ShouldBeEmpty();
        (await source.StatesAsync("d0")).ShouldHaveSingleItem();
    }

    private async Task<GoHighLevelSource> HoldingAsync(int deals)
    {
        var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync([.. Enumerable.Range(0, deals).Select(n => new DealStory($"d{n}").Created(Feb(1)))]);
        return source;
    }
}
