using Plumbline.Platform;
using Plumbline.Telemetry;
using Plumbline.Tests.Local;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Snapshots;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Telemetry;

/// <summary>The clock says noon of 3 June 2026, UTC.</summary>
[Trait("Category", "Sql")]
public sealed class VitalsTests(LedgerDatabase ledger, SharedAzurite azurite) : IClassFixture<LedgerDatabase>
{
    private const string InsertMonth = """
        insert into frozen.months (tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status)
        values ($1, $2::text::date, 1, 'test', 'test', pg_current_snapshot(), 1, 'UTC', $2::text::date, $2::text::date + interval '1 month', 'final')
        """;

    private const string InsertFinding =
        "insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, actor, reason) values ($1, 'test', $2, $3, $4, 'test', 'a test', 'test', case $3 when 'accepted' then 'known, and no harm' end)";

    private const string InsertDigest =
        "insert into ops.digests (tenant_id, month, revision, requested_by, requested_at, sent_at, failed_at) values ($1, $2::text::date, 1, 'test', now() - $3::interval, $4, $5)";

    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 3, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UTC", "2026-06-02T05:59:59Z", 0)]
    [InlineData("UTC", "2026-06-02T06:00:01Z", 1)]
    [InlineData("America/New_York", "2026-06-02T09:59:59Z", 0)]
    [InlineData("America/New_York", "2026-06-02T10:00:01Z", 1)]
    [InlineData("Pacific/Kiritimati", "2026-06-01T16:00:01Z", 1)]
    [InlineData("America/New_York", "2026-08-01T00:00:00Z", 2)]
    public async Task OverdueMonths_ByTheTenantsClock_AreThoseADayPastTheirClose(string zone, string now, int months)
    {
        var tenant = await ledger.AddTenantAsync(zone, firstMonth: "2026-05-01");
        time.Now = Freezing.At(now);

        var vitals = await OfAsync(tenant);

        (vitals.OverdueMonths, vitals.FirstOverdue?.ToString()).ShouldBe((months, months == 0 ? null : "2026-05"));
    }

    [Fact]
    public async Task OverdueMonths_SomeClosed_AreThoseAfterTheLast()
    {
        var tenant = await ledger.AddTenantAsync("UTC", firstMonth: "2026-01-01");
        await ledger.ExecuteAsync(InsertMonth, tenant, "2026-01-01");
        await ledger.ExecuteAsync(InsertMonth, tenant, "2026-02-01");

        var vitals = await OfAsync(tenant);

        (vitals.OverdueMonths, vitals.FirstOverdue?.ToString(), vitals.NeedsCare).ShouldBe((3, "2026-03", true));
    }

    [Fact]
    public async Task OverdueMonths_ZoneThatPostgresDoesNotKnow_CountByUtcAndHideNoOtherTenant()
    {
        var lost = await ledger.AddTenantAsync("Mars/Olympus", firstMonth: "2026-05-01");
        var moved = await ledger.AddTenantAsync("UTC", firstMonth: "2026-05-01");
        await ledger.ExecuteAsync("insert into config.time_zones (tenant_id, effective_from, time_zone, actor) values ($1, '2026-05-01', 'Mars/Olympus', 'test'), ($1, '2026-07-01', 'UTC', 'test')", moved);
        var other = await ledger.AddTenantAsync("america/new_york", firstMonth: "2026-05-01");

        (await OfAsync(lost)).OverdueMonths.ShouldBe(1);
        (await OfAsync(moved)).OverdueMonths.ShouldBe(1);
        time.Now = Freezing.At("2026-06-02T09:59:59Z");
        (await OfAsync(lost)).OverdueMonths.ShouldBe(1);
        (await OfAsync(other)).OverdueMonths.ShouldBe(0);
    }

