using System.Net;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The conversion report of the sample business over HTTP, as JSON and CSV.</summary>
[Collection(nameof(FunnelDemo))]
public sealed class FunnelReportTests(FunnelDemo demo)
{
    private const string Report = "/api/reports/demo/funnel";
    private const string Page = "/api/pages/demo/funnel";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Month_CountsTheLeadsAndVisitorsThatWerePosted()
    {
        using var response = await demo.GetAsync($"{Report}?month=2026-04");
        var report = await FunnelDemo.ReadAsync(response);
        var truth = demo.Truth.Months[new DateOnly(2026, 4, 1)];

        FunnelDemo.Clients(report, "visitor").ShouldBe(truth.Visitors);
        FunnelDemo.Clients(report, "lead").ShouldBe(truth.Leads);
        var counts = report.GetProperty("stages").EnumerateArray().Skip(1).Select(stage => stage.GetProperty("clients").GetInt64()).ToArray();
        counts.ShouldBe(counts.OrderDescending());
        counts[^1].ShouldBePositive();
        foreach (var rate in report.GetProperty("rates").EnumerateArray())
        {
            rate.GetProperty("numerator").GetInt64().ShouldBe(FunnelDemo.Clients(report, rate.GetProperty("toStage").GetString()!));
            rate.GetProperty("denominator").GetInt64().ShouldBe(FunnelDemo.Clients(report, rate.GetProperty("fromStage").GetString()!));
        }

        report.GetProperty("previousFrom").GetString().ShouldBe("2026-03-01");
        report.GetProperty("windowDays").GetInt32().ShouldBe(90);
        report.GetProperty("youngLeads").GetInt64().ShouldBe(truth.Leads);
        report.GetProperty("excluded").GetArrayLength().ShouldBe(5);
        report.GetProperty("asOf").GetString().ShouldBe(response.Headers.GetValues("Report-As-Of").Single());
        report.GetProperty("definitionsVersion").GetInt64().ShouldBePositive();
    }

    [Fact]
    public async Task Get_RunningMonth_ComparesWithTheSameDays()
    {
        var report = await demo.ReadAsync(Report);

        report.GetProperty("isPartial").GetBoolean().ShouldBeTrue();
        string Date(string name) => report.GetProperty(name).GetString()!;
        (Date("from"), Date("to"), Date("effectiveTo")).ShouldBe(("2026-05-01", "2026-06-01", "2026-05-15"));
        (Date("previousFrom"), Date("previousTo")).ShouldBe(("2026-04-01", "2026-04-15"));
    }

    [Theory]
    [InlineData("source_funnel")]
    [InlineData("owner_id")]
    [InlineData("branch")]
    [InlineData("month")]
    public async Task Get_ByADimension_PartitionsTheLeads(string by)
    {
        var report = await demo.ReadAsync($"{Report}?from=2026-02-01&to=2026-05-01&by={by}");

        var groups = report.GetProperty("groups").EnumerateArray().ToArray();
        groups.ShouldNotBeEmpty();
        foreach (var stage in new[] { "lead", "qualified", "booked", "completed", "won" })
        {
            groups.Sum(group => FunnelDemo.Clients(group, stage)).ShouldBe(FunnelDemo.Clients(report, stage), stage);
        }

        if (by == "owner_id")
        {
            groups.Count(group => group.TryGetProperty("name", out _)).ShouldBePositive();
        }
    }

    [Fact]
    public async Task Get_Csv_SaysTheSameInOneTable()
    {
        var report = await demo.ReadAsync($"{Report}?month=2026-04&by=source_funnel");
        using var response = await demo.GetAsync($"{Report}?month=2026-04&by=source_funnel", accept: "text/csv");
        var lines = (await response.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("funnel-2026-04-01-2026-05-01.csv");
        lines[0].ShouldStartWith("line,dimension,value,name,");
        lines.ShouldContain(line => line.StartsWith($"stage,,,lead,,,{FunnelDemo.Clients(report, "lead")},", StringComparison.Ordinal));
        lines.Count(line => line.StartsWith("rate,", StringComparison.Ordinal)).ShouldBe(7 * (1 + report.GetProperty("groups").GetArrayLength()));
        lines.Count(line => line.StartsWith("self-check,", StringComparison.Ordinal)).ShouldBe(report.GetProperty("selfCheck").GetArrayLength());
        lines.ShouldAllBe(line => line.Split(',', StringSplitOptions.None).Length == 17);
    }

    [Fact]
    public async Task Get_WithItsETag_IsNotModified()
    {
        using var first = await demo.GetAsync($"{Report}?month=2026-03");
        var etag = first.Headers.ETag.ShouldNotBeNull().ToString();

        using var again = await demo.GetAsync($"{Report}?month=2026-03", ifNoneMatch: etag);
        using var other = await demo.GetAsync($"{Report}?month=2026-03&by=branch", ifNoneMatch: etag);

        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("by=colour", "by is 'colour'; it is one of month, source_funnel, owner_id, branch.")]
    [InlineData("month=2026-13", "month is '2026-13'")]
    [InlineData("colour=red", "'colour'")]
    [InlineData("from=2026-04-01", "to is missing")]
    [InlineData("by=", "by is empty")]
    public async Task Get_WhatCannotBe_IsRefusedByName(string query, string named)
    {
        foreach (var path in new[] { Report, Page })
        {
            using var response = await demo.GetAsync($"{path}?{query}");

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await FunnelDemo.ReadAsync(response)).GetProperty("detail").GetString()!.ShouldContain(named);
        }
    }
}
