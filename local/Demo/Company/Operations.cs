namespace Plumbline.Local.Demo.Company;

/// <summary>What people and automations do all day, beside the deals themselves.</summary>
internal sealed class Operations(DemoWorld world, Draw draw)
{
    private readonly Deck<int> tries = new(draw, (1, 3), (2, 3), (3, 2), (5, 1));
    private readonly Deck<bool> answers = new(draw, (true, 2), (false, 3));
    private readonly Deck<bool> again = new(draw, (true, 1), (false, 6));
    private readonly Deck<bool> successes = new(draw, (true, 27), (false, 1));
    private readonly Deck<bool> sources = new(draw, (true, 8), (false, 1));

    public void Run()
    {
        foreach (var deal in world.Deals.Where(deal => deal.Pipeline == DemoCompany.Sales)) Dial(deal);
        foreach (var optIn in world.OptIns.ToList())
            if (again.Deal() && draw.AtWork(optIn.At, TimeSpan.FromDays(4), TimeSpan.FromDays(45)) is { } at)
                world.OptIns.Add(optIn with { At = at });

        foreach (var contact in world.Contacts) contact.HasSource = sources.Deal();
        foreach (var deal in world.Deals) deal.HasSource = sources.Deal();
        Automate();
    }

    private void Dial(SalesDeal deal)
    {
        var owner = deal.States[0].Owner;
        DateTimeOffset? at = deal.AddedAt;
        for (var left = DemoCompany.Setters.Contains(owner) ? tries.Deal() : 1; left > 0; left--)
        {
            at = draw.AtWork(at.Value, TimeSpan.FromMinutes(4), TimeSpan.FromHours(30));
            if (at is not { } made) return;
            var spoken = answers.Deal() ? TimeSpan.FromSeconds(draw.Between(35, 1500)) : (TimeSpan?)null;
            world.PhoneCalls.Add(new PhoneCall(world.NewId("Dial"), made, owner, deal.Contact, made + spoken < draw.End ? spoken : null));
        }
    }

    private void Automate()
    {
        var welcomes = world.Contacts.Where(contact => contact.States[0].Change == ContactChange.Created).Select(contact => (At: contact.States[0].At.AddSeconds(20), "Welcome sequence"));
        var reminders = world.Calls.Select(call => (At: call.BookedAt.AddMinutes(2), "Call reminder"));
        var kickoffs = world.Clients.Where(statement => statement.News == ClientNews.Onboarded).Select(statement => (At: statement.At.AddMinutes(5), "Onboarding kick-off"));
        var receipts = world.Charges.Select(charge => (At: charge.CapturedAt.AddSeconds(40), "Receipt"));
        foreach (var (at, name) in welcomes.Concat(reminders).Concat(kickoffs).Concat(receipts).Where(run => run.At < draw.End).OrderBy(run => run.At).ToList())
            world.AutomationRuns.Add(new AutomationRun(at, name, successes.Deal()));
    }
}
