using System.Globalization;
using Microsoft.AspNetCore.Http;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.Sources;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

public sealed class GoHighLevelFaultTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Feb(int day) => new(2026, 2, day, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_NoSecretOrLocation_IsSkippedAndSaysWhich()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        source.Secrets.Remove("Secrets:ghl-api--acme");
        (await source.Part().RunAsync(await source.BeginAsync(), Cancel)).ShouldBe(new PartResult.Skipped("The secret ghl-api--acme does not exist."));

        source.Tenant = source.Tenant with { Crm = source.Tenant.Crm with { LocationId = null } };
        (await source.Part().RunAsync(await source.BeginAsync(), Cancel)).ShouldBe(new PartResult.Skipped("The tenant's settings have no locationId."));
        source.Api.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Run_KeyIsNotValid_IsUnauthorized()
    {
        await using var source = await StartAsync(3);
        source.Secrets["Secrets:ghl-api--acme"] = "pit-another";

        (await FailAsync(source)).Fault.ShouldBe(SourceFault.Unauthorized);
        source.Api.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Run_LocationIsAnothers_IsForbidden()
    {
        await using var source = await StartAsync(3);
        source.Tenant = source.Tenant with { Crm = source.Tenant.Crm with { LocationId = "loc_2" } };

        (await FailAsync(source)).Fault.ShouldBe(SourceFault.Forbidden);
    }

    [Fact]
    public async Task Run_AskedToWait_WaitsAsLongAndGoesOn()
    {
        await using var source = await StartAsync(3);
        Interrupt(source, on: "search", (context, n) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "17";
            return "{}";
        });

        await source.RunAsync();

        source.Time.Waits.ShouldContain(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task Run_NoneLeftOfTheInterval_WaitsBeforeTheNext()
    {
        await using var source = await StartAsync(3);
        source.Api.MostRequests = 1000;
        source.Api.Interfere = context =>
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["X-RateLimit-Remaining"] = "0";
                return Task.CompletedTask;
            });
            return Task.FromResult(false);
        };

        await source.RunAsync();

        source.Time.Waits.ShouldContain(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Run_MoreThanItTakes_WaitsAndComesToTheEnd()
    {
        await using var source = await StartAsync(3);
        source.Api.MostRequests = 2;
        source.Api.Interfere = _ =>
        {
            source.Time.Now += TimeSpan.FromSeconds(3);
            return Task.FromResult(false);
        };

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d101 matched");

        source.Time.Waits.ShouldContain(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Run_IdIsRefused_IsTakenForGone()
    {
        await using var source = await StartAsync(3);
        source.Location.Deals.TryRemove("d101", out _);
        Interrupt(source, on: "/d101", (context, _) =>
        {
            context.Response.StatusCode = 400;
            return """{"message":"Opportunity not found"}""";
        });

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d101 extra");
    }

    [Theory]
    [InlineData("unavailable")]
    [InlineData("truncated")]
    [InlineData("html")]
    [InlineData("hangs-up")]
    public async Task Run_AnswerFailsOnce_IsAskedAgain(string fault)
    {
        await using var source = await StartAsync(3);
        Interrupt(source, on: "search", Fault(fault));

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("deal d101 matched");
    }

    [Theory]
    [InlineData("unavailable", SourceFault.Unavailable)]
    [InlineData("truncated", SourceFault.Malformed)]
    [InlineData("html", SourceFault.Malformed)]
    public async Task Run_AnswerKeepsFailing_ComesToNoEnd(string fault, SourceFault expected)
    {
        await using var source = await StartAsync(3);
        Interrupt(source, on: "search", Fault(fault), times: int.MaxValue);

        (await FailAsync(source)).Fault.ShouldBe(expected);
        (await source.FindingsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"total":3}""")]
    [InlineData("""{"opportunities":{},"total":3}""")]
    [InlineData("""{"opportunities":[],"total":3}""")]
    [InlineData("""{"opportunities":[],"total":"3"}""")]
    [InlineData("""{"opportunities":[{"name":"no id"}],"total":1}""")]
    [InlineData("""{"opportunities":[{"id":"d1","locationId":"loc_2"}],"total":1}""")]
    [InlineData("""{"opportunities":[{"id":"d1","locationId":"loc_1"}],"total":2}""")]
    public async Task Run_AnswerIsNotWhatIsDocumented_ComesToNoEnd(string body)
    {
        await using var source = await StartAsync(3);
        Interrupt(source, on: "search", (_, _) => body, times: int.MaxValue);

        (await FailAsync(source)).Fault.ShouldBe(SourceFault.Malformed);
        (await source.FindingsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_PageRepeatsOnce_IsAskedForAgain()
    {
        await using var source = await StartAsync(250);
        var first = await CaptureFirstPageAsync(source);
        Interrupt(source, on: "search", (_, _) => first, skip: 1);

        (await source.ItemsAsync(await source.RunAsync())).Count(item => item.EndsWith(" matched", StringComparison.Ordinal)).ShouldBe(250);
    }

    [Fact]
    public async Task Run_PageKeepsRepeating_ComesToNoEnd()
    {
        await using var source = await StartAsync(250);
        var first = await CaptureFirstPageAsync(source);
        Interrupt(source, on: "search", (_, _) => first, times: int.MaxValue);

        (await FailAsync(source)).Message.ShouldBe("GoHighLevel answered with the same page again.");
    }

    [Fact]
    public async Task Run_CursorHasExpired_BeginsTheListingAgainOnce()
    {
        await using var source = await StartAsync(250);
        Interrupt(source, on: "search", Expired, skip: 2);
        (await source.ItemsAsync(await source.RunAsync())).Count(item => item.EndsWith(" matched", StringComparison.Ordinal)).ShouldBe(250);

        Interrupt(source, on: "search", (context, n) => n % 3 == 2 ? Expired(context, n) : null, times: int.MaxValue);
        (await FailAsync(source)).Fault.ShouldBe(SourceFault.Refused);

        static string Expired(HttpContext context, int n)
        {
            context.Response.StatusCode = 422;
            return """{"message":"searchAfter is not valid"}""";
        }
    }

    [Fact]
    public async Task Run_ClockIsOff_IsFoundAndWhatIsUndatedIsDatedByIt()
    {
        await using var source = await StartAsync(2);
        source.Location.Deals.TryRemove("d101", out _);
        source.Api.Ahead = TimeSpan.FromMinutes(-42);

        await source.RunAsync();

        (await source.FindingsAsync()).ShouldBe(["deal_extra d101 open", "gohighlevel_clock gohighlevel open"]);
        (await source.StatesAsync("d101"))[^1].ShouldBe("03-02 11:48 - - - deleted");

        source.Api.Ahead = TimeSpan.FromMinutes(4);
        await source.RunAsync();
        (await source.FindingsAsync()).ShouldBe(["deal_extra d101 resolved", "gohighlevel_clock gohighlevel resolved"]);
    }

    private async Task<GoHighLevelSource> StartAsync(int deals)
    {
        var source = await GoHighLevelSource.StartAsync(ledger);
        await source.TellAsync([.. Enumerable.Range(101, deals).Select(n => new DealStory($"d{n}").Created(Feb(1)))]);
        return source;
    }

    private static async Task<SourceException> FailAsync(GoHighLevelSource source)
    {
        var run = await source.BeginAsync();
        return await Should.ThrowAsync<SourceException>(() => source.Part().RunAsync(run, Cancel));
    }

    private static async Task<string> CaptureFirstPageAsync(GoHighLevelSource source)
    {
        string? page = null;
        source.Api.Interfere = async context =>
        {
            if (page is not null || !context.Request.Path.Value!.EndsWith("/search", StringComparison.Ordinal))
            {
                return false;
            }

            page = "";
            var all = source.Location.Deals.Values.OrderBy(deal => (string)deal["id"]!, StringComparer.Ordinal).Take(100).Select(deal =>
            {
                var copy = deal.DeepClone().AsObject();
                copy["sort"] = new System.Text.Json.Nodes.JsonArray(Feb(1).ToUnixTimeMilliseconds(), (string)deal["id"]!);
                return (System.Text.Json.Nodes.JsonNode)copy;
            });
            page = new System.Text.Json.Nodes.JsonObject { ["opportunities"] = new System.Text.Json.Nodes.JsonArray([.. all]), ["total"] = source.Location.Deals.Count }.ToJsonString();
            await context.Response.WriteAsync(page, Cancel);
            return true;
        };
        await source.RunAsync();
        return page!;
    }

    /// <param name="answer">What is answered instead; null for the true answer. Its number counts from 0.</param>
    private static void Interrupt(GoHighLevelSource source, string on, Func<HttpContext, int, string?> answer, int skip = 0, int times = 1)
    {
        var count = 0;
        source.Api.Interfere = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith(on, StringComparison.Ordinal) || count++ is var n && (n < skip || n - skip >= times) || answer(context, n) is not { } body)
            {
                return false;
            }

            if (body.Length == 0)
            {
                context.Abort();
                return true;
            }

            await context.Response.WriteAsync(body, Cancel);
            return true;
        };
    }

    private static Func<HttpContext, int, string?> Fault(string fault) => (context, _) =>
    {
        context.Response.StatusCode = fault == "unavailable" ? 503 : 200;
        context.Response.ContentType = fault == "html" ? "text/html" : "application/json";
        return fault switch
        {
            "unavailable" => "Service Unavailable",
            "truncated" => """{"opportunities":[{"id":"d1","loc""",
            "html" => string.Create(CultureInfo.InvariantCulture, $"<html>{context.Request.Path}</html>"),
            _ => "",
        };
    };
}
