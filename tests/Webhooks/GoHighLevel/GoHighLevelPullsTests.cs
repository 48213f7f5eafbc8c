using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Tests.Reconciliation.GoHighLevel;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

public sealed class GoHighLevelPullsTests
{
    private static readonly DateTimeOffset Created = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly GoHighLevelContext Context = GoHighLevelMapping.Context with { StoredKey = "pull:x:1" };

    [Fact]
    public void Map_Deal_IsItsStateNow()
    {
        var deal = new DealStory("d1").Created(Created).Status(Created.AddDays(2), "won").AtSource();

        var mapped = Map(GoHighLevelPulls.Opportunity, deal);

        (mapped.SourceKey, mapped.Channel, mapped.EventType, mapped.ObjectId, mapped.OccurredAt).ShouldBe(("pull:x:1", "pull", "opportunity", "d1", Created.AddDays(2)));
        mapped.RelatedIds.ShouldBe(["con_1"]);
        mapped.Tags.ShouldBe(new Tags { ClientId = "con_1", OwnerId = "usr_1" });
        var state = mapped.Opportunities.ShouldHaveSingleItem();
        (state.SourceKey, state.Status, state.ValueMinor, state.AddedAt, state.EffectiveAt).ShouldBe(("pull:x:1:opportunity", "won", 10000, Created, Created.AddDays(2)));
        mapped.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void Map_DealAgain_IsDatedAsItWasAtFirst()
    {
        var deal = new DealStory("d1").Created(Created).AtSource();

        var mapped = GoHighLevelPulls.Map(Context with { StoredTime = Created.AddDays(1) }, GoHighLevelPulls.Opportunity, Encoding.UTF8.GetBytes(deal.ToJsonString()));

        mapped.Opportunities.ShouldHaveSingleItem().EffectiveAt.ShouldBe(Created.AddDays(1));
    }

    [Fact]
    public void Map_DealIsOfATimeNobodyBelieves_IsQuarantined()
    {
        var deal = new DealStory("d1").Created(GoHighLevelMapping.Now.AddDays(9)).AtSource();

        var mapped = Map(GoHighLevelPulls.Opportunity, deal);

        mapped.OccurredAt.ShouldBeNull();
        mapped.Opportunities.ShouldBeEmpty();
        mapped.Quarantine.ShouldHaveSingleItem().Reason.ShouldBe("date-out-of-range");
        mapped.RelatedIds.ShouldBe(["con_1"]);
    }

    [Theory]
    [InlineData(GoHighLevelPulls.OpportunityGone)]
    [InlineData(GoHighLevelPulls.AppointmentGone)]
    public void Map_Gone_IsATombstone(string type)
    {
        var mapped = GoHighLevelPulls.Map(Context, type, GoHighLevelPulls.GoneBody("x1", "con_1", Created));

        (mapped.ObjectId, mapped.OccurredAt, mapped.EventType).ShouldBe(("x1", Created, type));
        mapped.Opportunities.Select(state => (state.OpportunityId, state.Deleted, state.EffectiveAt))
            .Concat(mapped.Appointments.Select(state => (state.AppointmentId, state.Deleted, state.EffectiveAt)))
            .ShouldBe([("x1", true, Created)]);
        mapped.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void Map_AppointmentAndContact_AreReadAsWebhooksAre()
    {
        var appointment = Map(GoHighLevelPulls.Appointment, GoHighLevelSource.Appointment("a1", GoHighLevelSource.Now.AddDays(-1), "no-show"));
        (appointment.OccurredAt, appointment.Tags.OwnerId).ShouldBe((GoHighLevelSource.Now.AddDays(-1), "usr_1"));
        appointment.Appointments.ShouldHaveSingleItem().Status.ShouldBe("noshow");

        var contact = Map(GoHighLevelPulls.Contact, GoHighLevelSource.Contact("con_1"));
        contact.RelatedIds.ShouldBe(["con_1"]);
        contact.Contacts.ShouldHaveSingleItem().Labels.ShouldBe(["vip"]);
    }

    [Fact]
    public void Map_Unreadable_IsQuarantined() =>
        GoHighLevelPulls.Map(Context, GoHighLevelPulls.Opportunity, "[]"u8.ToArray()).Quarantine.ShouldHaveSingleItem().Reason.ShouldBe("unreadable");

    private static Delivery Map(string type, JsonObject body) => GoHighLevelPulls.Map(Context, type, Encoding.UTF8.GetBytes(body.ToJsonString()));
}
