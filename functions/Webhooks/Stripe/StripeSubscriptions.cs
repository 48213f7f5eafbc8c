using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// What a subscription earns a month from an event on, read from the state of the object it carries. Active and past_due earn,
/// as in Stripe's own MRR; trialing, incomplete, incomplete_expired, unpaid, paused and canceled do not, and nothing earns
/// while its collection is paused, however its invoices are kept.
/// </summary>
internal static class StripeSubscriptions
{
    /// <param name="eventKey">The event's id: each event is one observation.</param>
    /// <param name="eventTime">When the event says it happened.</param>
    public static IReadOnlyList<SubscriptionState> Of(string eventKey, string eventType, SourceObject subject, DateTimeOffset eventTime)
    {
        if (subject.Text("object") != "subscription")
        {
            return [];
        }

        var status = subject.RequiredText("status");
        var earns = Earns(status) && subject.Object("pause_collection") is null;
        var currency = StripeMrr.CurrencyOf(subject);
        return
        [
            new SubscriptionState
            {
                SourceKey = $"{eventKey}:subscription",
                SubscriptionId = subject.RequiredText("id"),
                CustomerId = subject.Id("customer"),
                EffectiveAt = eventTime + WithinItsSecond(eventType, status),
                MrrMinor = earns ? StripeMrr.Of(subject, currency) : 0,
                Currency = currency,
                Active = earns,
                Deleted = IsOver(status),
                Tags = StripeTags.Of(subject),
            },
        ];
    }

    private static bool Earns(string status) => status switch
    {
        "active" or "past_due" => true,
        "trialing" or "incomplete" or "incomplete_expired" or "unpaid" or "paused" or "canceled" => false,
        _ => throw new UnmappableException("status is not one of a subscription's"),
    };

    private static bool IsOver(string status) => status is "canceled" or "incomplete_expired";

    // Stripe's times are whole seconds, and a subscription is created, paid and active within one, its events coming in any
    // order: microseconds keep the first state first and the last one last.
    private static TimeSpan WithinItsSecond(string eventType, string status) => TimeSpan.FromMicroseconds(
        IsOver(status) ? 2
        : status == "incomplete" || eventType == "customer.subscription.created" ? 0
        : 1);
}
