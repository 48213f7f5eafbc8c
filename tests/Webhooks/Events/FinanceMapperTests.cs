using System.Globalization;
using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.Webhooks.Events;

public sealed class FinanceMapperTests
{
    [Fact]
    public void Map_Statement_IsTheMonthInMinorUnitsWithItsTargets()
    {
        var delivery = CloudEvents.Delivered(CloudEvents.Of(
            "finance.posted",
            """
            {
              "month": "2026-02", "revenue": 182500.00, "ebitda": -4200.5, "currency": "EUR",
              "targets": { "cash_collected": 200000.10, "show_rate": 0.75, "won": 12 }, "tags": { "sourceFunnel": "webinar" }
            }
            """,
            "2026-02/1"));

        var said = delivery.Finance.ShouldHaveSingleItem();
        (said.SourceKey, said.Month, said.Currency).ShouldBe(("test|2026-02/1:month", new DateOnly(2026, 2, 1), "EUR"));
        (said.RevenueMinor, said.EbitdaMinor).ShouldBe((18_250_000, -420_050));
        said.OccurredAt.ShouldBe(At("2026-02-01T17:00:00Z"));
        said.EffectiveAt.ShouldBe(At("2026-03-02T08:00:00Z"));
        said.Targets.OrderBy(target => target.Key).ShouldBe([new("cash_collected", 20_000_010), new("show_rate", 0.75m), new("won", 12)]);
        said.Tags.ShouldBe(new Tags { SourceFunnel = "webinar" });
        (delivery.Tags, delivery.ObjectId, delivery.Attributes).ShouldBe((said.Tags, null, null));
    }

    [Theory]
    [InlineData("""{"month":"2026-02","revenue":1}""", 1L, null)]
    [InlineData("""{"month":"2026-02","revenue":0,"ebitda":null}""", 0L, null)]
    [InlineData("""{"month":"2026-02","ebitda":-1,"targets":{}}""", null, -1L)]
    [InlineData("""{"month":"2026-02","revenue":-5,"currency":""}""", -5L, null)]
    [InlineData("""{"month":"2026-02","targets":{"won":3}}""", null, null)]
    public void Map_StatementOfTheLeast_SaysNothingOfTheRestAndTakesTheTenantsCurrency(string data, long? revenue, long? ebitda)
    {
        var said = CloudEvents.Delivered(CloudEvents.Of("finance.posted", data), CloudEvents.Tenant with { Currency = "JPY" }).Finance[0];

        (said.RevenueMinor, said.EbitdaMinor, said.Currency).ShouldBe((revenue, ebitda, "JPY"));
    }

    [Theory]
    [InlineData("USD", "-92233720368547758.08", long.MinValue)]
    [InlineData("USD", "92233720368547758.07", long.MaxValue)]
    [InlineData("USD", "1.10", 110)]
    [InlineData("USD", "-0.01", -1)]
    [InlineData("JPY", "-7.0", -7)]
    [InlineData("KWD", "-1.234", -1234)]
    public void Map_Ebitda_IsExactInMinorUnits(string currency, string ebitda, long minor) =>
        CloudEvents.Delivered(Statement(data => (data["currency"], data["ebitda"]) = (currency, CloudEvents.Json(ebitda)))).Finance[0].EbitdaMinor.ShouldBe(minor);

    [Theory]
    [InlineData("America/New_York", "2026-02", "2026-02-01T17:00:00Z")]
    [InlineData("America/New_York", "2025-07", "2025-07-01T16:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-02", "2026-01-31T22:00:00Z")]
    [InlineData("UTC", "2000-01", "2000-01-01T12:00:00Z")]
    public void Map_Month_HappenedAtNoonOfItsFirstDay(string zone, string month, string noon) =>
        CloudEvents.Delivered(Statement(data => data["month"] = month), CloudEvents.Tenant with { TimeZone = zone }).Finance[0].OccurredAt.ShouldBe(At(noon));

    [Theory]
    [InlineData("2026-03", true)]
    [InlineData("2026-04", false)]
    [InlineData("2100-12", false)]
    public void Map_MonthToCome_HasTargetsAlone(string month, bool hasFigures)
    {
        CloudEvents.Delivered(CloudEvents.Of("finance.posted", $$$"""{"month":"{{{month}}}","targets":{"won":1}}""")).Finance.ShouldHaveSingleItem();

        var mapped = CloudEvents.Map(CloudEvents.Of("finance.posted", $$$"""{"month":"{{{month}}}","revenue":1,"targets":{"won":1}}"""));
        if (hasFigures)
        {
            mapped.Fault.ShouldBeNull();
        }
        else
        {
            mapped.ShouldBeRejectedAt("/data/month");
        }
    }

