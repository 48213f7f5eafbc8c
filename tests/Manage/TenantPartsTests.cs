using System.Text.Json;
using Plumbline.Manage;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Manage;

/// <summary>What a tenant tells about its CRM, its people and its targets.</summary>
[Trait("Category", "Sql")]
public sealed class TenantPartsTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string Parts = "recipients,pipelines,stages,label_rules,owners,targets";

    private static readonly TenantSettings Plain = new("Parts", "UTC", "USD", "2026-01");

    private static readonly TenantSettings Full = Plain with
    {
        Recipients = [new RecipientSettings("owner@parts.example", "Owner")],
        SalesCalendars = ["cal2", "cal1"],
        Pipelines =
        [
            new PipelineSettings("p1", "Sales", Stages: [new StageSettings("s1", "New lead"), new StageSettings("s2", "Qualified", Meaning: "qualified")]),
            new PipelineSettings("p2", "Upsell", 0),
        ],
        LabelRules = [new LabelRuleSettings(" Spam ", "spam"), new LabelRuleSettings("Webinar-2026", "funnel", "Webinar")],
        FunnelField = "field_1",
        FunnelWindowDays = 30,
        Owners =
        [
            new OwnerSettings("usr_2", "Blake"),
            new OwnerSettings(" usr_1 ", "Avery", " Avery@Example.com", [
                new OwnerRoleSettings(new DateOnly(2026, 2, 1), "setters", "marketing"), new OwnerRoleSettings(new DateOnly(2025, 10, 1), "closers", "sales")]),
        ],
        Targets = [new TargetSettings("show_rate", "2026-01", 0.7m), new TargetSettings("cash_collected", "2026-01", 120_000.5m)],
    };

    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_EveryMember_IsReadBackTrimmedCompleteAndInOrder()
    {
        await PutAsync("every", Full with { LocationId = " loc_every " });

        var read = await ReadAsync("every");

        (read.LocationId, read.FunnelField, read.FunnelWindowDays).ShouldBe(("loc_every", "field_1", 30));
        read.SalesCalendars.ShouldBe(["cal2", "cal1"]);
        read.Pipelines!.Select(p => (p.Id, p.Name, p.DisplayOrder)).ShouldBe([("p2", "Upsell", 0), ("p1", "Sales", 1)]);
        read.Pipelines![1].Stages.ShouldBe([new StageSettings("s1", "New lead", 1), new StageSettings("s2", "Qualified", 2, "qualified")]);
        read.LabelRules.ShouldBe([new LabelRuleSettings("spam", "spam"), new LabelRuleSettings("webinar-2026", "funnel", "Webinar")]);
        read.Owners!.Select(o => (o.Id, o.Name, o.Email)).ShouldBe([("usr_1", "Avery", "avery@example.com"), ("usr_2", "Blake", null)]);
        read.Owners![0].Roles.ShouldBe([
            new OwnerRoleSettings(new DateOnly(2025, 10, 1), "closers", "sales"), new OwnerRoleSettings(new DateOnly(2026, 2, 1), "setters", "marketing")]);
        read.Owners![1].Roles.ShouldBeEmpty();
        read.Targets.ShouldBe([new TargetSettings("cash_collected", "2026-01", 120_000.5m, "USD"), new TargetSettings("show_rate", "2026-01", 0.7m)]);
    }

    [Fact]
    public async Task Put_WhatWasRead_WritesNothing()
    {
        await PutAsync("echo", Full with { LocationId = "loc_echo" });
        var rows = await RowsAsync();

        await PutAsync("echo", await ReadAsync("echo"));
        await PutAsync("echo", Full with { LocationId = "loc_echo" });
        await PutAsync("echo", Plain);

        (await RowsAsync()).ShouldBe(rows);

        Task<string> RowsAsync() => ledger.ScalarAsync<string>($"""
            select string_agg(n::text, ',') from (
                {string.Join(" union all ", (Parts + ",tenant_versions,time_zones,audit").Split(',').Select(part => $"select count(*) as n from config.{part}"))}) as counts
            """);
    }

    [Fact]
    public async Task Put_OneMemberChanged_AppendsOneVersionWithEveryPart()
    {
        await PutAsync("whole", Full);

        await PutAsync("whole", Plain with { LabelRules = [new LabelRuleSettings("vip", "qualified")] });

        foreach (var (part, count) in new[] { ("recipients", 1), ("pipelines", 2), ("stages", 2), ("label_rules", 1), ("owners", 3), ("targets", 2) })
        {
            (await CountAsync("whole", part)).ShouldBe(count, part);
        }

        var read = await ReadAsync("whole");
        read.LabelRules.ShouldBe([new LabelRuleSettings("vip", "qualified")]);
        read.Owners!.Select(o => (o.Id, o.Roles!.Count)).ShouldBe([("usr_1", 2), ("usr_2", 0)]);
        (read.FunnelField, read.FunnelWindowDays, read.SalesCalendars!.Count).ShouldBe(("field_1", 30, 2));
        (await VersionsAsync("whole")).ShouldBe(2);
    }

    [Fact]
    public async Task Put_EmptyMembers_Empties()
    {
        await PutAsync("empty", Full with { LocationId = "loc_empty" });

        await PutAsync("empty", Plain with
        {
            Recipients = [], Pipelines = [], SalesCalendars = [], LabelRules = [], Owners = [], Targets = [], LocationId = "", FunnelField = "",
        });

        foreach (var part in Parts.Split(','))
        {
            (await CountAsync("empty", part)).ShouldBe(0, part);
        }

        var read = await ReadAsync("empty");
        (read.LocationId, read.FunnelField, read.SalesCalendars!.Count).ShouldBe((null, null, 0));
    }

    [Fact]
    public async Task Put_MoreThanTheZone_KeepsBothChanges()
    {
        await PutAsync("moved", Full);

        await PutAsync("moved", Plain with { TimeZone = "Asia/Tokyo" });
        (await VersionsAsync("moved")).ShouldBe(1);
        await PutAsync("moved", Plain with { TimeZone = "Europe/Paris", FunnelWindowDays = 7 });

        var read = await ReadAsync("moved");
        (read.TimeZone, read.FunnelWindowDays).ShouldBe(("Europe/Paris", 7));
        (await VersionsAsync("moved")).ShouldBe(2);
    }

    [Fact]
    public async Task Put_Later_IsNotSeenByAnOlderPin()
    {
        var id = (await PutAsync("pinned", Full)).TenantId;
        var pin = await ledger.ScalarAsync<string>("select incarnation || ':' || pg_current_snapshot() from config.database_identity");
        await PutAsync("pinned", Plain with
        {
            Pipelines = [new PipelineSettings("p9", "Other")],
            LabelRules = [],
            Owners = [new OwnerSettings("usr_9")],
            Targets = [new TargetSettings("won", "2026-01", 5)],
        });

        (await SeenAsync(pin)).ShouldBe("p1,p2 | s1,s2 | spam,webinar-2026 | usr_1,usr_1,usr_2 | cash_collected,show_rate");
        (await SeenAsync("")).ShouldBe("p9 |  |  | usr_9 | won");

        async Task<string?> SeenAsync(string asOf)
        {
            await using var session = await ledger.Database.OpenAsync(id, Cancel);
            await session.ListAsync("select set_config('app.as_of', $1, true)", _ => 0, Cancel, asOf);
            return await session.FirstAsync(
                """
                select concat_ws(' | ',
                    array_to_string(array(select pipeline_id from staging.pipelines order by 1), ','),
                    array_to_string(array(select stage_id from staging.stages order by 1), ','),
                    array_to_string(array(select label from staging.label_rules order by 1), ','),
                    array_to_string(array(select owner_id from staging.owners order by 1), ','),
                    array_to_string(array(select kpi from staging.targets order by 1), ','))
                """,
                row => row.GetString(0), Cancel);
        }
    }

    [Fact]
    public async Task Put_DifferentSettingsAtOnce_AppendsOneWholeVersionEach()
    {
        await PutAsync("race", Full);

        await Task.WhenAll(Enumerable.Range(1, 6).Select(n => Task.Run(() => PutAsync("race", Plain with { FunnelWindowDays = n }), Cancel)));

        (await VersionsAsync("race")).ShouldBe(7);
        (await ledger.ScalarAsync<bool>("""
            select bool_and((select count(*) from config.stages s where s.tenant_version = v.seq) = 2 and (select count(*) from config.owners o where o.tenant_version = v.seq) = 3)
            from config.tenant_versions v join config.tenants t using (tenant_id) where t.slug = 'race'
            """)).ShouldBeTrue();
    }

    [Fact]
    public async Task Put_Owners_GivesEachPeriodItsTeam()
    {
        var id = (await PutAsync("teams", Full)).TenantId;

        var periods = await ledger.ListAsync(
            "select owner_id, coalesce(team, '-'), coalesce(nullif(starts_at, '-infinity') at time zone 'UTC', '-infinity')::text, coalesce(nullif(ends_at, 'infinity') at time zone 'UTC', 'infinity')::text from staging.owners where tenant_id = $1 order by owner_id, starts_at",
            row => string.Join(' ', Enumerable.Range(0, 4).Select(row.GetString)), id);

        periods.ShouldBe(["usr_1 closers -infinity 2026-02-01 00:00:00", "usr_1 setters 2026-02-01 00:00:00 infinity", "usr_2 - -infinity infinity"]);
    }

    [Theory]
    [InlineData("cash_collected", "USD", "10.25", "1025")]
    [InlineData("cash_collected", "JPY", "500", "500")]
    [InlineData("cash_collected", "KWD", "1.234", "1234")]
    [InlineData("cash_collected", null, "10.25", "1025")]
    [InlineData("show_rate", null, "0.123456", "0.123456")]
    [InlineData("won", null, "12", "12")]
    public async Task Put_Target_IsKeptInMinorUnits(string kpi, string? currency, string value, string kept)
    {
        var slug = $"target-{Guid.NewGuid():n}"[..20];
        var id = (await PutAsync(slug, Plain with { Targets = [new TargetSettings(kpi, "2026-01", Number(value), currency)] })).TenantId;

        (await ledger.ScalarAsync<decimal>("select value from staging.targets where tenant_id = $1", id)).ShouldBe(Number(kept));
        (await ReadAsync(slug)).Targets!.Single().Value.ShouldBe(Number(value));
    }

    [Theory]
    [InlineData("profit", null, "1", "targets[1].kpi ")]
    [InlineData("Won", null, "1", "targets[1].kpi ")]
    [InlineData("show_rate", "USD", "0.5", "targets[1].currency ")]
    [InlineData("show_rate", null, "70", "targets[1].value ")]
    [InlineData("show_rate", null, "-0.1", "targets[1].value ")]
    [InlineData("refunds", null, "1.001", "targets[1].value ")]
    [InlineData("refunds", "JPY", "1.5", "targets[1].value ")]
    [InlineData("refunds", "KWD", "1.0001", "targets[1].value ")]
    public async Task Put_TargetThatItsKpiDoesNotAllow_IsInvalidAndWritesNothing(string kpi, string? currency, string value, string path)
    {
        var settings = Plain with { Targets = [new TargetSettings("cash_collected", "2026-01", 1), new TargetSettings(kpi, "2026-01", Number(value), currency)] };

        var result = await Writer().PutAsync("untargeted", settings, "test", Cancel);

        result.ShouldBeOfType<PutTenantResult.Invalid>().Reason.ShouldStartWith(path);
        (await ledger.ScalarAsync<long>("select count(*) from config.tenants where slug = 'untargeted'")).ShouldBe(0);
    }

    [Fact]
    public async Task Put_LocationOfAnotherTenant_IsInvalidUntilTheOtherGivesItUp()
    {
        await PutAsync("first-co", Plain with { LocationId = "loc_shared" });
        await PutAsync("second-co", Plain with { LocationId = "loc_own" });

        (await Writer().PutAsync("second-co", Plain with { LocationId = "loc_shared" }, "test", Cancel))
            .ShouldBeOfType<PutTenantResult.Invalid>().Reason.ShouldStartWith("locationId ");
        (await ReadAsync("second-co")).LocationId.ShouldBe("loc_own");

        await PutAsync("first-co", Plain with { LocationId = "" });
        await PutAsync("second-co", Plain with { LocationId = "loc_shared", FunnelWindowDays = 5 });
        (await ReadAsync("second-co")).LocationId.ShouldBe("loc_shared");
    }

    [Fact]
    public async Task Put_OneLocationByManyTenantsAtOnce_IsOneTenants()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 5).Select(n =>
            Task.Run(() => Writer().PutAsync($"claim-{n}", Plain with { LocationId = "loc_claimed" }, "test", Cancel), Cancel)));

        results.Count(result => result is PutTenantResult.Saved).ShouldBe(1);
        results.Count(result => result is PutTenantResult.Invalid).ShouldBe(4);
        (await ledger.ScalarAsync<long>("select count(*) from staging.tenants where location_id = 'loc_claimed'")).ShouldBe(1);
    }

    [Fact]
    public async Task Put_Changes_AreInTheAuditByNameAlone()
    {
        await PutAsync("audited", Plain);
        await PutAsync("audited", Full);
        await PutAsync("audited", Full);
        await PutAsync("audited", Plain with { TimeZone = "Asia/Tokyo", Owners = [] });

        var tenant = await TenantAsync("audited");
        var entries = await new AuditTrail(ledger.Database).ListAsync(tenant, before: null, action: null, limit: 10, Cancel);

        entries.Select(entry => (entry.Actor, entry.Action, Changed(entry.Details))).ShouldBe([
            ("test", "tenant.put", "timeZone,owners"),
            ("test", "tenant.put", "recipients,pipelines,salesCalendars,labelRules,funnelField,funnelWindowDays,owners,targets"),
            ("test", "tenant.put", "name,timeZone,currency,firstMonth,culture,graceHours,funnelWindowDays"),
        ]);
        var versions = await ledger.ListAsync("select seq from config.tenant_versions where tenant_id = $1 order by seq desc", row => row.GetInt64(0), tenant.Id);
        entries.Select(entry => entry.Details.GetProperty("version").GetInt64()).ShouldBe(versions);
        entries.Select(entry => entry.Subject).ShouldBe(versions.Select(version => $"{version}"));
        entries.ShouldAllBe(entry => entry.Details.EnumerateObject().Count() == 2);

        static string Changed(JsonElement details) => string.Join(',', details.GetProperty("changed").EnumerateArray().Select(name => name.GetString()));
    }

    private TenantWriter Writer() => new(ledger.Database, new TenantDirectory(ledger.Database, time), time);

    private async Task<PutTenantResult.Saved> PutAsync(string slug, TenantSettings settings)
    {
        TenantValidation.Fault(settings).ShouldBeNull();
        return (await Writer().PutAsync(slug, settings, "test", Cancel)).ShouldBeOfType<PutTenantResult.Saved>();
    }

    private async Task<Tenant> TenantAsync(string slug) => (await new TenantDirectory(ledger.Database, time).FindAsync(slug, Cancel)).ShouldNotBeNull();

    private async Task<TenantSettings> ReadAsync(string slug) => (await new TenantReader(ledger.Database).ReadAsync(await TenantAsync(slug), Cancel)).Settings;

    private Task<long> CountAsync(string slug, string part) => ledger.ScalarAsync<long>(
        $"select count(*) from config.{part} join staging.tenants using (tenant_id) where slug = $1 and tenant_version = version", slug);

    private Task<long> VersionsAsync(string slug) =>
        ledger.ScalarAsync<long>("select count(*) from config.tenant_versions join config.tenants using (tenant_id) where slug = $1", slug);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
