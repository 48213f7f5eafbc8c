namespace Plumbline.Local.Demo.Company;

/// <summary>Contacts as they come, and what the first days make of them.</summary>
internal sealed class Arrivals(DemoWorld world, Draw draw, Selling selling, Calling calling, Paying paying)
{
    private const int LegacyClients = 16;
    private const int LegacyProspects = 9;

    private readonly Deck<Fate> fates = new(
        draw, (Fate.Client, 83), (Fate.Partial, 7), (Fate.Nameless, 2), (Fate.Spam, 3), (Fate.SpamCleared, 1), (Fate.Test, 1), (Fate.Deleted, 2), (Fate.Internal, 1));

    private readonly Deck<(bool Email, bool Phone)> addresses = new(draw, ((true, true), 14), ((true, false), 4), ((false, true), 2));
    private readonly Deck<bool> workflows = new(draw, (true, 3), (false, 7));
    private readonly Deck<Interest> interests = new(draw, (Interest.None, 7), (Interest.Little, 2), (Interest.Lost, 2), (Interest.Call, 9));
    private readonly Deck<bool> seats = new(draw, (true, 1), (false, 1));
    private int people;

    public static int CountIn(DateOnly month, int index) => (int)Math.Round(24 * DemoCompany.Swing(month, index));

    /// <summary>Contacts from before the first month, known from when something of them changes: clients who pay every month, and others about to decide.</summary>
    public void Open()
    {
        for (var left = LegacyClients; left > 0; left--) paying.Subscribe(AddLegacy(draw.Between(1, 10), days: 28, ["customer"]));
        for (var left = LegacyProspects; left > 0; left--)
        {
            var contact = AddLegacy(monthsBefore: 1, days: 4, []);
            selling.Pursue(contact, contact.Latest.At, Interest.Call);
        }
    }

    public void Arrive(DateTimeOffset added)
    {
        var fate = fates.Deal();
        var contact = Add(
            added, draw.Take(added.AddMilliseconds(400)), ContactChange.Created,
            fate is Fate.Partial or Fate.Nameless ? (false, false) : addresses.Deal(),
            fate == Fate.Test ? [DemoCompany.TestLabel] : []);
        if (LastStep(contact, fate) is { } from) Follow(contact, from);
    }

    private Contact AddLegacy(int monthsBefore, int days, IReadOnlyList<string> labels)
    {
        var seen = draw.AtWork(DemoPlan.StartOf(world.Plan.FirstMonth), TimeSpan.FromHours(9), TimeSpan.FromDays(days)) ?? draw.End;
        return Add(draw.In(world.Plan.FirstMonth.AddMonths(-monthsBefore)), seen, ContactChange.Updated, (true, true), labels);
    }

    private Contact Add(DateTimeOffset added, DateTimeOffset observed, ContactChange change, (bool Email, bool Phone) reach, IReadOnlyList<string> labels)
    {
        var contact = new Contact(world.NewId("Cont"), ++people, added, draw.Pick(DemoCompany.Campaigns, campaign => campaign.Weight));
        contact.States.Add(new ContactState(observed, change)
        {
            HasEmail = reach.Email,
            HasPhone = reach.Phone,
            // The campaigns of the webinar label; the others fill in a field.
            Labels = contact.Campaign.Funnel == DemoCompany.WebinarFunnel ? [.. labels, DemoCompany.WebinarLabel] : labels,
            ByWorkflow = change == ContactChange.Created && workflows.Deal(),
        });
        world.Contacts.Add(contact);
        return contact;
    }

    /// <summary>What happens to the contact itself.</summary>
    /// <returns>From when on it is a client to sell to; null when it is none.</returns>
    private DateTimeOffset? LastStep(Contact contact, Fate fate)
    {
        switch (fate)
        {
            case Fate.Client:
                return Assign(contact);
            case Fate.Partial:
                var known = draw.After(contact.Latest.At, TimeSpan.FromHours(1), TimeSpan.FromDays(20));
                return Change(contact, known, ContactChange.Updated, state => state with { HasEmail = true, HasPhone = draw.Chance(0.5), ByWorkflow = draw.Chance(0.3) })
                    ? Assign(contact)
                    : null;
            case Fate.Spam:
                if (draw.Chance(0.4)) calling.BookByMistake(contact);
                Label(contact, DemoCompany.SpamLabel);
                return null;
            case Fate.SpamCleared:
                return Label(contact, DemoCompany.SpamLabel) && Unlabel(contact, DemoCompany.SpamLabel) ? contact.Latest.At : null;
            case Fate.Deleted:
                if (draw.Chance(0.5)) calling.BookAndCancel(contact);
                Change(contact, draw.AtWork(contact.Latest.At, TimeSpan.FromDays(2), TimeSpan.FromDays(15)), ContactChange.Deleted, state => state);
                return null;
            case Fate.Internal:
                selling.TryOut(contact);
                return null;
            case Fate.Nameless or Fate.Test:
            default:
                return null;
        }
    }

    private void Follow(Contact contact, DateTimeOffset from)
    {
        var interest = interests.Deal();
        if (interest != Interest.None)
        {
            selling.Pursue(contact, from, interest);
            return;
        }

        if (draw.Chance(0.35)) Label(contact, "nurture");
        if (seats.Deal()) paying.SellSeat(contact, from);
    }

    private DateTimeOffset? Assign(Contact contact)
    {
        if (draw.Chance(0.2))
            Change(contact, draw.AtWork(contact.Latest.At, TimeSpan.FromMinutes(2), TimeSpan.FromHours(6)), ContactChange.Updated,
                state => state with { Owner = draw.Pick(DemoCompany.Setters) });
        return contact.Latest.At;
    }

    private bool Label(Contact contact, string label) => Change(
        contact, draw.AtWork(contact.Latest.At, TimeSpan.FromMinutes(20), TimeSpan.FromDays(3)), ContactChange.Tagged,
        state => state with { Labels = [.. state.Labels, label] });

    private bool Unlabel(Contact contact, string label) => Change(
        contact, draw.AtWork(contact.Latest.At, TimeSpan.FromHours(2), TimeSpan.FromDays(4)), ContactChange.Tagged,
        state => state with { Labels = [.. state.Labels.Where(known => known != label)] });

    private static bool Change(Contact contact, DateTimeOffset? at, ContactChange change, Func<ContactState, ContactState> to)
    {
        if (at is not { } moment) return false;
        contact.States.Add(to(contact.Latest with { At = moment, Change = change, ByWorkflow = false }));
        return true;
    }
}
