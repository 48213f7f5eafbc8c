using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>What is known of a tenant after a part of its history: nothing that is voided, every list by time and arrival.</summary>
internal sealed class Books
{
    // The first zone's month; it also holds for everything before.
    private static readonly DateOnly FirstMonth = new(2010, 1, 1);

    public Books(ModelCase story, int part, DateTimeOffset now)
    {
        Now = now;
        Currency = story.Currency;
        var known = story.Changes.Where(change => change.Part <= part).ToList();

        var reversed = new HashSet<int>();
        foreach (var change in known)
        {
            if (change.Correction?.Voids is { } target && known.Any(other => other.Id == target && other.Correction is not null))
            {
                reversed.Add(target);
            }
        }

        var voided = new HashSet<int>(reversed);
        foreach (var change in known)
        {
            if (change.Correction?.Voids is { } target && !reversed.Contains(change.Id))
            {
                voided.Add(target);
            }
        }

        var kept = known.Where(change => !voided.Contains(change.Id)).ToList();
        Payments = List(kept, change => change.Payment, payment => payment.OccurredAt);
        Captures = [.. known.Select(change => change.Payment).OfType<Payment>().Where(payment => payment.Kind == PaymentKind.Capture)];
        Deals = List(kept, change => change.Deal, deal => deal.EffectiveAt);
        Calls = List(kept, change => change.Call, call => call.EffectiveAt);
        Contacts = List(kept, change => change.Contact, contact => contact.EffectiveAt);
        Spend = List(kept, change => change.Spend, spend => spend.EffectiveAt);
        Success = List(kept, change => change.Success, said => said.EffectiveAt);
        Subscriptions = List(kept, change => change.Subscription, subscription => subscription.EffectiveAt);
        Finance = List(kept, change => change.Finance, statement => statement.EffectiveAt);
        Events = List(kept, change => change.Event, said => said.At);
        Links = List(kept, change => change.Link, link => link.At);
        Amounts = List(kept, change => change.Correction, correction => correction.At).Where(seen => seen.State.Measure is not null).ToList();

        Settings = known.LastOrDefault(change => change.Settings is not null)?.Settings ?? CompanySettings.None;
        Clock = new NaiveClock([
            new ZoneFrom(FirstMonth, story.Zone),
            .. known.Select(change => change.Zone).OfType<ZoneFrom>().GroupBy(zone => zone.Month).Select(month => month.Last()).OrderBy(zone => zone.Month)]);
    }

    /// <summary>What is over by then is over.</summary>
    public DateTimeOffset Now { get; }

    public string Currency { get; }

    public CompanySettings Settings { get; }

    public NaiveClock Clock { get; }

    public IReadOnlyList<Sighting<Payment>> Payments { get; }

    /// <summary>Voided ones too.</summary>
    public IReadOnlyList<Payment> Captures { get; }

    public IReadOnlyList<Sighting<OpportunityState>> Deals { get; }

    public IReadOnlyList<Sighting<AppointmentState>> Calls { get; }

    public IReadOnlyList<Sighting<ContactState>> Contacts { get; }

    public IReadOnlyList<Sighting<AdSpendDay>> Spend { get; }

    public IReadOnlyList<Sighting<ClientSuccess>> Success { get; }

    public IReadOnlyList<Sighting<SubscriptionState>> Subscriptions { get; }

    public IReadOnlyList<Sighting<FinanceSnapshot>> Finance { get; }

    public IReadOnlyList<Sighting<NamedEvent>> Events { get; }

    public IReadOnlyList<Sighting<TimedLink>> Links { get; }

    /// <summary>Corrections of a measure.</summary>
    public IReadOnlyList<Sighting<Correction>> Amounts { get; }

    private static List<Sighting<T>> List<T>(IEnumerable<Change> changes, Func<Change, T?> what, Func<T, DateTimeOffset> at) where T : class =>
    [
        .. changes.Where(change => what(change) is not null)
            .Select(change => new Sighting<T>(change.Id, at(what(change)!), what(change)!))
            .OrderBy(seen => seen.At).ThenBy(seen => seen.Seq),
    ];
}
