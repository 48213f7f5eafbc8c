namespace Plumbline.Local.Demo.Company;

/// <summary>Deals from the first contact to the signature, and their renewals.</summary>
internal sealed class Selling(DemoWorld world, Draw draw, Calling calling, Paying paying)
{
    private readonly Deck<bool> decisions = new(draw, (true, 1), (false, 2));
    private readonly Deck<Sale> refusals = new(draw, (Sale.Lost, 3), (Sale.Abandoned, 1), (Sale.Open, 1));
    private readonly Deck<Sale> wins = new(draw, (Sale.Won, 15), (Sale.WonAgain, 1), (Sale.WonThenLost, 1), (Sale.WonThenDeleted, 1));
    private readonly Deck<bool> renewals = new(draw, (true, 1), (false, 1));
    private int drafts;
    private int closers;
    private int setters;

    public void Pursue(Contact contact, DateTimeOffset from, Interest interest)
    {
        // Who books a call right away needs no setter.
        var isDirect = interest == Interest.Call && contact.Campaign.Funnel == DemoCompany.CallFunnel;
        var owner = isDirect ? Next(DemoCompany.Closers, ref closers) : Next(DemoCompany.Setters, ref setters);
        var offer = draw.Pick(DemoCompany.Programmes, programme => programme.Weight);
        var created = draw.After(from, TimeSpan.FromMinutes(1), TimeSpan.FromHours(3));
        if (Open(contact, DemoCompany.Sales, offer, DemoCompany.NewLead, offer.Cents, owner, created) is not { } deal) return;
        if (isDirect)
        {
            BookCall(deal, tries: 2);
            return;
        }

        if (!MoveTo(deal, DemoCompany.Contacted, TimeSpan.FromHours(1), TimeSpan.FromDays(2))) return;
        Talk(deal);
        if (interest == Interest.Little)
        {
            if (draw.Chance(0.75)) End(deal, "abandoned", 20, 45);
        }
        else if (interest == Interest.Lost)
        {
            End(deal, "lost", 2, 10);
        }
        else if (MoveTo(deal, DemoCompany.Qualified, TimeSpan.FromHours(3), TimeSpan.FromDays(2)))
        {
            BookCall(deal, tries: 2);
        }
    }

    /// <summary>One of the staff in the pipeline; now and then the deal is deleted, and the contact is like any other again.</summary>
    public void TryOut(Contact contact)
    {
        var created = draw.AtWork(contact.Latest.At, TimeSpan.FromMinutes(5), TimeSpan.FromHours(5));
        if (Open(contact, DemoCompany.Renewals, DemoCompany.MonthlyCoaching, DemoCompany.Sandbox, 100, DemoCompany.SuccessManager, created) is { } deal && drafts++ % 3 == 2)
            Delete(deal);
    }

    private void BookCall(SalesDeal deal, int tries)
    {
        var closer = DemoCompany.Closers.Contains(deal.Latest.Owner) ? deal.Latest.Owner : Next(DemoCompany.Closers, ref closers);
        if (draw.AtWork(deal.Latest.At, TimeSpan.FromMinutes(10), TimeSpan.FromDays(2)) is not { } at || calling.Book(deal.Contact, at, closer) is not { } call) return;
        if (deal.Latest.Stage != DemoCompany.CallBooked)
        {
            Change(deal, draw.Take(at.AddSeconds(20)), DealChange.StageUpdate, state => state with { Stage = DemoCompany.CallBooked, ByWorkflow = draw.Chance(0.75) });
            if (deal.Latest.Owner != closer) Change(deal, draw.Take(at.AddSeconds(50)), DealChange.AssignedToUpdate, state => state with { Owner = closer });
        }

        calling.Play(call);
        if (call.Latest.Status is "showed" or "completed") Decide(deal, call.Latest.At);
        else if (tries > 1 && draw.Chance(0.4)) BookCall(deal, tries - 1);
        else if (draw.Chance(0.85)) End(deal, "lost", 3, 30);
    }

    private void Decide(SalesDeal deal, DateTimeOffset heldAt)
    {
        var proposed = draw.AtWork(heldAt, TimeSpan.FromMinutes(15), TimeSpan.FromDays(1));
        if (!Change(deal, proposed, DealChange.StageUpdate, state => state with { Stage = DemoCompany.Proposal, ByWorkflow = draw.Chance(0.6) })) return;
        if (draw.Chance(0.3))
        {
            var cents = deal.Latest.Cents * draw.Between(80, 97) / 100;
            Change(deal, Soon(deal, 0.1, 2), DealChange.MonetaryValueUpdate, state => state with { Cents = cents });
        }

        if (decisions.Deal())
        {
            if (Win(deal)) Deliver(deal, wins.Deal());
            return;
        }

        var refusal = refusals.Deal();
        if (refusal == Sale.Lost) End(deal, "lost", 2, 25);
        else if (refusal == Sale.Abandoned || draw.Chance(0.7)) End(deal, "abandoned", 20, 80);
    }

