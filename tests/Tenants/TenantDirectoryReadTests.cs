using Plumbline.Manage;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Tenants;

[Trait("Category", "Sql")]
public sealed class TenantDirectoryReadTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly TenantSettings Plain = new("Directory", "UTC", "USD", "2026-01");

    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_TenantWithACrm_SaysHowItsDeliveriesAreToBeRead()
    {
        await PutAsync("crm", Plain with
        {
            LocationId = "loc_crm",
            FunnelField = "field_1",
            Pipelines =
            [
                new PipelineSettings("p1", "Sales", Stages: [new StageSettings("s2", "New Lead"), new StageSettings("s1", "Qualified", Meaning: "qualified")]),
                new PipelineSettings("p2", "Upsell", Stages: [new StageSettings("s1", "New Lead")]),
            ],
            LabelRules = [new LabelRuleSettings("Webinar", "funnel", "The Webinar"), new LabelRuleSettings("webinar", "qualified"), new LabelRuleSettings("spam", "spam")],
            Owners =
            [
                new OwnerSettings("usr_1", "Avery", "Avery@Example.com", [
                    new OwnerRoleSettings(new DateOnly(2025, 1, 1), "setters"), new OwnerRoleSettings(new DateOnly(2026, 1, 1), "closers")]),
                new OwnerSettings("usr_2"),
                new OwnerSettings("usr_3", Email: "blake@example.com"),
            ],
        });
        await PutAsync("crm-neighbour", Plain with { LocationId = "loc_neighbour", LabelRules = [new LabelRuleSettings("webinar", "funnel", "Not Mine")] });

        var crm = (await Directory().FindAsync("crm", Cancel)).ShouldNotBeNull().Crm;

        (crm.LocationId, crm.FunnelField).ShouldBe(("loc_crm", "field_1"));
        crm.Stages.ShouldBe([new PipelineStage("p1", "s2", "New Lead"), new PipelineStage("p1", "s1", "Qualified"), new PipelineStage("p2", "s1", "New Lead")]);
        crm.FunnelByLabel.ShouldBe([new KeyValuePair<string, string>("webinar", "The Webinar")]);
        crm.OwnerByEmail.ShouldBe(
            [new KeyValuePair<string, string>("avery@example.com", "usr_1"), new KeyValuePair<string, string>("blake@example.com", "usr_3")], ignoreOrder: true);
    }

    [Fact]
    public async Task Find_TenantWithoutACrm_HasNoneToRead()
    {
        await PutAsync("no-crm", Plain);

        var crm = (await Directory().FindAsync("no-crm", Cancel)).ShouldNotBeNull().Crm;

        (crm.LocationId, crm.FunnelField, crm.Stages.Count, crm.FunnelByLabel.Count, crm.OwnerByEmail.Count).ShouldBe((null, null, 0, 0, 0));
    }

    [Fact]
    public async Task Find_AfterAChange_IsTheLatestOnceAMinuteIsOver()
    {
        await PutAsync("renewed", Plain with { LabelRules = [new LabelRuleSettings("a", "funnel", "One")], Owners = [new OwnerSettings("usr_1", Email: "one@example.com")] });
        var directory = Directory();
        (await SeenAsync()).ShouldBe("One one@example.com");

        await PutAsync("renewed", Plain with { LabelRules = [new LabelRuleSettings("a", "funnel", "Two")], Owners = [new OwnerSettings("usr_1", Email: "two@example.com")] });

        (await SeenAsync()).ShouldBe("One one@example.com");
        time.Advance(TimeSpan.FromSeconds(61));
        (await SeenAsync()).ShouldBe("Two two@example.com");

        async Task<string> SeenAsync()
        {
            var crm = (await directory.FindAsync("renewed", Cancel)).ShouldNotBeNull().Crm;
            return $"{crm.FunnelByLabel["a"]} {string.Join(',', crm.OwnerByEmail.Keys)}";
        }
    }

    private TenantDirectory Directory() => new(ledger.Database, time);

    private async Task PutAsync(string slug, TenantSettings settings) =>
        (await new TenantWriter(ledger.Database, Directory(), time).PutAsync(slug, settings, "test", Cancel)).ShouldBeOfType<PutTenantResult.Saved>();
}