    [Theory]
    [InlineData("month", "null")]
    [InlineData("month", "\"2026-2\"")]
    [InlineData("month", "\"2026-13\"")]
    [InlineData("month", "\"2026-02-01\"")]
    [InlineData("month", "\"2026-02\\n\"")]
    [InlineData("month", "\"1999-12\"")]
    [InlineData("month", "\"2101-01\"")]
    [InlineData("month", "202602")]
    [InlineData("revenue", "\"5\"")]
    [InlineData("revenue", "1.001")]
    [InlineData("revenue", "92233720368547758.08")]
    [InlineData("revenue", "9e27")]
    [InlineData("revenue", "1e999")]
    [InlineData("ebitda", "-92233720368547758.09")]
    [InlineData("ebitda", "-9e27")]
    [InlineData("ebitda", "-0.001")]
    [InlineData("ebitda", "{}")]
    [InlineData("currency", "\"usd\"")]
    [InlineData("currency", "\"USDT\"")]
    [InlineData("targets", "[]")]
    [InlineData("targets", "5")]
    [InlineData("tags", "[]")]
    public void Map_MemberThatIsNotValid_IsRejectedThere(string member, string value) =>
        CloudEvents.Map(Statement(data => data[member] = CloudEvents.Json(value))).ShouldBeRejectedAt($"/data/{member}").ShouldStartWith(member);

    [Theory]
    [InlineData("profit", "1")]
    [InlineData("Won", "1")]
    [InlineData("cash_collected", "null")]
    [InlineData("cash_collected", "\"5\"")]
    [InlineData("cash_collected", "1.001")]
    [InlineData("cash_collected", "1000000000001")]
    [InlineData("cash_collected", "1e999")]
    [InlineData("show_rate", "70")]
    [InlineData("show_rate", "-0.1")]
    [InlineData("won", "-1000000000001")]
    public void Map_TargetThatItsKpiCannotHave_IsRejectedThere(string kpi, string value)
    {
        var mapped = CloudEvents.Map(Statement(data => data["targets"] = new JsonObject { ["won"] = 1, [kpi] = CloudEvents.Json(value) }));

        mapped.ShouldBeRejectedAt(kpi == "Won" ? "/data/targets" : $"/data/targets/{kpi}");
    }

    [Theory]
    [InlineData("JPY", "0.5")]
    [InlineData("KWD", "0.0001")]
    public void Map_TargetThatTheCurrencyCannotHold_IsRejected(string currency, string value) =>
        CloudEvents.Map(CloudEvents.Of("finance.posted", $$$"""{"month":"2026-02","currency":"{{{currency}}}","targets":{"cash_collected":{{{value}}}}}"""))
            .ShouldBeRejectedAt("/data/targets/cash_collected").ShouldContain("decimals");

    [Theory]
    [InlineData("jo@customer.example", "5")]
    [InlineData("jo@customer.example", "\"x\"")]
    [InlineData("a/b~c", "5")]
    [InlineData("", "5")]
    public void Map_TargetOfAnOddKey_IsRejectedWithoutTellingTheKey(string kpi, string value)
    {
        var mapped = CloudEvents.Map(Statement(data => data["targets"] = new JsonObject { [kpi] = CloudEvents.Json(value) }));

        mapped.ShouldBeRejectedAt("/data/targets").ShouldNotContain("customer.example");
    }

    [Fact]
    public void Map_TargetThatComesTwice_IsRejected() =>
        CloudEvents.Map(CloudEvents.Of("finance.posted", """{"month":"2026-02","targets":{"won":1}}""").With("\"won\":1", "\"won\":1,\"won\":2")).ShouldBeRejectedAt("/data").ShouldContain("twice");

    [Theory]
    [InlineData("department")]
    [InlineData("branch")]
    public void Map_TargetsUnderADepartmentOrBranch_AreRejected(string tag)
    {
        byte[] With(string figures) => CloudEvents.Of("finance.posted", $$$"""{"month":"2026-02",{{{figures}}},"tags":{"{{{tag}}}":"north"}}""");

        CloudEvents.Map(With("""
            "revenue":1,"targets":{"won":1}
            """)).ShouldBeRejectedAt("/data/targets");
        CloudEvents.Delivered(With("\"revenue\":1")).Finance[0].RevenueMinor.ShouldBe(100);
    }

    [Theory]
    [InlineData("""{"month":"2026-02"}""")]
    [InlineData("""{"month":"2026-02","revenue":null,"ebitda":null,"targets":null,"currency":"USD"}""")]
    [InlineData("""{"month":"2026-02","targets":{}}""")]
    public void Map_StatementOfNothing_IsRejected(string data)
    {
        var detail = CloudEvents.Map(CloudEvents.Of("finance.posted", data)).ShouldBeRejectedAt("/data");

        detail.ShouldContain("revenue");
        detail.ShouldContain("targets");
    }

    private static byte[] Statement(Action<JsonObject> change) => CloudEvents.Example("finance.posted", change);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
