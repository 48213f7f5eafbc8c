namespace Plumbline.Local.Demo.Company;

/// <summary>What becomes of money that was taken: disputes, payouts to the bank; and what is tried out in test mode.</summary>
internal sealed class Treasury(DemoWorld world, Draw draw)
{
    // What is larger is settled before a bank hears of it.
    private const long LargestDisputed = 400_000;
    private const int LongestDays = 90;

    private static readonly int[] DisputedMonths = [0, 2, 3, 5, 6, 8, 10];

    private readonly Deck<DisputeFate> fates = new(draw, (DisputeFate.Lost, 3), (DisputeFate.Won, 2), (DisputeFate.WonEarly, 1), (DisputeFate.Inquiry, 1));

    public void Run()
    {
        foreach (var index in DisputedMonths) Dispute(world.Plan.FirstMonth.AddMonths(index));
        foreach (var (index, month) in world.Plan.Months().Index().Skip(1))
        {
            PayOut(month.AddDays(1), index, fails: false);
            PayOut(month.AddDays(15), index, fails: index == DemoPlan.MonthCount / 2);
        }

        TryOut();
    }

    private void Dispute(DateOnly month)
    {
        var open = world.Charges.Where(charge => charge is { Refund: null, LateCapture: null, Cents: <= LargestDisputed }
            && DemoPlan.MonthOf(charge.Created) == month && charge.Created.AddDays(LongestDays) < draw.End).ToList();
        if (open.Count == 0) return;
        var charge = draw.Pick(open);
        var created = charge.Created.AddDays(draw.Between(8, 40)).AddSeconds(draw.Below(3600));
        world.Disputes.Add(new Dispute(charge, fates.Deal(), created, created.AddDays(draw.Between(20, 45)).AddSeconds(draw.Below(3600))));
    }

    /// <summary>About half of what a month before brought in.</summary>
    private void PayOut(DateOnly day, int index, bool fails)
    {
        var before = world.Plan.FirstMonth.AddMonths(index - 1);
        var cents = world.Charges.Where(charge => DemoPlan.MonthOf(charge.CapturedAt) == before).Sum(charge => charge.CapturedCents) * 48 / 100;
        var created = DemoPlan.StartOf(day).AddHours(6);
        world.Payouts.Add(new Payout($"1Demo{world.Plan.AnchorMonth:yyyyMM}Po{world.Payouts.Count + 1:D3}", created, cents, fails ? created.AddDays(4) : null));
    }

    /// <summary>Charges of no one's money.</summary>
    private void TryOut()
    {
        foreach (var (index, month) in ((int[])[1, 7, 12]).Select(world.Plan.FirstMonth.AddMonths).Index())
        {
            var at = DemoPlan.StartOf(month.AddDays(10)).AddHours(11);
            world.TestCharges.Add(new Charge($"3Demo{world.Plan.AnchorMonth:yyyyMM}Test{index + 1}", world.Contacts[0], at, 123_400, "Trying out", PayerLink.None)
            {
                IsTest = true,
                Refund = index == 1 ? new Refund(at.AddMinutes(5), 123_400, FailedAt: null) : null,
            });
        }
    }
}
