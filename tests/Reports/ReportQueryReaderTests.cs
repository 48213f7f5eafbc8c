using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Plumbline.Reports;

namespace Plumbline.Tests.Reports;

public sealed class ReportQueryReaderTests
{
    private static readonly System.Globalization.CultureInfo Invariant = System.Globalization.CultureInfo.InvariantCulture;
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("?from=2026-01-15&to=2026-02-01", "2026-01-15", "2026-02-01", false)]
    [InlineData("?month=2026-01", "2026-01-01", "2026-02-01", true)]
    [InlineData("?from=2026-02-01&to=2026-03-01", "2026-02-01", "2026-03-01", true)]
    [InlineData("?from=2026-01-01&to=2026-03-01", "2026-01-01", "2026-03-01", false)]
    [InlineData("?from=2000-01-01&to=2010-01-08", "2000-01-01", "2010-01-08", false)]
    [InlineData("?from=2026-02-20&to=2030-01-01", "2026-02-20", "2030-01-01", false)]
    public void Read_Period_IsFromUpToTo(string query, string from, string to, bool isOneMonth)
    {
        var read = Read(query);

        (read.From.ToString("o", Invariant), read.To.ToString("o", Invariant), read.IsOneMonth).ShouldBe((from, to, isOneMonth));
    }

    [Theory]
    [InlineData("UTC", "2026-03-01")]
    [InlineData("America/New_York", "2026-02-01")]
    public void Read_NoPeriod_IsTheMonthInTheTenantsDates(string zone, string from)
    {
        var (query, fault) = ReportQueryReader.Read(Parse("?department=sales"), zone, Now);

        fault.ShouldBeNull();
        (query!.From.ToString("o", Invariant), query.IsOneMonth, query.Now).ShouldBe((from, true, Now));
    }

    [Fact]
    public void Read_TagsAndOwnParameters_AreTakenAsWritten()
    {
        var query = Read("?utm_term=a%26b%3D%22c%22&department=client+success&by=team&month=2026-01&format=csv&asOf=1:10:12:11", "by", "kpi");

        query.FilterJson.ShouldBe("""{"department":"client success","utm_term":"a\u0026b=\u0022c\u0022"}""");
        query.Own.ShouldBe(new Dictionary<string, string> { ["by"] = "team" });
        query.AsOf!.ToString().ShouldBe("1:10:12:11");
    }

    [Fact]
    public void ToQueryString_ReadAgain_IsTheSamePeriodAndFilter()
    {
        var query = Read("?utm_term=a%26b%3D%22c%22&owner_id=%3D1%2B1&from=2026-01-05&to=2026-01-09");

        var again = Read(query.ToQueryString());

        (again.From, again.To, again.FilterJson).ShouldBe((query.From, query.To, query.FilterJson));
    }

    [Theory]
    [InlineData("?from=2026-01-01", "to is missing")]
    [InlineData("?to=2026-01-01", "from is missing")]
    [InlineData("?from=2026-02-30&to=2026-03-01", "from is '2026-02-30'")]
    [InlineData("?from=2026-1-1&to=2026-03-01", "from is '2026-1-1'")]
    [InlineData("?from=2026-01-01&to=tomorrow", "to is 'tomorrow'")]
    [InlineData("?from=2026-01-01&to=2026-01-01", "from must be before to")]
    [InlineData("?from=1999-12-31&to=2000-02-01", "from is '1999-12-31'")]
    [InlineData("?from=2100-12-01&to=2101-01-02", "to is '2101-01-02'")]
    [InlineData("?from=2000-01-01&to=2010-01-09", "at most 3660 days")]
    [InlineData("?from=2026-03-02&to=2026-04-01", "The period begins on 2026-03-02, and today is 2026-03-01 in UTC")]
    [InlineData("?month=2026-13", "month is '2026-13'")]
    [InlineData("?month=1999-12", "month is '1999-12'")]
    [InlineData("?month=2101-01", "month is '2101-01'")]
    [InlineData("?month=2026-01&from=2026-01-01", "month stands alone")]
    [InlineData("?month=2026-01&month=2026-02", "month is given 2 times")]
    [InlineData("?departmnt=sales", "Unknown tag or parameter 'departmnt'; known are from, to, month, asOf, format, by, department,")]
    [InlineData("?Department=sales", "Unknown tag or parameter 'Department'")]
    [InlineData("?kpi=leads", "Unknown tag or parameter 'kpi'")]
    [InlineData("?department=", "department is empty")]
    [InlineData("?department", "department is empty")]
    [InlineData("?department=a&department=b", "department is given 2 times")]
    [InlineData("?department=a%00b", "department is 'a?b'")]
    [InlineData("?asOf=now", "asOf is 'now'")]
    [InlineData("?asOf=1:10:12:9", "asOf is '1:10:12:9'")]
    public void Read_Unreadable_NamesWhatAndWhy(string query, string fault)
    {
        var read = ReportQueryReader.Read(Parse(query), "UTC", Now, "by");

        read.Query.ShouldBeNull();
        read.Fault.ShouldNotBeNull().ShouldContain(fault);
    }

    [Fact]
    public void Read_LongValues_AreClippedInTheAnswer()
    {
        ReportQueryReader.Read(Parse($"?department={new string('x', 501)}"), "UTC", Now).Fault!.Length.ShouldBeLessThan(150);
        ReportQueryReader.Read(Parse($"?{new string('x', 501)}=1"), "UTC", Now).Fault!.ShouldContain($"'{new string('x', 40)}…'");
    }

    private static ReportQuery Read(string query, params string[] own)
    {
        var (read, fault) = ReportQueryReader.Read(Parse(query), "UTC", Now, own);
        fault.ShouldBeNull();
        return read!;
    }

    private static QueryCollection Parse(string query) => new(QueryHelpers.ParseQuery(query));
}
