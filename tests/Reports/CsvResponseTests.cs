using Plumbline.Reports;
using Plumbline.Tests.Platform;

namespace Plumbline.Tests.Reports;

public sealed class CsvResponseTests
{
    [Fact]
    public async Task Execute_Table_IsAFileWithAHeaderLine()
    {
        var answer = await WriteAsync(["a,b", new DateOnly(2026, 1, 31), 1234567.5m, -7L, null, true]);

        answer.Status.ShouldBe(200);
        answer.ContentType.ShouldBe("text/csv; charset=utf-8; header=present");
        answer.Headers.ContentDisposition.ToString().ShouldBe("attachment; filename=\"kpis-demo.csv\"");
        answer.Text.ShouldBe("c0,c1,c2,c3,c4,c5\r\n\"a,b\",2026-01-31,1234567.5,-7,,true\r\n");
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("naïve ✓", "naïve ✓")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "\"\"")]
    public async Task Execute_Text_IsQuotedAndNeverAFormula(string text, string cell) =>
        (await WriteAsync([text])).Text.ShouldBe($"c0\r\n{cell}\r\n");

    [Fact]
    public async Task Execute_CarriageReturnFirst_IsNoFormulaEither() =>
        (await WriteAsync(["\r=1"])).Text.ShouldBe("c0\r\n\"'\r=1\"\r\n");

    [Fact]
    public async Task Execute_Instant_IsUtc() =>
        (await WriteAsync([new DateTimeOffset(2026, 1, 31, 23, 30, 0, 250, TimeSpan.FromHours(-5))])).Text.ShouldBe("c0\r\n2026-02-01T04:30:00.25Z\r\n");

    [Fact]
    public async Task Execute_ManyRows_AreAllWritten()
    {
        var rows = Enumerable.Range(0, 5000).Select(i => new object?[] { i, new string('x', 40) });

        var answer = await Answer.OfAsync(new CsvResponse(new CsvTable("many", ["n", "text"], rows)));

        answer.Text.Split("\r\n").Length.ShouldBe(5002);
        answer.Text.ShouldEndWith($"4999,{new string('x', 40)}\r\n");
    }

    private static Task<Answer> WriteAsync(IReadOnlyList<object?> row) =>
        Answer.OfAsync(new CsvResponse(new CsvTable("kpis-demo", [.. row.Select((_, i) => $"c{i}")], [row])));
}
