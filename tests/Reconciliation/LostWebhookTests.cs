using System.Diagnostics.CodeAnalysis;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Tenants;

namespace Plumbline.Tests.Reconciliation;

/// <summary>
/// Of a generated business's deliveries 5 % are lost, 1 % altered, 5 % come twice, and none in order: after one reconciliation its
/// cash and its pipeline are the generator's truth, and the findings name what was altered.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "The draw must be repeatable; nothing secret comes of it.")]
public sealed class LostWebhookTests(BadPostOffice office) : IClassFixture<BadPostOffice>
{
    private static readonly bool IsSoak = Environment.GetEnvironmentVariable("SOAK") == "1";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, IsSoak ? 200 : 20)];

    public static TheoryData<int> KilledSeeds => [.. Enumerable.Range(1000, IsSoak ? 20 : 2)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Seeds))]
    public async Task Reconcile_AfterABadPost_IsTheTruthAndNamesWhatWasAltered(int seed)
    {
        var (truth, world, post) = Draw(seed);
        var tenant = await office.OpenAsync(world, post.Undelivered);
        await office.DeliverAsync(tenant, post.Arriving);
        post.Altered.ShouldNotBeEmpty();

        var run = await office.RequestAsync(tenant);
        await office.NewReconciler().GoOnAsync(tenant, run, Cancel);

        (await BusinessBooks.OfLedgerAsync(office.Ledger, tenant.Id)).ShouldBe(BusinessBooks.Truth(truth, world));
        var ended = await office.ReadAsync(tenant, run);
        ended.Status.ShouldBe("completed", ended.Error);
        ended.Sources.ShouldAllBe(source => source.Missing > 0);
        ended.Sources.Sum(source => source.Differing).ShouldBeGreaterThan(0);
        (await NamedAsync(tenant)).ShouldBe([.. post.Altered.Concat(post.LostDeletes).Order(StringComparer.Ordinal)]);
        (await office.CheckMoneyAsync(tenant)).ShouldBeEmpty("what is corrected makes sense by itself too");
    }

    [Theory, MemberData(nameof(KilledSeeds))]
    public async Task Reconcile_KilledAtRandomPoints_ComesToTheSameWithNoRowTwice(int seed)
    {
        var (_, world, post) = Draw(seed);
        var (whole, killed) = (await office.OpenAsync(world, post.Undelivered), await office.OpenAsync(world, post.Undelivered));
        await office.DeliverAsync(whole, post.Arriving);
        await office.DeliverAsync(killed, post.Arriving);
        var (undisturbed, run) = (await office.RequestAsync(whole), await office.RequestAsync(killed));
        await office.NewReconciler().GoOnAsync(whole, undisturbed, Cancel);

        var random = new Random(seed);
        var kills = 0;
        for (; (await office.ReadAsync(killed, run)).Status is not ("completed" or "failed"); kills++)
        {
            // It lives a little longer each time, so that it ends.
            using var life = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            life.CancelAfter(TimeSpan.FromMilliseconds(random.Next(1, 40 + (8 * kills))));
            try
            {
                await office.NewReconciler().GoOnAsync(killed, run, life.Token);
            }
            catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
            {
            }
        }

        kills.ShouldBeGreaterThan(5);
        (await RowsAsync(killed)).ShouldBe(await RowsAsync(whole));
        (await NamedAsync(killed)).ShouldBe(await NamedAsync(whole));
        (await CountsAsync(killed, run)).ShouldBe(await CountsAsync(whole, undisturbed));
    }

    // Of the generated fourteen months the last two: what is older is as any other, and takes as long.
    private static (DemoTruth Truth, DemoWorld World, LossyPost Post) Draw(int seed)
    {
        var plan = new DemoPlan(BadPostOffice.Anchor, seed);
        var world = DemoSimulation.Run(plan, new Draw(plan));
        var beginning = DemoPlan.StartOf(plan.AnchorMonth.AddMonths(-2));
        world.Charges.RemoveAll(charge => charge.Created < beginning);
        world.Disputes.RemoveAll(dispute => dispute.Charge.Created < beginning);
        world.Payouts.RemoveAll(payout => payout.Created < beginning);
        world.Deals.RemoveAll(deal => deal.AddedAt < beginning);
        world.Calls.RemoveAll(call => call.BookedAt < beginning);
        return (DemoReckoning.Of(world), world, new LossyPost(world, seed));
    }

    /// <summary>What the findings about movements and deals are about.</summary>
    private Task<List<string>> NamedAsync(Tenant tenant) => office.Ledger.ListAsync(
        """
        select distinct f.subject collate "C" as subject
        from recon.findings as f
        where f.tenant_id = $1
        order by subject
        """,
        row => row.GetString(0), tenant.Id);

    private Task<List<string>> RowsAsync(Tenant tenant) => office.Ledger.ListAsync(
        """
        select p.source_key || ' ' || p.amount_minor || ' ' || p.occurred_at from ledger.raw_payments as p where p.tenant_id = $1
        union all
        select o.opportunity_id || ' ' || o.effective_at || ' ' || o.status || ' ' || coalesce(o.stage_id, '') || ' ' || coalesce(o.value_minor, 0) || ' ' || o.deleted from ledger.raw_opportunities as o where o.tenant_id = $1 and not o.deleted
        union all
        select a.appointment_id || ' ' || a.effective_at || ' ' || a.status from ledger.raw_appointments as a where a.tenant_id = $1 and not a.deleted
        union all
        select a.source_key || ' ' || a.measure || ' ' || a.amount from ledger.adjustments as a where a.tenant_id = $1
        union all
        select l.kind || ' ' || l.from_id || ' ' || l.to_id from ledger.links as l where l.tenant_id = $1 and l.kind like 'movement%'
        order by 1
        """,
        row => row.GetString(0), tenant.Id);

    private async Task<List<string>> CountsAsync(Tenant tenant, Guid run) =>
        [.. (await office.ReadAsync(tenant, run)).Sources.Select(source => $"{source.Source} {source.Compared} {source.Matched} {source.Missing} {source.Differing} {source.Extra}")];
}
