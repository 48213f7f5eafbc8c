using System.Text;
using Plumbline.Ledger;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Local.Sources;
using Plumbline.Tenants;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

public sealed class GoHighLevelDemoTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public async Task Run_EverythingOfTheSampleBusinessCame_MatchesEntirely()
    {
        var plan = DemoPlan.Of(new DateOnly(2026, 3, 1));
        var world = DemoSimulation.Run(plan, new Draw(plan));
        await using var source = await GoHighLevelSource.StartAsync(ledger, GoHighLevelLocationBuilder.Of(world));
        source.Tenant = source.Tenant with
        {
            FirstMonth = Month.Of(plan.FirstMonth),
            Crm = new CrmSettings
            {
                LocationId = DemoCompany.LocationId,
                FunnelField = DemoCompany.FunnelField,
                Stages = [.. ((Pipeline[])[DemoCompany.Sales, DemoCompany.Renewals]).SelectMany(pipeline => pipeline.Stages.Select(stage => new PipelineStage(pipeline.Id, stage.Id, stage.Name)))],
                OwnerByEmail = DemoCompany.Staff.ToDictionary(member => member.Email.ToLowerInvariant(), member => member.Id),
            },
        };
        var context = new GoHighLevelContext(source.Tenant, new ContactHash("key"u8.ToArray(), source.Tenant.Id), source.Time.Now);
        var deliveries = DemoGenerator.Generate(plan).Deliveries
            .Where(delivery => delivery.Channel is DemoChannel.GoHighLevel or DemoChannel.Workflow)
            .Select(delivery => (delivery.Channel, Body: Encoding.UTF8.GetBytes(delivery.Body)))
            .Select(delivery => delivery.Channel == DemoChannel.GoHighLevel ? GoHighLevelMapper.MapNative(context, delivery.Body) : GoHighLevelMapper.MapWorkflow(context, delivery.Body));
        foreach (var chunk in deliveries.Chunk(200))
        {
            await new LedgerWriter(ledger.Database, Metering.Off).AppendAsync(chunk, TestContext.Current.CancellationToken);
        }

        var rows = await source.CountRowsAsync();
        var items = await source.ItemsAsync(await source.RunAsync());

        items.Where(item => !item.EndsWith(" matched", StringComparison.Ordinal)).ShouldBeEmpty();
        items.Count.ShouldBe(source.Location.Deals.Count + source.Location.Appointments.Count);
        (await source.FindingsAsync()).ShouldBeEmpty();
        (await source.CountRowsAsync()).ShouldBe(rows);
    }
}
