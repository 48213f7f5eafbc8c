using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

public sealed class GoHighLevelMapperOpportunityTests
{
    private static readonly byte[] Opportunity = GoHighLevelMapping.Fixture("OpportunityStageUpdate");

    [Fact]
    public void MapNative_Opportunity_IsOneStateOfTheDeal()
    {
        var deal = GoHighLevelMapping.Native(Opportunity).Opportunities.ShouldHaveSingleItem();

        deal.ShouldBe(new OpportunityState
        {
            SourceKey = "whk_opportunity:opportunity",
            OpportunityId = "opp_1",
            EffectiveAt = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
            PipelineId = "pip_sales",
            StageId = "stg_qualified",
            Status = "open",
            ValueMinor = 420_000,
            Currency = "USD",
            AddedAt = new DateTimeOffset(2026, 2, 20, 8, 15, 30, 125, TimeSpan.Zero),
            Origin = "Spring webinar",
            Tags = new Tags { ClientId = "con_1", OwnerId = "usr_blake" },
        });
    }

    [Theory]
    [InlineData("OpportunityCreate", false)]
    [InlineData("OpportunityUpdate", false)]
    [InlineData("OpportunityStageUpdate", false)]
    [InlineData("OpportunityStatusUpdate", false)]
    [InlineData("OpportunityMonetaryValueUpdate", false)]
    [InlineData("OpportunityAssignedToUpdate", false)]
    [InlineData("OpportunityDelete", true)]
    public void MapNative_OpportunityType_DecidesOnlyWhetherItIsGone(string type, bool deleted)
    {
        var delivery = GoHighLevelMapping.Native(Opportunity.With("type", $"\"{type}\""));

        delivery.EventType.ShouldBe(type);
        var deal = delivery.Opportunities.ShouldHaveSingleItem();
        deal.Deleted.ShouldBe(deleted);
        deal.StageId.ShouldBe("stg_qualified");
        delivery.Contacts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("open", "open")]
    [InlineData("Won", "won")]
    [InlineData("LOST", "lost")]
    [InlineData(" abandoned ", "abandoned")]
    public void MapNative_Status_IsStoredInLowerCase(string status, string expected) =>
        GoHighLevelMapping.Native(Opportunity.With("status", $"\"{status}\"")).Opportunities.ShouldHaveSingleItem().Status.ShouldBe(expected);

