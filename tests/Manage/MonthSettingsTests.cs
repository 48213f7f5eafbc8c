using System.Text.Json;
using Plumbline.Manage;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Manage;

/// <summary>Who is told, what a digest shows, and how long a feed may be silent.</summary>
[Trait("Category", "Sql")]
public sealed class MonthSettingsTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly string[] Eight = ["mer", "leads", "cash_collected", "booking_rate", "show_rate", "close_rate", "ad_spend", "workload"];

    private static readonly TenantSettings Plain = new("Months", "UTC", "USD", "2026-01");

    private static readonly TenantSettings Full = Plain with
    {
        Admins = [new AdminSettings("zoe@months.example"), new AdminSettings("ann@months.example", " Ann ")],
        HeadlineKpis = [" mer ", .. Eight[1..]],
        SourceIntervals = [new SourceIntervalSettings("stripe", 72), new SourceIntervalSettings(" ads ", 8784)],
    };

    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<string, TenantSettings> Faulty => new()
    {
        { "admins[1].email ", Plain with { Admins = [new AdminSettings("ann@months.example"), new AdminSettings("nobody")] } },
        { "admins[0].email ", Plain with { Admins = [new AdminSettings("Ann <ann@months.example>")] } },
        { "admins[0].name ", Plain with { Admins = [new AdminSettings("ann@months.example", "two\nlines")] } },
        { "admins[0].name ", Plain with { Admins = [new AdminSettings("ann@months.example", new string('x', 201))] } },
        { "admins[0] ", Plain with { Admins = [null!] } },
        { "admins[1].email ", Plain with { Admins = [new AdminSettings("ann@months.example"), new AdminSettings("ANN@months.example")] } },
        { "admins ", Plain with { Admins = [.. Enumerable.Range(1, 21).Select(n => new AdminSettings($"admin{n}@months.example"))] } },

        { "headlineKpis ", Plain with { HeadlineKpis = Eight[..7] } },
        { "headlineKpis ", Plain with { HeadlineKpis = [.. Enumerable.Range(1, 13).Select(n => $"kpi_{n}")] } },
        { "headlineKpis[7] ", Plain with { HeadlineKpis = [.. Eight[..7], " mer"] } },
        { "headlineKpis[7] ", Plain with { HeadlineKpis = [.. Eight[..7], null!] } },
        { "headlineKpis[7] ", Plain with { HeadlineKpis = [.. Eight[..7], " "] } },

        { "sourceIntervals[0].feed ", Plain with { SourceIntervals = [new SourceIntervalSettings("", 1)] } },
        { "sourceIntervals[0].hours ", Plain with { SourceIntervals = [new SourceIntervalSettings("stripe", 0)] } },
        { "sourceIntervals[0].hours ", Plain with { SourceIntervals = [new SourceIntervalSettings("stripe", 8785)] } },
        { "sourceIntervals[1].feed ", Plain with { SourceIntervals = [new SourceIntervalSettings("ads", 1), new SourceIntervalSettings("ads ", 2)] } },
        { "sourceIntervals[0] ", Plain with { SourceIntervals = [null!] } },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Fault_OfAMember_NamesItAndTellsNoAddress(string path, TenantSettings settings)
    {
        var fault = TenantValidation.Fault(settings).ShouldNotBeNull();

        fault.ShouldStartWith(path);
        fault.ShouldNotContain("@");
    }

    [Fact]
    public void Fault_AtTheBounds_IsNone() => TenantValidation.Fault(Plain with
    {
        Admins = [.. Enumerable.Range(1, 20).Select(n => new AdminSettings($"admin{n}@months.example"))],
        HeadlineKpis = [.. Enumerable.Range(1, 12).Select(n => $"kpi_{n}")],
        SourceIntervals = [new SourceIntervalSettings("stripe", 1), new SourceIntervalSettings("ads", 8784)],
    }).ShouldBeNull();

    [Fact]
    public async Task Put_EveryMember_IsReadBackTrimmedAndHolds()
    {
        var id = (await PutAsync("every-month", Full)).TenantId;

        var read = await ReadAsync("every-month");

        read.Admins.ShouldBe([new AdminSettings("ann@months.example", "Ann"), new AdminSettings("zoe@months.example")]);
        read.HeadlineKpis.ShouldBe(Eight);
        read.SourceIntervals.ShouldBe([new SourceIntervalSettings("ads", 8784), new SourceIntervalSettings("stripe", 72)]);
        (await TextAsync("select string_agg(email, ',' order by email) from staging.admins where tenant_id = $1", id)).ShouldBe("ann@months.example,zoe@months.example");
        (await TextAsync("select string_agg(kpi, ',' order by display_order) from staging.headline_kpis where tenant_id = $1", id)).ShouldBe(string.Join(',', Eight));
        (await TextAsync("select string_agg(feed || ' ' || hours, ',' order by feed) from staging.source_intervals where tenant_id = $1", id)).ShouldBe("ads 8784,stripe 72");
    }

    [Fact]
    public async Task Put_WithoutThem_KeepsThemAndEmptyEmptiesThem()
    {
        var id = (await PutAsync("older-client", Full)).TenantId;

        (await PutAsync("older-client", Plain with { Name = "Renamed" })).Settings.HeadlineKpis.ShouldBe(Eight);
        var kept = await ReadAsync("older-client");
        (kept.Admins!.Count, kept.HeadlineKpis!.Count, kept.SourceIntervals!.Count).ShouldBe((2, 8, 2));

        await PutAsync("older-client", Plain with { Admins = [], HeadlineKpis = [], SourceIntervals = [] });
        var emptied = await ReadAsync("older-client");
        (emptied.Admins!.Count, emptied.HeadlineKpis!.Count, emptied.SourceIntervals!.Count).ShouldBe((0, 0, 0));
        (await TextAsync("select count(*)::text from staging.headline_kpis where tenant_id = $1", id)).ShouldBe("12", "the usual ones");
    }

    [Fact]
    public async Task Put_OtherOrderOfHeadlines_IsAChangeAndOfTheRestNone()
    {
        await PutAsync("order", Full);
        await PutAsync("order", Full with { Admins = [.. Full.Admins!.Reverse()], SourceIntervals = [.. Full.SourceIntervals!.Reverse()] });
        await PutAsync("order", Full with { HeadlineKpis = [.. Eight.Reverse()] });

        var entries = await new AuditTrail(ledger.Database).ListAsync(await TenantAsync("order"), before: null, action: null, limit: 10, Cancel);

        entries.Select(entry => string.Join(',', entry.Details.GetProperty("changed").EnumerateArray().Select(name => name.GetString()))).ShouldBe([
            "headlineKpis", "name,timeZone,currency,firstMonth,culture,graceHours,funnelWindowDays,admins,headlineKpis,sourceIntervals"]);
        JsonSerializer.Serialize(entries).ShouldNotContain("@");
        (await ReadAsync("order")).HeadlineKpis.ShouldBe(Eight.Reverse());
    }

    [Fact]
    public async Task Put_KpiOrFeedThatIsNone_IsInvalidAndWritesNothing()
    {
        var kpi = await Writer().PutAsync("unknowing", Full with { HeadlineKpis = [.. Eight[..7], "profit"] }, "test", Cancel);
        var feed = await Writer().PutAsync("unknowing", Full with { SourceIntervals = [new SourceIntervalSettings("fax", 1)] }, "test", Cancel);

        kpi.ShouldBeOfType<PutTenantResult.Invalid>().Reason.ShouldBe("headlineKpis[7] must be the key of a KPI, such as cash_collected.");
        feed.ShouldBeOfType<PutTenantResult.Invalid>().Reason.ShouldBe(
            "sourceIntervals[0].feed must be stripe, gohighlevel, site, ads, phone, success, finance or automations.");
        (await ledger.ScalarAsync<long>("select count(*) from config.tenants where slug = 'unknowing'")).ShouldBe(0);
    }

    private TenantWriter Writer() => new(ledger.Database, new TenantDirectory(ledger.Database, time), time);

    private async Task<PutTenantResult.Saved> PutAsync(string slug, TenantSettings settings)
    {
        TenantValidation.Fault(settings).ShouldBeNull();
        return (await Writer().PutAsync(slug, settings, "test", Cancel)).ShouldBeOfType<PutTenantResult.Saved>();
    }

    private async Task<Tenant> TenantAsync(string slug) => (await new TenantDirectory(ledger.Database, time).FindAsync(slug, Cancel)).ShouldNotBeNull();

    private async Task<TenantSettings> ReadAsync(string slug) => (await new TenantReader(ledger.Database).ReadAsync(await TenantAsync(slug), Cancel)).Settings;

    private Task<string> TextAsync(string sql, Guid id) => ledger.ScalarAsync<string>(sql, id);
}
