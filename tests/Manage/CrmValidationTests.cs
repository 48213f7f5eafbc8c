using Plumbline.Manage;

namespace Plumbline.Tests.Manage;

public sealed class CrmValidationTests
{
    private static readonly TenantSettings Valid = new("Demo", "America/New_York", "USD");

    private static readonly StageSettings Stage = new("s1", "New lead");
    private static readonly LabelRuleSettings Label = new("Spam", "spam");
    private static readonly OwnerSettings Owner = new("usr_1", "Avery", "avery@example.com", [new OwnerRoleSettings(new DateOnly(2025, 10, 1), "closers", "sales")]);
    private static readonly TargetSettings Target = new("cash_collected", "2026-01", 120_000.50m, "USD");

    public static TheoryData<TenantSettings> Sound => new(
        Valid with { LocationId = "ve9EPM428h8vShlRW1KT", FunnelField = "field_1", FunnelWindowDays = 90 },
        Valid with { LocationId = "", FunnelField = "" },
        Valid with { FunnelWindowDays = 1 },
        Valid with { FunnelWindowDays = 3650 },
        Valid with { SalesCalendars = Many(200, i => $"cal{i}") },
        Valid with { Pipelines = [], SalesCalendars = [], LabelRules = [], Owners = [], Targets = [] },
        Valid with { Pipelines = [new PipelineSettings(Long(100), Long(200), 0, [new StageSettings(Long(100), Long(200), 10_000, "internal")])] },
        Valid with { Pipelines = Many(50, i => new PipelineSettings($"p{i}", "Sales", null, Many(100, j => new StageSettings($"s{j}", $"Stage {j}")))) },
        Valid with { Pipelines = [Pipeline(Stage), Pipeline(Stage) with { Id = "p2" }] },
        Valid with { LabelRules = [Label, new LabelRuleSettings("spam", "test"), new LabelRuleSettings("webinar-2026", "funnel", "Webinar")] },
        Valid with { LabelRules = Many(1_000, i => new LabelRuleSettings($"label {i}", "qualified")) },
        Valid with { Owners = [Owner, new OwnerSettings("usr_2"), new OwnerSettings("usr_3", Roles: [])] },
        Valid with { Owners = [new OwnerSettings(" usr_1 ", Email: " Avery@Example.com ")] },
        Valid with { Owners = [Owner with { Roles = [Role("1900-01-01"), Role("2100-12-31")] }] },
        Valid with { Owners = Many(500, i => new OwnerSettings($"usr_{i}", Email: $"usr_{i}@example.com")) },
        Valid with { Targets = [Target, Target with { Currency = "EUR" }, Target with { From = "2026-02" }, Target with { Kpi = "refunds", Currency = null }] },
        Valid with { Targets = [Target with { Value = -1_000_000_000_000 }, new TargetSettings("show_rate", "2100-12", 0.7m)] },
        Valid with { Targets = Many(1_000, i => Target with { Kpi = $"kpi_{i}" }) });

