using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Reconciliation.Checks;

public sealed class PipelineCheckTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task GhostAppointments_ShownWithoutADeal_AreFoundAfterThreeDays()
    {
        var business = await CheckedBusiness.BeginAsync(ledger);
        var id = business.Id;
        await business.SetAsync("insert into config.label_rules (tenant_id, tenant_version, label, meaning) select tenant_id, version, 'tester', 'test' from staging.tenants where tenant_id = $1");
        await business.AppendAsync(Contact(id, "c1", "2026-05-01"), Contact(id, "c2", "2026-05-01"), Contact(id, "c3", "2026-05-01", labels: ["tester"]));
        await business.AppendAsync(Call(id, "early", "2026-04-01", "showed", "2026-04-01", client: "c2"));
        (await business.FindAsync("ghost_appointments")).ShouldBeEmpty("nobody told of deals yet");

        await business.AppendAsync(
            Deal(id, "d1", "2026-05-01", "lost", client: "c1"), Call(id, "a1", "2026-05-05", "completed", "2026-05-02", "2026-05-05", "c1"),
            // Never took place; not a sales call; a tester's; two days ago.
            Call(id, "a2", "2026-05-05", "noshow", "2026-05-02", "2026-05-05", "c2"), Call(id, "a3", "2026-05-05", "showed", "2026-05-02", "2026-05-05", "c2", calendar: "support"),
            Call(id, "a4", "2026-05-05", "showed", "2026-05-02", "2026-05-05", "c3"), Call(id, "a5", "2026-06-13", "showed", "2026-06-10", "2026-06-13", "c2"));
        (await business.FindAsync("ghost_appointments")).ShouldBeEmpty();

        await business.AppendAsync(Call(id, "a6", "2026-05-06", "confirmed", "2026-05-02", "2026-05-06", "c2"), Call(id, "a6", "2026-05-07", "showed", "2026-05-02", "2026-05-06", "c2"));
        (await business.FindAsync("ghost_appointments")).ShouldBe(
            ["a6 at 2026-05-06: Appointment a6 of client c2 took place on 2026-05-06, and the client has no deal. [a6 showed]"]);
        (await business.FindAsync("ghost_appointments", "2026-06-20")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task JobsWithoutAppointment_OfAClientOrAnAppointmentNobodyBooked_AreFound()
    {
        var business = await CheckedBusiness.BeginAsync(ledger);
        var id = business.Id;
        await business.AppendAsync(Work.Job(id, "j0", "2026-05-01", client: "c9"));
        (await business.FindAsync("jobs_without_appointment")).ShouldBeEmpty("nobody told of appointments yet");

        await business.AppendAsync(
            Call(id, "a1", "2026-05-01", "cancelled", "2026-05-01", client: "c1", calendar: "support"), Deal(id, "d1", "2026-05-01", "open", client: "c2"),
            Work.Job(id, "j1", "2026-05-02", client: "c1"), Work.Job(id, "j2", "2026-05-02", client: "c2", appointment: "a1"),
            // Of nobody; and just opened.
            Work.Job(id, "j3", "2026-05-02"), Work.Job(id, "j4", "2026-06-14", client: "c2"));
        await business.VoidAsync("raw_events", "job:j0");
        (await business.FindAsync("jobs_without_appointment")).ShouldBeEmpty();

        await business.AppendAsync(
            Work.Job(id, "j5", "2026-05-03", client: "c1", appointment: "a9"), Work.Job(id, "j6", "2026-05-04", deal: "d1"), Work.Done(id, "j6", "2026-05-09"));
        (await business.FindAsync("jobs_without_appointment")).ShouldBe(
        [
            "j5 at 2026-05-03: Job j5 names appointment a9, which the ledger does not know. [job.opened j5]",
            "j6 at 2026-05-04: Job j6 is for client c2, who has no appointment. [job.opened j6, job.completed j6]",
        ]);
    }

    [Fact]
    public async Task UnknownStages_OfDealsAsTheyStand_AreFoundOnceAStage()
    {
        var business = await CheckedBusiness.BeginAsync(ledger);
        var id = business.Id;
        await business.AppendAsync(Deal(id, "d1", "2026-05-01", "open", stage: "s1"), Deal(id, "d2", "2026-05-01", "open", stage: "s7"), Deal(id, "d2", "2026-05-02", "open", stage: "s1"));
        (await business.FindAsync("unknown_stages")).ShouldBeEmpty("the settings name no pipelines");

        await business.SetAsync("insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order) select tenant_id, version, 'p1', 'Sales', 1 from staging.tenants where tenant_id = $1");
        await business.SetAsync("insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order) select tenant_id, version, 'p1', 's1', 'New', 1 from staging.tenants where tenant_id = $1");
        await business.AppendAsync(Deal(id, "d3", "2026-05-01", "open", stage: "s8", deleted: true));
        (await business.FindAsync("unknown_stages")).ShouldBeEmpty();

        var elsewhere = Deal(id, "d6", "2026-05-05", "open");
        await business.AppendAsync(
            Deal(id, "d4", "2026-05-04", "won", stage: "s9"), Deal(id, "d5", "2026-05-03", "open", stage: "s9"),
            elsewhere with { Opportunities = [elsewhere.Opportunities[0] with { PipelineId = "p2" }] });
        (await business.FindAsync("unknown_stages")).ShouldBe(
        [
            "p1/s9 at 2026-05-03: Deals are in stage s9 of pipeline p1, which the settings do not name. [d5 open, d4 won]",
            "p2/s1 at 2026-05-05: Deals are in stage s1 of pipeline p2, and the settings do not name the pipeline. [d6 open]",
        ]);
    }

    [Fact]
    public async Task FunnelSubsets_OfTheLastThreeClosedMonths_AreFoundWithTheirRows()
    {
        var business = await CheckedBusiness.BeginAsync(ledger);
        var id = business.Id;
        await business.AppendAsync(
            Contact(id, "c1", "2026-03-01"), Call(id, "a1", "2026-03-02", "confirmed", "2026-03-02", client: "c1"), Deal(id, "d1", "2026-04-03", "won", client: "c1"),
            // Of a month before those, and of the one that still runs.
            Call(id, "a2", "2026-02-03", "confirmed", "2026-02-03", client: "c8"), Call(id, "a3", "2026-06-03", "confirmed", "2026-06-03", client: "c8"));
        (await business.FindAsync("funnel_subsets")).ShouldBeEmpty();

        await business.AppendAsync(Call(id, "a4", "2026-03-05", "confirmed", "2026-03-05", client: "c9"), Deal(id, "d2", "2026-05-03", "won", client: "c9"));
        (await business.FindAsync("funnel_subsets")).ShouldBe(
        [
            "2026-03 booked_are_leads at 2026-03-01: 1 of 2 calls booked in March 2026 is of somebody who is no lead and was not left out as test, internal, spam or deleted. [a4 confirmed]",
            "2026-05 won_are_leads at 2026-05-01: 1 of 1 deals won in May 2026 is of somebody who is no lead and was not left out as test, internal, spam or deleted. [d2 won]",
        ]);

        // A month that was found is looked at for as long as it stands.
        (await business.FindAsync("funnel_subsets", "2026-07-15")).Select(finding => finding[..7]).ShouldBe(["2026-05", "2026-06"]);
        await business.SetAsync("insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, actor) values ($1, 'funnel_subsets', '2026-03 booked_are_leads', 'open', 'medium', 'gohighlevel', 'Calls.', 'test')");
        (await business.FindAsync("funnel_subsets", "2026-07-15")).Select(finding => finding[..7]).ShouldBe(["2026-03", "2026-05", "2026-06"]);
    }
}
