using System.Text.Json;
using Plumbline.Platform;
using Plumbline.Reports;

namespace Plumbline.Tests.Reports;

public sealed class StageConversionOrderTests
{
    // In Auckland it is February already.
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{}", "2026-02-01 2026-03-01 own")]
    [InlineData("""{"month":"2026-01","windowDays":30}""", "2026-01-01 2026-02-01 30")]
    [InlineData("""{"from":"2026-01-10","to":"2026-01-11","windowDays":null,"pairs":null}""", "2026-01-10 2026-01-11 no limit")]
    [InlineData("""{"month":"2026-01","windowDays":1}""", "2026-01-01 2026-02-01 1")]
    [InlineData("""{"month":"2026-01","windowDays":3650}""", "2026-01-01 2026-02-01 3650")]
    [InlineData("""{"pipeline":"p1","pairs":[{"from":"s2","to":"s1"},{"from":"s1","to":"s2"}]}""", "p1 2026-02-01 2026-03-01 own s2>s1 s1>s2")]
    public void Read_Request_FillsInWhatIsLeftOut(string body, string expected)
    {
        var (order, fault) = Read(body);

        fault.ShouldBeNull();
        var window = order!.Window is null ? "own" : order.Window.Days is { } days ? $"{days}" : "no limit";
        string?[] words = [order.Pipeline, $"{order.From:yyyy-MM-dd}", $"{order.To:yyyy-MM-dd}", window, .. order.Pairs?.Select(pair => $"{pair.From}>{pair.To}") ?? []];
        string.Join(' ', words.OfType<string>()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"from":"2026-02-30","to":"2026-03-01"}""", "from is '2026-02-30'")]
    [InlineData("""{"from":"2026-01-01"}""", "to is missing")]
    [InlineData("""{"from":"2026-02-01","to":"2026-02-01"}""", "from must be before to")]
    [InlineData("""{"from":"","to":"2026-02-01"}""", "from is empty")]
    [InlineData("""{"month":"2026-13"}""", "month is '2026-13'")]
    [InlineData("""{"month":"2026-01","from":"2026-01-01"}""", "month stands alone")]
    [InlineData("""{"month":"1999-01"}""", "month is '1999-01'")]
    [InlineData("""{"windowDays":0}""", "windowDays is 0;")]
    [InlineData("""{"windowDays":3651}""", "windowDays is 3651;")]
    [InlineData("""{"windowDays":-1}""", "windowDays is -1;")]
    [InlineData("""{"windowDays":1.5}""", "windowDays is 1.5;")]
    [InlineData("""{"windowDays":"30"}""", "windowDays is \"30\";")]
    [InlineData("""{"windowDays":[30]}""", "windowDays is [30];")]
    [InlineData("""{"windowDays":99999999999}""", "windowDays is 99999999999;")]
    [InlineData("""{"pairs":[]}""", "pairs has 0 pairs")]
    [InlineData("""{"pairs":[null]}""", "pairs[0] must not be null")]
    [InlineData("""{"pairs":[{"from":"s1","to":"s2"},{"from":"s3","to":"s3"}]}""", "pairs[1] goes from 's3' to itself")]
    [InlineData("""{"pairs":[{"from":"s1","to":"s2"},{"from":"s2","to":"s1"},{"from":"s1","to":"s2"}]}""", "pairs[2], 's1' to 's2', is the same as pairs[0]")]
    public void Read_Nonsense_NamesTheFault(string body, string named) => Read(body).Fault.ShouldNotBeNull().ShouldContain(named);

    [Fact]
    public void Read_MorePairsThanThereMayBe_SaysHowMany()
    {
        string Pairs(int count) => $$"""{"pairs":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"from":"s{{i}}","to":"t"}"""))}}]}""";

        Read(Pairs(200)).Fault.ShouldBeNull();
        Read(Pairs(201)).Fault.ShouldNotBeNull().ShouldContain("pairs has 201 pairs");
    }

    private static (StageConversionOrder? Order, string? Fault) Read(string body) =>
        StageConversionOrder.Read(JsonSerializer.Deserialize<StageConversionRequest>(body, JsonResponse.Options)!, "Pacific/Auckland", Now);
}
