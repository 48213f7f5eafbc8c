using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>A movement that a life must leave in the ledger.</summary>
/// <param name="At">When; null where the first event to arrive may date it.</param>
internal sealed record LifeMovement(string Key, PaymentKind Kind, long Amount, string Currency, string Account, DateTimeOffset? At);
