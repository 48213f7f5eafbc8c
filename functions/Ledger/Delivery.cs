using System.Text.Json.Nodes;

namespace Plumbline.Ledger;

/// <summary>What one delivery says, ready to append: the event, its exact bytes, the facts read from it, and what could not be read.</summary>
public sealed record Delivery
{
    public required Guid TenantId { get; init; }

    public required string Source { get; init; }

    /// <summary>The source's key of the event; one that is known already is a duplicate.</summary>
    public required string SourceKey { get; init; }

    /// <summary>webhook, workflow, api, pull or manual.</summary>
    public required string Channel { get; init; }

    public required string EventType { get; init; }

    /// <summary>Null where the source's date cannot be believed.</summary>
    public required DateTimeOffset? OccurredAt { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public string? ObjectId { get; init; }

    /// <summary>Ids of what else the body is about, such as its customer and charge; an erasure finds it by them.</summary>
    public IReadOnlyList<string> RelatedIds { get; init; } = [];

    public bool? Livemode { get; init; }

    public string Account { get; init; } = "";

    public string? ApiVersion { get; init; }

    /// <summary>Whether the same key with another body is a conflict; for Stripe the id alone decides.</summary>
    public bool CompareBodies { get; init; }

    public Tags Tags { get; init; } = Tags.None;

    /// <summary>Fields a measure needs that no fact table holds; never personal data.</summary>
    public JsonObject? Attributes { get; init; }

    public IReadOnlyList<Payment> Payments { get; init; } = [];

    public IReadOnlyList<OpportunityState> Opportunities { get; init; } = [];

    public IReadOnlyList<AppointmentState> Appointments { get; init; } = [];

    public IReadOnlyList<ContactState> Contacts { get; init; } = [];

    public IReadOnlyList<ClientSuccess> Success { get; init; } = [];

    public IReadOnlyList<SubscriptionState> Subscriptions { get; init; } = [];

    public IReadOnlyList<AdSpendDay> AdSpend { get; init; } = [];

    public IReadOnlyList<FinanceSnapshot> Finance { get; init; } = [];

    public IReadOnlyList<Link> Links { get; init; } = [];

    public IReadOnlyList<QuarantineNote> Quarantine { get; init; } = [];
}
