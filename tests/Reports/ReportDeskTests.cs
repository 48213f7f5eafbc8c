using Microsoft.AspNetCore.Http;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Reports;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reports;

/// <summary>Answers as the clock goes on; what they are over HTTP is in EndToEnd/.</summary>
public sealed class ReportDeskTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    // 23:30 on the last of February in New York.
    private readonly ManualTime time = new(new DateTimeOffset(2026, 3, 1, 4, 30, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_NoPeriod_IsTheMonthInTheTenantsDates()
    {
        var (slug, token) = await AddTenantAsync();

        (await AskAsync(KpiReport.Report, slug, token, "")).Member("from").ShouldBe("2026-02-01");
        time.Advance(TimeSpan.FromHours(1));
        (await AskAsync(KpiReport.Report, slug, token, "")).Member("from").ShouldBe("2026-03-01");
    }

    [Fact]
    public async Task Answer_OfARunningPeriod_HoldsUntilTheTenantsMidnight()
    {
        var (slug, token) = await AddTenantAsync();
        const string query = "?from=2026-02-01&to=2026-03-02";
        var first = await AskAsync(KpiReport.Report, slug, token, query);

        time.Advance(TimeSpan.FromMinutes(29));
        (await AskAsync(KpiReport.Report, slug, token, query, first.Headers.ETag)).Status.ShouldBe(304);
        time.Advance(TimeSpan.FromMinutes(2));
        (await AskAsync(KpiReport.Report, slug, token, query, first.Headers.ETag)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Answer_OfAPeriodThatIsOver_HoldsAcrossMidnight()
    {
        var (slug, token) = await AddTenantAsync();
        const string query = "?month=2026-01";
        var first = await AskAsync(KpiReport.Report, slug, token, query);
        var daily = await AskAsync(KpiReport.Report with { DependsOnToday = true }, slug, token, query);

        time.Advance(TimeSpan.FromHours(1));

        (await AskAsync(KpiReport.Report, slug, token, query, first.Headers.ETag)).Status.ShouldBe(304);
        (await AskAsync(KpiReport.Report with { DependsOnToday = true }, slug, token, query, daily.Headers.ETag)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Answer_AfterTheViewsWereBuiltAnew_IsComputedAgain()
    {
        var (slug, token) = await AddTenantAsync();
        var first = await AskAsync(KpiReport.Report, slug, token, "?month=2026-01");

        await ledger.ExecuteAsync("update migrations.views set checksum = checksum || '+'");

        (await AskAsync(KpiReport.Report, slug, token, "?month=2026-01", first.Headers.ETag)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Answer_PagesAcrossMidnight_AreOfTheDayOfTheFirst()
    {
        var (slug, token) = await AddTenantAsync();
        await ledger.ExecuteAsync($"""
            insert into ledger.raw_clients (tenant_id, source, source_key, occurred_at, event_seq, aspect, entity_id, client_id, effective_at, onboarded_at)
            select t.tenant_id, 'events', 'on' || n, x.at, 1, 'success', 'c' || n, 'c' || n, x.at, x.at
            from config.tenants as t
            cross join generate_series(0, 3) as n
            cross join lateral (select '2026-02-28T12:00:00Z'::timestamptz + n * interval '12 hours' as at) as x
            where t.slug = '{slug}'
            """);
        var report = KpiRowsReport.Of("active_clients");
        var first = await AskAsync(report, slug, token, "?from=2026-02-01&to=2026-04-01&limit=1");
        first.Json().GetProperty("figures")[0].Number("value").ShouldBe(2, "by the end of that day");

        time.Advance(TimeSpan.FromHours(1));

        var second = await AskAsync(report, slug, token, first.Member("next"));
        second.Json().GetProperty("figures")[0].Number("value").ShouldBe(2);
        second.Json().TryGetProperty("next", out _).ShouldBeFalse();
        (await AskAsync(report, slug, token, "?from=2026-02-01&to=2026-04-01")).Json().GetProperty("figures")[0].Number("value").ShouldBe(4);
    }

    private async Task<(string Slug, ApiToken Token)> AddTenantAsync()
    {
        var slug = $"t{Guid.NewGuid():n}"[..20];
        var tenant = await ledger.AddTenantAsync("America/New_York", slug: slug);
        var token = ApiToken.Create(slug);
        await ledger.ExecuteAsync(
            "insert into config.api_tokens (tenant_id, token_id, sha256, scopes, actor, expires_at) values ($1, gen_random_uuid(), $2, '{report}', 'test', '2100-01-01')",
            tenant, token.Sha256);
        return (slug, token);
    }

    private async Task<Answer> AskAsync(Report report, string slug, ApiToken token, string query, string? ifNoneMatch = null)
    {
        var database = new Database(ledger.App, time);
        var desk = new ReportDesk(new BearerAccess(new TenantDirectory(database, time), database, Limits.Usual(), time), database, time);
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        request.Headers.Authorization = $"Bearer {token.Text}";
        request.Headers.IfNoneMatch = ifNoneMatch;
        return await Answer.OfAsync(await desk.AnswerAsync(report, request, slug, Cancel));
    }
}