    [Fact]
    public async Task Findings_ByWhatHoldsOfEach_AreCountedBySeverity()
    {
        var tenant = await ledger.AddTenantAsync("UTC", firstMonth: "2026-06-01");
        await ledger.ExecuteAsync(InsertFinding, tenant, "a", "open", "high");
        await ledger.ExecuteAsync(InsertFinding, tenant, "b", "open", "high");
        await ledger.ExecuteAsync(InsertFinding, tenant, "b", "resolved", "high");
        await ledger.ExecuteAsync(InsertFinding, tenant, "c", "accepted", "low");
        await ledger.ExecuteAsync(InsertFinding, tenant, "d", "open", "medium");

        var vitals = await OfAsync(tenant);

        (vitals.HighFindings, vitals.MediumFindings, vitals.LowFindings).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Quarantined_SeveralReasonsOfADelivery_IsOneUntilAllAreSettled()
    {
        var tenant = await ledger.AddTenantAsync("UTC", firstMonth: "2026-06-01");
        foreach (var key in new[] { "a", "b" })
        {
            var seq = await ledger.ScalarAsync<long>(
                "insert into ledger.raw_events (tenant_id, source, source_key, occurred_at, channel, event_type, body_sha256) values ($1, 'test', $2, now(), 'webhook', 'test', sha256('x')) returning seq",
                tenant, key);
            await ledger.ExecuteAsync("insert into ledger.quarantine (tenant_id, event_seq, reason, detail) values ($1, $2, 'one', 'x'), ($1, $2, 'two', 'x')", tenant, seq);
        }

        (await OfAsync(tenant)).Quarantined.ShouldBe(2);
        await ledger.ExecuteAsync(
            "insert into ledger.resolutions (tenant_id, event_seq, kind, actor) select tenant_id, min(event_seq), 'replay', 'test' from ledger.quarantine where tenant_id = $1 group by tenant_id", tenant);
        (await OfAsync(tenant)).Quarantined.ShouldBe(1);
    }

    [Fact]
    public async Task Unsent_SentOrGivenUpOnes_IsOfTheOldestThatWaits()
    {
        var tenant = await ledger.AddTenantAsync("UTC", firstMonth: "2026-06-01");
        await ledger.ExecuteAsync(InsertDigest, tenant, "2026-01-01", TimeSpan.FromHours(9), DateTime.UnixEpoch, null);
        await ledger.ExecuteAsync(InsertDigest, tenant, "2026-02-01", TimeSpan.FromHours(8), null, DateTime.UnixEpoch);
        (await OfAsync(tenant)).Unsent.ShouldBe(TimeSpan.Zero);
        await ledger.ExecuteAsync(InsertDigest, tenant, "2026-03-01", TimeSpan.FromHours(2), null, null);
        await ledger.ExecuteAsync(InsertDigest, tenant, "2026-04-01", TimeSpan.FromHours(1), null, null);

        var vitals = await OfAsync(tenant);

        vitals.Unsent.ShouldBeInRange(TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));
        vitals.NeedsCare.ShouldBeTrue();
    }

    [Fact]
    public async Task PoisonMessages_QueuesThatDoNotExist_AreNone()
    {
        var storage = Freezing.StorageAt(await azurite.ConnectionStringAsync());
        var poison = storage.Queue("reconciliations-poison");
        await poison.CreateIfNotExistsAsync(cancellationToken: Cancel);
        await poison.SendMessageAsync("x", Cancel);

        var vitals = await ReadAsync();

        vitals.PoisonMessages["reconciliations-poison"].ShouldBe(1);
        vitals.PoisonMessages.Keys.ShouldBe(["digests-poison", "reconciliations-poison"]);
        await poison.DeleteAsync(Cancel);
        (await ReadAsync()).PoisonMessages["reconciliations-poison"].ShouldBe(0);
    }

    [Fact]
    public async Task Tenants_WithNothingWrong_NeedNobody()
    {
        var tenant = await ledger.AddTenantAsync("UTC", firstMonth: "2026-05-01");
        await ledger.ExecuteAsync(InsertMonth, tenant, "2026-05-01");

        (await OfAsync(tenant)).NeedsCare.ShouldBeFalse();
    }

    private async Task<TenantVitals> OfAsync(Guid tenant)
    {
        var slug = await ledger.ScalarAsync<string>("select slug from config.tenants where tenant_id = $1", tenant);
        return (await ReadAsync()).Tenants.Single(vitals => vitals.Tenant == slug);
    }

    private async Task<Vitals> ReadAsync() =>
        await new VitalsReader(new Database(ledger.App, time), Freezing.StorageAt(await azurite.ConnectionStringAsync())).ReadAsync(Cancel);
}
