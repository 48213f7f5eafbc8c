using Microsoft.AspNetCore.Http;
using Plumbline.Reports;
using Plumbline.Tests.Platform;

namespace Plumbline.Tests.Reports;

public sealed class ReportFormatsTests
{
    [Theory]
    [InlineData("", "", ReportFormat.Json)]
    [InlineData("", "*/*", ReportFormat.Json)]
    [InlineData("", "application/json", ReportFormat.Json)]
    [InlineData("", "text/csv", ReportFormat.Csv)]
    [InlineData("", "text/csv; charset=utf-8; header=present", ReportFormat.Csv)]
    [InlineData("", "TEXT/CSV", ReportFormat.Csv)]
    [InlineData("", "text/*", ReportFormat.Csv)]
    [InlineData("", "text/csv, application/json", ReportFormat.Json)]
    [InlineData("", "application/json;q=0.5, text/csv;q=0.9", ReportFormat.Csv)]
    [InlineData("", "text/csv;q=0.5, */*;q=0.1", ReportFormat.Csv)]
    [InlineData("", "text/csv;q=0, */*", ReportFormat.Json)]
    [InlineData("", "application/json;q=0, */*;q=0.1", ReportFormat.Csv)]
    [InlineData("", "text/html, application/xhtml+xml, */*;q=0.8", ReportFormat.Json)]
    [InlineData("?format=csv", "application/json", ReportFormat.Csv)]
    [InlineData("?format=json", "text/csv", ReportFormat.Json)]
    [InlineData("?format=csv", "image/png", ReportFormat.Csv)]
    public void Of_Wishes_PicksTheForm(string query, string accept, ReportFormat wanted)
    {
        var (format, refusal) = ReportFormats.Of(Request(query, accept));

        refusal.ShouldBeNull();
        format.ShouldBe(wanted);
    }

    [Theory]
    [InlineData("?format=xml", "*/*", 400, "format is 'xml'")]
    [InlineData("?format=CSV", "*/*", 400, "format is 'CSV'")]
    [InlineData("", "image/png", 406, "Accept is 'image/png'")]
    [InlineData("", "*/*;q=0", 406, "application/json and text/csv")]
    public async Task Of_NoSuchForm_IsRefusedByName(string query, string accept, int status, string detail)
    {
        var (_, refusal) = ReportFormats.Of(Request(query, accept));

        var answer = await Answer.OfAsync(refusal!);
        answer.Status.ShouldBe(status);
        answer.Member("detail").ShouldContain(detail);
    }

    private static HttpRequest Request(string query, string accept)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        if (accept.Length > 0)
        {
            request.Headers.Accept = accept;
        }

        return request;
    }
}
