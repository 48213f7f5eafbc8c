using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>What one transaction appends: one of these, the others null.</summary>
internal sealed record Change
{
    /// <summary>The order of arrival, from 1.</summary>
    public int Id { get; init; }

    /// <summary>From 0: a snapshot is taken after each part.</summary>
    public int Part { get; init; }

    public Payment? Payment { get; init; }

    public OpportunityState? Deal { get; init; }

    public AppointmentState? Call { get; init; }

    public ContactState? Contact { get; init; }

    public AdSpendDay? Spend { get; init; }

    public ClientSuccess? Success { get; init; }

    public SubscriptionState? Subscription { get; init; }

    public FinanceSnapshot? Finance { get; init; }

    public NamedEvent? Event { get; init; }

    public TimedLink? Link { get; init; }

    public Correction? Correction { get; init; }

    public CompanySettings? Settings { get; init; }

    public ZoneFrom? Zone { get; init; }

    public string Key => Id.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The ledger table a void names; null for what cannot be voided.</summary>
    public string? Table => this switch
    {
        { Payment: not null } => "raw_payments",
        { Deal: not null } => "raw_opportunities",
        { Call: not null } => "raw_appointments",
        { Contact: not null } or { Success: not null } or { Subscription: not null } => "raw_clients",
        { Finance: not null } => "finance_snapshots",
        { Spend: not null } => "raw_ad_spend",
        { Event: not null } => "raw_events",
        { Correction: not null } => "adjustments",
        _ => null,
    };
}