    private void Deliver(SalesDeal deal, Sale sale)
    {
        if (sale == Sale.WonThenLost) End(deal, "lost", 2, 12);
        if (sale == Sale.WonAgain && Change(deal, Soon(deal, 1, 6), DealChange.StatusUpdate, state => state with { Status = "open" }))
            Change(deal, Soon(deal, 5, 30), DealChange.StatusUpdate, state => state with { Status = "won" });
        if (sale == Sale.WonThenDeleted) Delete(deal);
        if (!deal.Latest.IsWon) return;
        paying.Sell(deal);
        calling.Onboard(deal.Contact, deal.Latest.At);
        if (renewals.Deal()) Renew(deal);
    }

    private bool Win(SalesDeal deal) =>
        Change(deal, Soon(deal, 0.2, 9), DealChange.StageUpdate, state => state with { Stage = DemoCompany.Closed })
        && Change(deal, draw.Take(deal.Latest.At.AddSeconds(draw.Between(5, 90))), DealChange.StatusUpdate, state => state with { Status = "won" });

    private void Renew(SalesDeal won)
    {
        var cents = won.Latest.Cents / 2;
        var due = draw.AtWork(won.Latest.At, TimeSpan.FromDays(95), TimeSpan.FromDays(125));
        if (Open(won.Contact, DemoCompany.Renewals, won.Offer, DemoCompany.RenewalDue, cents, DemoCompany.SuccessManager, due) is not { } deal) return;
        if (draw.Chance(0.4)) End(deal, "lost", 5, 30);
        else if (Change(deal, Soon(deal, 4, 20), DealChange.StageUpdate, state => state with { Stage = DemoCompany.RenewalAgreed })
            && Change(deal, Soon(deal, 0.05, 1), DealChange.StatusUpdate, state => state with { Status = "won" }))
            paying.Sell(deal);
    }

    private SalesDeal? Open(Contact contact, Pipeline pipeline, Offer offer, Stage stage, long cents, StaffMember owner, DateTimeOffset? created)
    {
        if (created is not { } at) return null;
        var deal = new SalesDeal(world.NewId("Deal"), contact, pipeline, offer, at);
        deal.States.Add(new DealState(draw.Take(at.AddMilliseconds(300)), DealChange.Create, stage, "open", cents, owner));
        world.Deals.Add(deal);
        return deal;
    }

    private void Talk(SalesDeal deal)
    {
        var at = deal.Latest.At;
        if (draw.Chance(0.20)) AddNote("OutboundMessage", "CALL", 30);
        if (draw.Chance(0.12)) AddNote("InboundMessage", "SMS", 300);
        if (draw.Chance(0.10) && AddNote("TaskCreate", null, 60)) AddNote("TaskComplete", null, 2000);

        bool AddNote(string type, string? messageType, int minutes)
        {
            if (draw.After(at, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(minutes)) is not { } sent) return false;
            world.Notes.Add(new Note(type == "TaskComplete" ? world.Notes[^1].Id : world.NewId("Note"), sent, deal.Contact, deal.Latest.Owner, type, messageType));
            at = sent;
            return true;
        }
    }

    private bool MoveTo(SalesDeal deal, Stage stage, TimeSpan least, TimeSpan most) => Change(
        deal, draw.AtWork(deal.Latest.At, least, most), DealChange.StageUpdate, state => state with { Stage = stage, ByWorkflow = draw.Chance(0.7) });

    private bool End(SalesDeal deal, string status, int leastDays, int mostDays) =>
        Change(deal, Soon(deal, leastDays, mostDays), DealChange.StatusUpdate, state => state with { Status = status });

    private bool Delete(SalesDeal deal) => Change(deal, Soon(deal, 1, 8), DealChange.Delete, state => state);

    private DateTimeOffset? Soon(SalesDeal deal, double leastDays, double mostDays) =>
        draw.AtWork(deal.Latest.At, TimeSpan.FromDays(leastDays), TimeSpan.FromDays(mostDays));

    private static bool Change(SalesDeal deal, DateTimeOffset? at, DealChange change, Func<DealState, DealState> to)
    {
        if (at is not { } moment) return false;
        deal.States.Add(to(deal.Latest with { At = moment, Change = change, ByWorkflow = false }));
        return true;
    }

    private static T Next<T>(IReadOnlyList<T> people, ref int turn) => people[turn++ % people.Count];
}
