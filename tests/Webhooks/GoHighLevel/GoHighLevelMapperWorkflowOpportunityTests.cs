using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

/// <summary>The deal in a workflow call.</summary>
public sealed class GoHighLevelMapperWorkflowOpportunityTests
{
    private static readonly byte[] Opportunity = GoHighLevelMapping.Fixture("workflow.opportunity");

    [Fact]
    public void MapWorkflow_Opportunity_IsOneStateOfTheDeal()
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity);

        delivery.Opportunities.ShouldHaveSingleItem().ShouldBe(new OpportunityState
        {
            SourceKey = $"{delivery.SourceKey}:opportunity",
            OpportunityId = "opp_1",
            EffectiveAt = GoHighLevelMapping.Now,
            PipelineId = "pip_sales",
            StageId = "stg_qualified",
            Status = "open",
            ValueMinor = 420_000,
            Currency = "USD",
            Origin = "Spring webinar",
            Tags = new Tags { ClientId = "con_1", OwnerId = "usr_avery" },
        });
    }

    [Theory]
    [InlineData("pipleline_stage", "Qualified", "pip_sales", "stg_qualified")]
    [InlineData("pipeline_stage", "Qualified", "pip_sales", "stg_qualified")]
    [InlineData("pipelineStage", "Qualified", "pip_sales", "stg_qualified")]
    [InlineData("pipleline_stage", "  qualIFIED ", "pip_sales", "stg_qualified")]
    [InlineData("pipleline_stage", "new lead", "pip_sales", "stg_new")]
    [InlineData("pipleline_stage", "New lead", "pip_upsell", "stg_upsell_new")]
    public void MapWorkflow_StageName_IsReadByPipelineAndNameUnderEachSpelling(string member, string name, string pipeline, string expected) =>
        GoHighLevelMapping.Workflow(Opportunity.Without("pipleline_stage").With(member, $"\"{name}\"").With("pipeline_id", $"\"{pipeline}\""))
            .Opportunities.ShouldHaveSingleItem().StageId.ShouldBe(expected);

    [Theory]
    [InlineData("pipleline_stage", "\"Nowhere\"")]
    [InlineData("pipleline_stage", "\"Call\"")]
    [InlineData("pipleline_stage", "\"null\"")]
    [InlineData("pipleline_stage", null)]
    [InlineData("pipeline_id", "\"pip_unknown\"")]
    [InlineData("pipeline_id", "\"pip_upsell\"")]
    public void MapWorkflow_UnknownStage_IsQuarantinedWhileTheContactStays(string member, string? value)
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity.With(member, value));

        delivery.Quarantine.ShouldHaveSingleItem().Reason.ShouldBe("unknown-stage");
        delivery.Opportunities.ShouldBeEmpty();
        delivery.Contacts.ShouldHaveSingleItem();
        delivery.ObjectId.ShouldBe("opp_1");
    }

    [Theory]
    [InlineData("4200", 420_000L)]
    [InlineData("\"4200\"", 420_000L)]
    [InlineData("\" 4200.50 \"", 420_050L)]
    [InlineData("0", 0L)]
    [InlineData("\"null\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData(null, null)]
    public void MapWorkflow_LeadValue_IsInMinorUnitsAlsoInQuotes(string? value, long? expected)
    {
        var deal = GoHighLevelMapping.Workflow(Opportunity.With("lead_value", value)).Opportunities.ShouldHaveSingleItem();

        deal.ValueMinor.ShouldBe(expected);
        deal.Currency.ShouldBe(expected is null ? null : "USD");
    }

    [Theory]
    [InlineData("lead_value", "\"4,200\"")]
    [InlineData("lead_value", "\"$4200\"")]
    [InlineData("lead_value", "\"a lot\"")]
    [InlineData("lead_value", "\"-1\"")]
    [InlineData("lead_value", "\"1.005\"")]
    [InlineData("lead_value", "1.005")]
    [InlineData("lead_value", "true")]
    [InlineData("status", "\"closed\"")]
    [InlineData("status", "\"null\"")]
    [InlineData("status", null)]
    [InlineData("pipeline_id", null)]
    [InlineData("pipeline_id", "7")]
    [InlineData("id", null)]
    [InlineData("id", "\"null\"")]
    [InlineData("customData.id", "\"opp_2\"")]
    [InlineData("customData.id", "\"con_1\"")]
    public void MapWorkflow_OpportunityMemberThatCannotBeRead_IsQuarantinedWhileTheContactStays(string member, string? value)
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity.With(member, value));

        var note = delivery.Quarantine.ShouldHaveSingleItem();
        note.Reason.ShouldBe("unmappable");
        note.Detail.ShouldContain(member);
        delivery.Opportunities.ShouldBeEmpty();
        delivery.Contacts.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("{\"id\":\"opp_1\"}", true)]
    [InlineData("{\"id\":\"null\"}", true)]
    [InlineData("{\"id\":\"con_1\"}", true)]
    [InlineData("{\"id\":\"opp_2\"}", false)]
    [InlineData("{\"id\":\"opp_2\",\"type\":\"DealMoved\"}", false)]
    [InlineData("{\"id\":\"apt_2\",\"type\":\"ContactUpdate\"}", true)]
    public void MapWorkflow_IdOfItsAdmin_MustNotContradictTheDeal(string custom, bool mapped) =>
        GoHighLevelMapping.Workflow(Opportunity.With("customData", custom)).Opportunities.Count.ShouldBe(mapped ? 1 : 0);

    // Other workflows have an id at the top too, of something else.
    [Fact]
    public void MapWorkflow_IdWithoutPipelineAndStage_IsNoDeal()
    {
        var delivery = GoHighLevelMapping.Workflow(Opportunity.Without("pipeline_id").Without("pipleline_stage").With("customData", "{}"));

        delivery.EventType.ShouldBe("workflow.contact");
        delivery.ObjectId.ShouldBe("con_1");
        delivery.RelatedIds.ShouldBe(["con_1"]);
        delivery.Opportunities.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void MapWorkflow_TypeOfADealWithoutOne_IsQuarantined()
    {
        var delivery = GoHighLevelMapping.Workflow(GoHighLevelMapping.Fixture("workflow.payment").With("customData", "{\"type\":\"OpportunityUpdate\"}"));

        delivery.Quarantine.ShouldHaveSingleItem().Reason.ShouldBe("unmappable");
        delivery.Contacts.ShouldHaveSingleItem();
    }

    [Fact]
    public void MapWorkflow_Deletion_HoldsWhateverElseCannotBeRead()
    {
        var delivery = GoHighLevelMapping.Workflow(
            Opportunity.With("customData.type", "\"OpportunityDelete\"").Without("pipeline_id").Without("pipleline_stage").Without("status"));

        delivery.Quarantine.ShouldBeEmpty();
        delivery.Opportunities.ShouldHaveSingleItem().Deleted.ShouldBeTrue();
    }
}