    [Theory]
    [InlineData("USD", "40", 4000)]
    [InlineData("USD", "12.5", 1250)]
    [InlineData("USD", "12.500", 1250)]
    [InlineData("USD", "0.07", 7)]
    [InlineData("USD", "0", 0)]
    [InlineData("USD", "-0", 0)]
    [InlineData("USD", "5e3", 500_000)]
    [InlineData("USD", "92233720368547758.07", long.MaxValue)]
    [InlineData("JPY", "40", 40)]
    [InlineData("KWD", "1.234", 1234)]
    public void MapNative_MonetaryValue_IsInMinorUnitsOfTheTenantsCurrency(string currency, string value, long expected)
    {
        var deal = Map(Opportunity.With("monetaryValue", value), currency).Opportunities.ShouldHaveSingleItem();

        deal.ValueMinor.ShouldBe(expected);
        deal.Currency.ShouldBe(currency);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"null\"")]
    public void MapNative_NoMonetaryValue_IsNoValueAndNoCurrency(string? value)
    {
        var deal = GoHighLevelMapping.Native(Opportunity.With("monetaryValue", value)).Opportunities.ShouldHaveSingleItem();

        deal.ValueMinor.ShouldBeNull();
        deal.Currency.ShouldBeNull();
    }

    [Theory]
    [InlineData("USD", "monetaryValue", "12.345")]
    [InlineData("JPY", "monetaryValue", "0.5")]
    [InlineData("USD", "monetaryValue", "-1")]
    [InlineData("USD", "monetaryValue", "\"40\"")]
    [InlineData("USD", "monetaryValue", "92233720368547758.08")]
    [InlineData("USD", "monetaryValue", "1e27")]
    [InlineData("USD", "monetaryValue", "1e400")]
    [InlineData("USD", "monetaryValue", "1e-30")]
    [InlineData("USD", "monetaryValue", "1.0000000000000000000000000000000001")]
    [InlineData("USD", "monetaryValue", "true")]
    [InlineData("USD", "monetaryValue", "{}")]
    [InlineData("USD", "id", null)]
    [InlineData("USD", "id", "\"\"")]
    [InlineData("USD", "id", "7")]
    [InlineData("USD", "id", "\"a\\u0000\"")]
    [InlineData("USD", "status", null)]
    [InlineData("USD", "status", "\"\"")]
    [InlineData("USD", "status", "\"closed\"")]
    [InlineData("USD", "status", "1")]
    [InlineData("USD", "pipelineId", "1")]
    [InlineData("USD", "pipelineStageId", "[]")]
    [InlineData("USD", "dateAdded", "\"yesterday\"")]
    [InlineData("USD", "dateAdded", "true")]
    public void MapNative_OpportunityMemberThatCannotBeRead_IsQuarantinedByName(string currency, string member, string? value)
    {
        var delivery = Map(Opportunity.With(member, value), currency);

        delivery.ShouldBeQuarantined("unmappable");
        delivery.Quarantine[0].Detail.ShouldStartWith(member);
        delivery.SourceKey.ShouldBe("whk_opportunity");
        delivery.Tags.ClientId.ShouldBe("con_1");
        delivery.OccurredAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("\"1999-12-31T23:59:59Z\"")]
    [InlineData("\"2026-03-04T12:30:01Z\"")]
    [InlineData("7")]
    public void MapNative_DateAddedThatCannotBeBelieved_IsQuarantined(string date)
    {
        var delivery = GoHighLevelMapping.Native(Opportunity.With("dateAdded", date));

        delivery.ShouldBeQuarantined("date-out-of-range");
        delivery.Quarantine[0].Detail.ShouldStartWith("dateAdded");
        delivery.OccurredAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("assignedTo")]
    [InlineData("contactId")]
    [InlineData("source")]
    public void MapNative_OptionalMemberThatCannotBeRead_DoesNotLoseTheRest(string member)
    {
        foreach (var value in new[] { null, "null", "\"\"", "\"NULL\"", "7", "{}", "[]", "\"\\ud800\"", $"\"{new string('x', 256)}\"" })
        {
            var deal = GoHighLevelMapping.Native(Opportunity.With(member, value)).Opportunities.ShouldHaveSingleItem();

            deal.ValueMinor.ShouldBe(420_000);
            new[] { deal.Tags.OwnerId, deal.Tags.ClientId, deal.Origin }.Count(text => text is null).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("status", "\"gone\"")]
    [InlineData("monetaryValue", "\"40\"")]
    [InlineData("dateAdded", "0")]
    public void MapNative_Deletion_HoldsWhateverElseCannotBeRead(string member, string value)
    {
        var delivery = GoHighLevelMapping.Native(Opportunity.With("type", "\"OpportunityDelete\"").With(member, value));

        delivery.Quarantine.ShouldBeEmpty();
        var deal = delivery.Opportunities.ShouldHaveSingleItem();
        deal.Deleted.ShouldBeTrue();
        deal.OpportunityId.ShouldBe("opp_1");
    }

    [Fact]
    public void MapNative_Quarantine_NamesTheFieldAndNotItsValue()
    {
        const string value = "jordan@example.com";

        var detail = GoHighLevelMapping.Native(Opportunity.With("status", $"\"{value}\"")).Quarantine.ShouldHaveSingleItem().Detail;

        detail.ShouldContain("status");
        detail.ShouldNotContain(value);
    }

    [Fact]
    public void MapNative_InAnotherCulture_IsTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("th-TH");
            GoHighLevelMapping.Native(Opportunity.Without("webhookId").With("monetaryValue", "12.5")).SourceKey.ShouldEndWith(":2026030212");
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            var deal = GoHighLevelMapping.Native(Opportunity.With("status", "\"WON\"").With("monetaryValue", "12.5")).Opportunities.ShouldHaveSingleItem();
            (deal.Status, deal.ValueMinor).ShouldBe(("won", 1250));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Delivery Map(byte[] body, string currency) =>
        GoHighLevelMapper.MapNative(GoHighLevelMapping.Context with { Tenant = GoHighLevelMapping.Tenant with { Currency = currency } }, body);
}
