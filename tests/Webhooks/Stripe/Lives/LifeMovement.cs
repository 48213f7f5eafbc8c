using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>A movement that a life must leave in the ledger.</summary>
/// <param name="Row">All of its row.</param>
/// <param name="At">When; null where the first event to arrive may date it.</param>
/// <param name="Retagged">Whether the first event to arrive may tag it too, since its charge's metadata was changed.</param>
/// <param name="Transaction">The balance transaction that a link must tell, where the row does not.</param>
internal sealed record LifeMovement(Payment Row, DateTimeOffset? At, bool Retagged = false, string? Transaction = null)
{
    public string Key => Row.SourceKey;

    /// <summary>Whether the whole row is this one, but for what may depend on the order.</summary>
    public bool Is(Payment kept) => kept == Row with { OccurredAt = At ?? kept.OccurredAt, Tags = Retagged ? kept.Tags : Row.Tags };
}
