namespace Plumbline.Local.Demo.Company;

/// <summary>Finance: targets on a month's first day, a first close on its last evening, and the books eight days later.</summary>
internal sealed class Bookkeeping(DemoWorld world, Draw draw)
{
    private static readonly Dictionary<string, decimal> None = [];

    public void Run()
    {
        foreach (var (index, month) in world.Plan.Months().Index())
        {
            var (start, end) = (DemoPlan.StartOf(month), DemoPlan.StartOf(month.AddMonths(1)));
            world.Finance.Add(new FinanceStatement(month, start.AddHours(9), Revenue: null, Ebitda: null, Targets(index)));

            var revenue = world.Charges.Where(charge => DemoPlan.MonthOf(charge.CapturedAt) == month).Sum(charge => charge.CapturedCents);
            var margin = 0.19 * draw.Around(0.35);
            world.Finance.Add(new FinanceStatement(month, end.AddHours(-5), revenue, (long)(revenue * margin), None));

            if (end.AddDays(7).AddHours(15) is var closed && closed >= draw.End) continue;
            var booked = (long)(revenue * draw.Around(0.02));
            // Every third month only what is left of the revenue is put right.
            world.Finance.Add(new FinanceStatement(month, closed, index % 3 == 2 ? null : booked, (long)(booked * margin * draw.Around(0.1)), None));
        }
    }

    private static Dictionary<string, decimal> Targets(int index) => new()
    {
        ["mrr"] = 11_000 + (1_000 * index),
        ["nrr"] = 1,
        ["active_clients"] = 18 + (2 * index),
        ["health_score"] = 75,
        ["ebitda_margin"] = 0.18m,
        ["hygiene_score"] = 0.7m,
        ["automation_health"] = 0.97m,
    };
}
