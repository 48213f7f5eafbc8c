using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql;

/// <summary>January 2026 of a pipeline with the stages s1 to s4, and so three pairs.</summary>
[Trait("Category", "Sql")]
public sealed class StageConversionTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Theory]
    [InlineData("d s1 2026-01-05; d s2 2026-01-06", "1/1 0/1 -")]
    [InlineData("d s1 2026-01-05; d s2 2026-01-06; e s1 2026-01-05; e s2 2026-01-07; e s3 2026-01-08; f s1 2026-01-09", "2/3 1/2 0/1")]
    // Of the same instant, what was told later comes later.
    [InlineData("d s1 2026-01-05; d s2 2026-01-05", "1/1 0/1 -")]
    [InlineData("d s2 2026-01-05; d s1 2026-01-05", "0/1 0/1 -")]
    // Told out of order: it happened when it happened.
    [InlineData("d s2 2026-01-06; d s1 2026-01-05", "1/1 0/1 -")]
    [InlineData("d s2 2026-01-04; d s1 2026-01-05", "0/1 0/1 -")]
    public async Task Conversion_OfMoves_FollowsTheirOrder(string observations, string expected) =>
        (await OfAsync(observations)).ShouldBe(expected);

    [Theory]
    // Coming back neither counts twice,
    [InlineData("d s1 2026-01-05; d s2 2026-01-06; d s1 2026-01-07; d s2 2026-01-08", "1/1 0/1 -")]
    // nor does a visit that led nowhere hide a later one that did,
    [InlineData("d s1 2026-01-02; d s3 2026-01-03; d s1 2026-01-20; d s2 2026-01-21", "1/1 0/1 0/1", 5)]
    [InlineData("d s1 2025-12-02; d s3 2025-12-03; d s1 2026-01-20; d s2 2026-01-21", "1/1 0/1 -", 5)]
    // or an earlier one.
    [InlineData("d s1 2026-01-02; d s2 2026-01-03; d s1 2026-01-20", "1/1 0/1 -", 5)]
    // What the first visit led to before the period is not the second visit's doing.
    [InlineData("d s1 2025-12-02; d s2 2025-12-03; d s1 2026-01-20", "0/1 - -")]
    // Staying is no entry, also where an observation between says nothing of the stage.
    [InlineData("d s1 2025-12-20; d s1 2026-01-05; d s2 2026-01-06", "- 0/1 -")]
    [InlineData("d s1 2025-12-20; d - 2026-01-02; d s1 2026-01-05", "- - -")]
    [InlineData("d s1 2026-01-05; d - 2026-01-06; d s2 2026-01-07; d s2 2026-01-08", "1/1 0/1 -")]
    // Another pipeline in between is a leave, and its stages are not this one's.
    [InlineData("d s1 2025-12-20; d s1 2026-01-02 p2; d s1 2026-01-05", "0/1 - -")]
    [InlineData("d s1 2026-01-05; d s2 2026-01-06 p2", "0/1 - -")]
    [InlineData("d s1 2026-01-05; d s3 2026-01-06 p2; d s2 2026-01-07", "1/1 0/1 -")]
    public async Task Conversion_OfADealThatComesBack_CountsItOnce(string observations, string expected, int window = 30) =>
        (await OfAsync(observations, window)).ShouldBe(expected);

    [Theory]
    [InlineData("d s1 2026-01-31T23:59:59.999999Z; d s2 2026-02-15", "1/1 - -")]
    [InlineData("d s1 2025-12-31T23:59:59.999999Z; d s2 2026-01-01", "- 0/1 -")]
    [InlineData("d s1 2026-02-01; d s2 2026-02-02", "- - -")]
    // Ten days later is no longer within ten days.
    [InlineData("d s1 2026-01-05; d s2 2026-01-14T23:59:59.999999Z", "1/1 0/1 -", 10)]
    [InlineData("d s1 2026-01-05; d s2 2026-01-15", "0/1 0/1 -", 10)]
    [InlineData("d s1 2026-01-05; d s2 2035-12-31", "1/1 - -", null)]
    // Passing over the target is no conversion, getting there by a way round is.
    [InlineData("d s1 2026-01-05; d s3 2026-01-06", "0/1 - 0/1")]
    [InlineData("d s1 2026-01-05; d s3 2026-01-06; d s2 2026-01-07", "1/1 0/1 0/1")]
    public async Task Conversion_ByPeriodAndWindow_IsOfTheEntry(string observations, string expected, int? window = 30) =>
        (await OfAsync(observations, window)).ShouldBe(expected);

    [Theory]
    [InlineData("d s1 2026-01-05; d s2 2026-01-06; d s2 2026-02-10 deleted", "- - -")]
    [InlineData("d s1 2026-01-05; d s2 2026-01-06; d - 2026-02-10 deleted", "- - -")]
    [InlineData("d s1 2026-01-05; d s2 2026-01-06; d - 2026-02-10 deleted; d s2 2026-02-11", "1/1 0/1 -")]
    // Said to be gone earlier than what was seen of it later.
    [InlineData("d s1 2026-01-05; d - 2026-01-04 deleted", "0/1 - -")]
    [InlineData("d s1 2026-01-05; d - 2026-02-10 deleted void", "0/1 - -")]
    [InlineData("d s1 2026-01-05; d s2 2026-01-06 void", "0/1 - -")]
    [InlineData("d s1 2026-01-05 void; d s2 2026-01-06", "- 0/1 -")]
    [InlineData("d s1 2025-12-20; d s2 2026-01-02 void; d s1 2026-01-05", "- - -")]
    public async Task Conversion_OfWhatIsDeletedOrVoided_LeavesItOut(string observations, string expected) =>
        (await OfAsync(observations)).ShouldBe(expected);

    [Theory]
    [InlineData("""[{"from":"s1","to":"s3"}]""", "1/2")]
    // Replacing the consecutive ones, in the order they are given in.
    [InlineData("""[{"from":"s3","to":"s4"},{"from":"s2","to":"s1"},{"from":"s1","to":"s2"}]""", "0/1 1/2 2/2")]
    [InlineData("""[{"from":"s1","to":"s4"},{"from":"s4","to":"s1"}]""", "0/2 -")]
    [InlineData("[]", "")]
    [InlineData(null, "2/2 1/2 0/1")]
    public async Task Conversion_OfGivenPairs_ReplacesTheConsecutiveOnes(string? pairs, string expected)
    {
        var tenant = await ledger.AddPipelinesTenantAsync();
        await ledger.TellAsync(tenant, "d s1 2026-01-05; d s2 2026-01-06; d s3 2026-01-07; e s1 2026-01-05; e s2 2026-01-06; e s1 2026-01-07");

        (await ledger.ConversionAsync(tenant, pairs: pairs)).ShouldBe(expected);
    }

    [Fact]
    public async Task Pairs_ByDefault_AreEachStageAndTheNextInItsPipeline()
    {
        var tenant = await ledger.AddTenantAsync();
        await ledger.ExecuteAsync("insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order) select $1, max(seq), p, p, 1 from config.tenant_versions, unnest('{p1,p2}'::text[]) p where tenant_id = $1 group by p", tenant);
        // Neither in the order of their ids nor without gaps; of two at one place the id decides.
        await ledger.ExecuteAsync(
            """
            insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order)
            select p.tenant_id, p.tenant_version, p.pipeline_id, s.id, 'Stage ' || s.id, s.place
            from (values ('p1', 'a', 40), ('p1', 'c', 7), ('p1', 'b', 7), ('p1', 'z', 1), ('p2', 'y', 5)) as s (pipeline, id, place)
            join config.pipelines as p on p.pipeline_id = s.pipeline
            where p.tenant_id = $1
            """,
            tenant);

        (await PairsAsync(tenant, "p1", null)).ShouldBe(["1 z (Stage z) b (Stage b)", "2 b (Stage b) c (Stage c)", "3 c (Stage c) a (Stage a)"]);
        (await PairsAsync(tenant, "p2", null)).ShouldBeEmpty();
        (await PairsAsync(tenant, "p9", null)).ShouldBeEmpty();
        (await PairsAsync(tenant, "p1", """[{"from":"a","to":"y"}]""")).ShouldBe(["1 a (Stage a) y ()"]);
    }

    [Theory]
    // New York's January ends at 05:00 UTC.
    [InlineData("America/New_York", "2026-01-01", "2026-02-01", "2026-02-01T04:59:59Z", "2026-02-01T05:00:00Z")]
    // Berlin's clocks went forward on the last day of March 2024, and back on the last but five of October 2026.
    [InlineData("Europe/Berlin", "2024-03-01", "2024-04-01", "2024-03-31T21:59:59Z", "2024-03-31T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-01", "2026-11-01", "2026-10-31T22:59:59Z", "2026-10-31T23:00:00Z")]
    public async Task Conversion_AtTheMonthsEnd_IsOfTheTenantsZone(string zone, string from, string to, string last, string next)
    {
        var tenant = await ledger.AddPipelinesTenantAsync(zone);
        await ledger.TellAsync(tenant, $"d s1 {last}; d s2 {next}; e s1 {next}");

        (await ledger.ConversionAsync(tenant, from, to)).ShouldBe("1/1 - -");
    }

    [Theory]
    [InlineData("2024-03-31T10:59:59Z", "1/1 - -")]
    [InlineData("2024-03-31T11:00:00Z", "0/1 - -")]
    public async Task Conversion_WithAWindowOverAClockChange_TakesDaysOf24Hours(string converted, string expected)
    {
        var tenant = await ledger.AddPipelinesTenantAsync("Europe/Berlin");
        await ledger.TellAsync(tenant, $"d s1 2024-03-30T11:00:00Z; d s2 {converted}");

        (await ledger.ConversionAsync(tenant, "2024-03-30", "2024-03-31", window: 1)).ShouldBe(expected);
    }

    [Fact]
    public async Task Conversion_AsOfBefore_SeesNeitherLaterMovesNorCorrectionsNorStages()
    {
        var tenant = await ledger.AddPipelinesTenantAsync();
        await ledger.TellAsync(tenant, "d s1 2026-01-05; e s1 2026-01-06; e s2 2026-01-07");
        var pin = await ledger.PinAsync();
        await ledger.TellAsync(tenant, "d s2 2026-01-06; e - 2026-01-08 deleted; f s1 2026-01-05");
        await ledger.ExecuteAsync("insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, event_seq, kind, target_table, target_seq, reason, actor) select $1, 'test', 'late', now(), 1, 'void', 'raw_opportunities', max(seq), 'a test of voiding', 'test' from ledger.raw_opportunities where tenant_id = $1", tenant);
        await ledger.ExecuteAsync("insert into config.tenant_versions (tenant_id, name, currency, first_month, actor) values ($1, 'Test', 'USD', '2025-01-01', 'test')", tenant);

        (await ledger.ConversionAsync(tenant, pairs: """[{"from":"s1","to":"s2"}]""")).ShouldBe("1/1");
        (await ledger.ConversionAsync(tenant)).ShouldBe("");
        (await ledger.ConversionAsync(tenant, asOf: pin)).ShouldBe("1/2 0/1 -");
    }

    [Fact]
    public async Task Conversion_OfAnotherTenantsDeals_IsNothing()
    {
        var (tenant, other) = (await ledger.AddPipelinesTenantAsync(), await ledger.AddPipelinesTenantAsync());
        await ledger.TellAsync(other, "d s1 2026-01-05; d s2 2026-01-06");
        await ledger.TellAsync(tenant, "d s1 2026-01-05");

        (await ledger.ConversionAsync(tenant)).ShouldBe("0/1 - -");
    }

    [Fact]
    public async Task Conversion_ByName_InlinesIntoTheQueryThatAsks()
    {
        var tenant = await ledger.AddPipelinesTenantAsync();
        await using var session = await ledger.Database.OpenAsync(tenant, TestContext.Current.CancellationToken);

        var plan = await session.ListAsync(
            $"explain select * from report.stage_conversion('{tenant}', 'p1', '2026-01-01', '2026-02-01', 30, null)", row => row.GetString(0), TestContext.Current.CancellationToken);

        plan.ShouldNotContain(line => line.Contains("Function Scan on stage_conversion"));
        plan.ShouldContain(line => line.Contains("raw_opportunities"));
    }

    private async Task<string> OfAsync(string observations, int? window = 30)
    {
        var tenant = await ledger.AddPipelinesTenantAsync();
        await ledger.TellAsync(tenant, observations);
        return await ledger.ConversionAsync(tenant, window: window);
    }

    private async Task<List<string>> PairsAsync(Guid tenant, string pipeline, string? pairs)
    {
        await using var session = await ledger.Database.OpenAsync(tenant, TestContext.Current.CancellationToken);
        return await session.ListAsync(
            "select format('%s %s (%s) %s (%s)', pair_order, from_stage_id, from_stage, to_stage_id, to_stage) from report.stage_pairs($1, $2, $3::jsonb) order by pair_order",
            row => row.GetString(0), TestContext.Current.CancellationToken, tenant, pipeline, pairs);
    }
}
