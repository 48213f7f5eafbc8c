using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo;

/// <summary>Reckons what a month says of the pipeline, of what people and automations did, and by finance.</summary>
internal static class OperationsReckoning
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    public static DemoMonth Add(DemoMonth to, DemoWorld world, DateOnly month)
    {
        var end = DemoPlan.StartOf(month.AddMonths(1));
        var open = world.Deals.Where(deal => deal.States.FindLast(state => state.At < end) is { IsOpen: true }).ToList();
        var runs = world.AutomationRuns.Where(run => DemoReckoning.IsIn(month, run.At)).ToList();
        var statements = world.Finance.Where(statement => statement.Month == month).OrderBy(statement => statement.StatedAt).ToList();
        return to with
        {
            Pipeline = open.Sum(deal => deal.States.FindLast(state => state.At < end)!.Cents),
            OpenDeals = open.Count,
            TidyDeals = open.Count(deal => deal.HasSource && MovedBefore(deal, end) + Recent >= end),
            ActiveReps = Doings(world).Where(doing => doing.At >= end - Recent && doing.At < end).DistinctBy(doing => doing.Who).Count(),
            CallsMade = world.PhoneCalls.Count(call => DemoReckoning.IsIn(month, call.MadeAt)),
            CallsCompleted = world.PhoneCalls.Count(call => DemoReckoning.IsIn(month, call.CompletedAt)),
            AutomationRuns = runs.Count,
            AutomationSuccesses = runs.Count(run => run.Succeeded),
            Revenue = statements.Last(statement => statement.Revenue is not null).Revenue!.Value,
            Ebitda = statements.Last(statement => statement.Ebitda is not null).Ebitda!.Value,
        };
    }

    /// <summary>When the deal last came into the stage it is in.</summary>
    private static DateTimeOffset MovedBefore(SalesDeal deal, DateTimeOffset moment)
    {
        var states = deal.States.FindAll(state => state.At < moment);
        return states[states.FindLastIndex(state => state.Stage != states[^1].Stage) + 1].At;
    }

    private static IEnumerable<(DateTimeOffset At, StaffMember Who)> Doings(DemoWorld world) =>
    [
        .. world.Deals.SelectMany(deal => deal.States).Select(state => (state.At, state.Owner)),
        .. world.Calls.SelectMany(call => call.States).Select(state => (state.At, state.Owner)),
        .. world.PhoneCalls.Select(call => (call.MadeAt, call.Owner)),
        .. world.PhoneCalls.Where(call => call.CompletedAt is not null).Select(call => (call.CompletedAt!.Value, call.Owner)),
        .. world.Clients.Select(statement => (statement.At, DemoCompany.SuccessManager)),
    ];
}
