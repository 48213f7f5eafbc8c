namespace Plumbline.Local.Demo.Company;

/// <summary>What the ads cost, and who comes to look.</summary>
internal sealed class Marketing(DemoWorld world, Draw draw)
{
    private const int VisitorsAnArrival = 12;

    private static readonly string[] Paths = ["/", "/pricing", "/stories", "/book-a-call", "/webinar"];

    private readonly Deck<bool> corrections = new(draw, (true, 1), (false, 18));
    private readonly List<(string Id, Campaign Campaign)> known = [];
    private int visitors;

    /// <summary>Every day of every campaign, stated that night; some are corrected more than a week later.</summary>
    public void Spend(DateOnly month, int index)
    {
        for (var day = month; day < month.AddMonths(1); day = day.AddDays(1))
        {
            foreach (var campaign in DemoCompany.Campaigns)
            {
                var usual = campaign.CentsADay * DemoCompany.Swing(month, index) * (0.5 + (DemoCompany.Rhythm(day.DayOfWeek) / 2));
                var cents = (long)Math.Round(usual * draw.Around(0.15));
                var night = day.ToDateTime(new TimeOnly(23, 30 + draw.Below(20), draw.Below(60)));
                var stated = draw.Take(new DateTimeOffset(night, DemoPlan.Zone.GetUtcOffset(night)));
                world.Spend.Add(new SpendStatement(day, campaign, stated, cents));
                if (corrections.Deal() && draw.After(stated, TimeSpan.FromDays(8), TimeSpan.FromDays(15)) is { } corrected)
                    world.Spend.Add(new SpendStatement(day, campaign, corrected, (long)Math.Round(cents * draw.Around(0.08))));
            }
        }
    }

    /// <summary>Visitors of a month; some were there in another month.</summary>
    public void Visit(DateOnly month, int index)
    {
        for (var left = VisitorsAnArrival * Arrivals.CountIn(month, index); left > 0; left--)
        {
            if (known.Count > 0 && draw.Chance(0.06))
            {
                var (id, campaign) = draw.Pick(known);
                Look(id, campaign, draw.In(month));
                continue;
            }

            known.Add((NewVisitor(), draw.Pick(DemoCompany.Campaigns, campaign => campaign.Weight)));
            Look(known[^1].Id, known[^1].Campaign, draw.In(month));
        }
    }

    /// <summary>Who leaves an address has looked around before, and sends in a form.</summary>
    public void VisitBefore(Contact contact)
    {
        var visitor = NewVisitor();
        Look(visitor, contact.Campaign, draw.Take(contact.AddedAt.AddMinutes(-draw.Between(2, 40))));
        world.OptIns.Add(new OptIn(contact.AddedAt, visitor, contact.Campaign));
    }

    private string NewVisitor() => $"v_{world.Plan.AnchorMonth:yyyyMM}_{++visitors:D5}";

    private void Look(string visitor, Campaign campaign, DateTimeOffset at)
    {
        for (DateTimeOffset? next = at; next is { } seen; next = draw.Chance(0.35) ? draw.After(seen, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(4)) : null)
            world.Views.Add(new PageView(visitor, seen, draw.Pick(Paths), campaign));
    }
}
