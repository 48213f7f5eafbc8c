namespace Plumbline.Local.Demo.Company;

/// <summary>Plays the sample business from its first month to its last.</summary>
internal static class DemoSimulation
{
    public static DemoWorld Run(DemoPlan plan, Draw draw)
    {
        var world = new DemoWorld(plan);
        var paying = new Paying(world, draw);
        var calling = new Calling(world, draw);
        var arrivals = new Arrivals(world, draw, new Selling(world, draw, calling, paying), calling, paying);
        var marketing = new Marketing(world, draw);

        arrivals.Open();
        foreach (var (index, month) in plan.Months().Index())
        {
            // In the order of time, so that what decks even out is even in every month.
            foreach (var moment in Enumerable.Range(0, Arrivals.CountIn(month, index)).Select(_ => draw.In(month)).Order().ToList()) arrivals.Arrive(moment);
            marketing.Spend(month, index);
            marketing.Visit(month, index);
        }

        foreach (var contact in world.Contacts.Where(contact => DemoPlan.MonthOf(contact.AddedAt) >= plan.FirstMonth)) marketing.VisitBefore(contact);
        paying.Settle();

        var later = new Draw(plan, stream: 1);
        new Subscribing(world, later).Run();
        new ClientCare(world, later).Run();
        new Operations(world, later).Run();
        new Bookkeeping(world, later).Run();

        var last = new Draw(plan, stream: 2);
        new Treasury(world, last).Run();
        new ClientWork(world, last).Run();
        return world;
    }
}