    public static TheoryData<string, TenantSettings> Faulty => new()
    {
        { "locationId ", Valid with { LocationId = " " } },
        { "locationId ", Valid with { LocationId = Long(101) } },
        { "funnelField ", Valid with { FunnelField = "two\nlines" } },
        { "funnelField ", Valid with { FunnelField = Long(101) } },
        { "funnelWindowDays ", Valid with { FunnelWindowDays = 0 } },
        { "funnelWindowDays ", Valid with { FunnelWindowDays = 3651 } },
        { "salesCalendars ", Valid with { SalesCalendars = Many(201, i => $"cal{i}") } },
        { "salesCalendars[1] ", Valid with { SalesCalendars = ["cal1", ""] } },
        { "salesCalendars[1] ", Valid with { SalesCalendars = ["cal1", null!] } },
        { "salesCalendars[2] ", Valid with { SalesCalendars = ["cal1", "cal2", " cal1"] } },

        { "pipelines ", Valid with { Pipelines = Many(51, i => Pipeline() with { Id = $"p{i}" }) } },
        { "pipelines[0] ", Valid with { Pipelines = [null!] } },
        { "pipelines[0].id ", Valid with { Pipelines = [Pipeline() with { Id = "" }] } },
        { "pipelines[0].id ", Valid with { Pipelines = [Pipeline() with { Id = Long(101) }] } },
        { "pipelines[1].id ", Valid with { Pipelines = [Pipeline(), Pipeline() with { Id = "p1 " }] } },
        { "pipelines[0].name ", Valid with { Pipelines = [Pipeline() with { Name = "  " }] } },
        { "pipelines[0].name ", Valid with { Pipelines = [Pipeline() with { Name = Long(201) }] } },
        { "pipelines[0].displayOrder ", Valid with { Pipelines = [Pipeline() with { DisplayOrder = -1 }] } },
        { "pipelines[0].stages ", Valid with { Pipelines = [Pipeline(Many(101, i => new StageSettings($"s{i}", $"Stage {i}")))] } },
        { "pipelines[0].stages[1] ", Valid with { Pipelines = [Pipeline(Stage, null!)] } },
        { "pipelines[0].stages[0].id ", Valid with { Pipelines = [Pipeline(Stage with { Id = "nul\0" })] } },
        { "pipelines[0].stages[1].id ", Valid with { Pipelines = [Pipeline(Stage, Stage with { Name = "Other" })] } },
        { "pipelines[0].stages[0].name ", Valid with { Pipelines = [Pipeline(Stage with { Name = Long(201) })] } },
        { "pipelines[0].stages[1].name ", Valid with { Pipelines = [Pipeline(Stage, new StageSettings("s2", " NEW lead "))] } },
        { "pipelines[0].stages[0].displayOrder ", Valid with { Pipelines = [Pipeline(Stage with { DisplayOrder = 10_001 })] } },
        { "pipelines[1].stages[0].meaning ", Valid with { Pipelines = [Pipeline(Stage), Pipeline(Stage with { Meaning = "won" }) with { Id = "p2" }] } },
        { "pipelines[0].stages[0].meaning ", Valid with { Pipelines = [Pipeline(Stage with { Meaning = "funnel" })] } },
        { "pipelines[0].stages[0].meaning ", Valid with { Pipelines = [Pipeline(Stage with { Meaning = "Qualified" })] } },

        { "labelRules ", Valid with { LabelRules = Many(1_001, i => new LabelRuleSettings($"label {i}", "spam")) } },
        { "labelRules[0] ", Valid with { LabelRules = [null!] } },
        { "labelRules[0].label ", Valid with { LabelRules = [Label with { Label = " " }] } },
        { "labelRules[0].label ", Valid with { LabelRules = [Label with { Label = Long(201) }] } },
        { "labelRules[1].label ", Valid with { LabelRules = [Label, Label with { Label = " SPAM" }] } },
        { "labelRules[1].label ", Valid with { LabelRules = [new LabelRuleSettings("a", "funnel", "One"), new LabelRuleSettings("A", "funnel", "Two")] } },
        { "labelRules[0].meaning ", Valid with { LabelRules = [Label with { Meaning = "lead" }] } },
        { "labelRules[0].sourceFunnel ", Valid with { LabelRules = [Label with { Meaning = "funnel" }] } },
        { "labelRules[0].sourceFunnel ", Valid with { LabelRules = [new LabelRuleSettings("a", "funnel", Long(201))] } },
        { "labelRules[0].sourceFunnel ", Valid with { LabelRules = [Label with { SourceFunnel = "Webinar" }] } },

        { "owners ", Valid with { Owners = Many(501, i => new OwnerSettings($"usr_{i}")) } },
        { "owners[0] ", Valid with { Owners = [null!] } },
        { "owners[0].id ", Valid with { Owners = [Owner with { Id = "" }] } },
        { "owners[1].id ", Valid with { Owners = [Owner, Owner with { Email = null }] } },
        { "owners[0].name ", Valid with { Owners = [Owner with { Name = Long(201) }] } },
        { "owners[0].email ", Valid with { Owners = [Owner with { Email = "avery" }] } },
        { "owners[0].email ", Valid with { Owners = [Owner with { Email = "Avery <avery@example.com>" }] } },
        { "owners[0].email ", Valid with { Owners = [Owner with { Email = $"{Long(250)}@example.com" }] } },
        { "owners[1].email ", Valid with { Owners = [Owner, Owner with { Id = "usr_2", Email = " AVERY@example.com" }] } },
        { "owners[0].roles[0] ", Valid with { Owners = [Owner with { Roles = [null!] }] } },
        { "owners[0].roles[0].team ", Valid with { Owners = [Owner with { Roles = [Role("2026-01-01") with { Team = Long(101) }] }] } },
        { "owners[0].roles[0].department ", Valid with { Owners = [Owner with { Roles = [Role("2026-01-01") with { Department = "" }] }] } },
        { "owners[0].roles[0].effectiveFrom ", Valid with { Owners = [Owner with { Roles = [Role("1899-12-31")] }] } },
        { "owners[0].roles[0].effectiveFrom ", Valid with { Owners = [Owner with { Roles = [Role("0001-01-01")] }] } },
        { "owners[0].roles[1].effectiveFrom ", Valid with { Owners = [Owner with { Roles = [Role("2026-01-01"), Role("2026-01-01")] }] } },

        { "targets ", Valid with { Targets = Many(1_001, i => Target with { Kpi = $"kpi_{i}" }) } },
        { "targets[0] ", Valid with { Targets = [null!] } },
        { "targets[0].kpi ", Valid with { Targets = [Target with { Kpi = " " }] } },
        { "targets[0].from ", Valid with { Targets = [Target with { From = "2026-13" }] } },
        { "targets[0].from ", Valid with { Targets = [Target with { From = "2026-01-01" }] } },
        { "targets[0].from ", Valid with { Targets = [Target with { From = "1999-12" }] } },
        { "targets[0].value ", Valid with { Targets = [Target with { Value = 1_000_000_000_000.01m }] } },
        { "targets[0].value ", Valid with { Targets = [Target with { Value = -1_000_000_000_001 }] } },
        { "targets[0].currency ", Valid with { Targets = [Target with { Currency = "usd" }] } },
        { "targets[1] ", Valid with { Targets = [Target, Target with { Value = 1, Currency = null }] } },
    };

    [Theory]
    [MemberData(nameof(Sound), DisableDiscoveryEnumeration = true)]
    public void Fault_SoundSettings_IsNone(TenantSettings settings) => TenantValidation.Fault(settings).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void Fault_Settings_NamesTheMemberByItsPath(string path, TenantSettings settings) =>
        TenantValidation.Fault(settings).ShouldNotBeNull().ShouldStartWith($"{path}must ");

    [Fact]
    public void Fault_PersonalValue_IsNotTold() =>
        TenantValidation.Fault(Valid with { Owners = [Owner, Owner with { Id = "usr_2" }] }).ShouldNotBeNull().ShouldNotContain("avery", Case.Insensitive);

    private static PipelineSettings Pipeline(params StageSettings[] stages) => new("p1", "Sales", null, stages);

    private static OwnerRoleSettings Role(string from) => new(DateOnly.ParseExact(from, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    private static string Long(int length) => new('x', length);

    private static T[] Many<T>(int count, Func<int, T> item) => [.. Enumerable.Range(1, count).Select(item)];
}
