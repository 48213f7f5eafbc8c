namespace Plumbline.Reconciliation.Stripe;

/// <summary>What is added to a measure so that a movement counts as Stripe says.</summary>
/// <param name="Key">The same correction again is not written twice.</param>
/// <param name="Seq">The movement's row in raw_payments.</param>
/// <param name="OccurredAt">When it counts.</param>
internal sealed record StripeCorrection(string Key, long Seq, DateTimeOffset OccurredAt, string Measure, long AmountMinor, string Currency, string Reason);
