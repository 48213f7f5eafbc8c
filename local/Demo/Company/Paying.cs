namespace Plumbline.Local.Demo.Company;

/// <summary>Charges of what was sold, and what happens to them afterwards.</summary>
internal sealed class Paying(DemoWorld world, Draw draw)
{
    // What is large is settled half-way.
    private const long LargeCents = 500_000;

    private readonly Deck<int> instalments = new(draw, (1, 5), (3, 3), (6, 2));
    private readonly Deck<PayerLink> links = new(draw, (PayerLink.Email, 14), (PayerLink.ClientId, 4), (PayerLink.None, 2));
    private readonly Deck<bool> lateCaptures = new(draw, (true, 1), (false, 29));
    private readonly Deck<bool> refunds = new(draw, (true, 1), (false, 6));
    private readonly Deck<RefundKind> kinds = new(draw, (RefundKind.Whole, 3), (RefundKind.Part, 4), (RefundKind.Failed, 1));
    private readonly Dictionary<Contact, PayerLink> payers = [];

    public void Sell(SalesDeal deal)
    {
        var count = instalments.Deal();
        var share = deal.Latest.Cents / count;
        if (draw.After(deal.Latest.At, TimeSpan.FromMinutes(5), TimeSpan.FromDays(2)) is not { } first) return;
        for (var index = 0; index < count; index++)
        {
            var cents = index == 0 ? deal.Latest.Cents - (share * (count - 1)) : share;
            Add(deal.Contact, NextMonth(first, index), cents, count == 1 ? deal.Offer.Name : $"{deal.Offer.Name}, {index + 1} of {count}");
        }
    }

    public void SellSeat(Contact contact, DateTimeOffset from) =>
        Add(contact, draw.After(from, TimeSpan.FromHours(1), TimeSpan.FromDays(9)), DemoCompany.WorkshopSeat.Cents, DemoCompany.WorkshopSeat.Name);

    /// <summary>A charge every month, until they leave.</summary>
    public void Subscribe(Contact contact)
    {
        if (draw.After(contact.Latest.At, TimeSpan.FromMinutes(5), TimeSpan.FromDays(2)) is not { } first) return;
        for (var index = 0; NextMonth(first, index) is { } at; index++)
        {
            Add(contact, at, DemoCompany.MonthlyCoaching.Cents, DemoCompany.MonthlyCoaching.Name);
            if (draw.Chance(0.04)) return;
        }
    }

    /// <summary>What happens to the charges once they are made.</summary>
    public void Settle()
    {
        var settled = world.Charges.OrderBy(charge => charge.Created).ThenBy(charge => charge.Key, StringComparer.Ordinal)
            .Select(charge => lateCaptures.Deal() ? CapturedLate(charge) : refunds.Deal() ? Refunded(charge, kinds.Deal()) : charge).ToList();
        world.Charges.Clear();
        world.Charges.AddRange(settled);
    }

    private void Add(Contact contact, DateTimeOffset? at, long cents, string description)
    {
        if (at is not { } moment) return;
        if (!payers.TryGetValue(contact, out var link)) payers[contact] = link = links.Deal();
        // Who left no address can only be told by the metadata.
        if (link == PayerLink.Email && !contact.Latest.HasEmail) link = PayerLink.ClientId;
        var key = $"3Demo{world.Plan.AnchorMonth:yyyyMM}Ch{world.Charges.Count + 1:D4}";
        world.Charges.Add(new Charge(key, contact, Seconds(moment), cents, description, link));
    }

    private Charge CapturedLate(Charge charge)
    {
        var cents = draw.Chance(0.5) ? charge.Cents : charge.Cents / 100 * draw.Between(40, 90);
        return Within(charge.Created, 2, 60) is { } captured ? charge with { LateCapture = (captured, cents) } : charge;
    }

    private Charge Refunded(Charge charge, RefundKind kind)
    {
        if (Within(charge.Created, 20, 24 * 12) is not { } created) return charge;
        var cents = kind == RefundKind.Part || charge.Cents >= LargeCents ? charge.Cents / 2 : charge.Cents;
        return charge with { Refund = new Refund(created, cents, kind == RefundKind.Failed ? Within(created, 24 * 3, 24 * 8) : null) };
    }

    private DateTimeOffset? Within(DateTimeOffset moment, int leastHours, int mostHours) =>
        draw.After(moment, TimeSpan.FromHours(leastHours), TimeSpan.FromHours(mostHours)) is { } at ? Seconds(at) : null;

    private DateTimeOffset? NextMonth(DateTimeOffset first, int months) =>
        first.AddMonths(months) is var at && at < draw.End.AddMinutes(-1) ? at : null;

    // Stripe knows no fractions of a second.
    private static DateTimeOffset Seconds(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    private enum RefundKind
    {
        Whole,
        Part,
        Failed,
    }
}
