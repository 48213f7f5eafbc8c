using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>What an invoice says of what was paid, in the words of API versions before and since 2025-03-31.basil. Read as far as it goes.</summary>
internal static class StripeInvoices
{
    /// <summary>Those of its own metadata, and of what that does not tell those of its subscription's.</summary>
    public static Tags TagsOf(SourceObject invoice) =>
        StripeTags.OrNone(invoice).Or(DetailsOf(invoice) is { } details ? StripeTags.OrNone(details) : Tags.None);

    /// <summary>Tags of what it was paid with, and the subscription it was for.</summary>
    public static IEnumerable<Link> LinksOf(SourceObject invoice, string invoiceId, Tags tags)
    {
        var subscription = invoice.IdOrNull("subscription") ?? DetailsOf(invoice)?.IdOrNull("subscription");
        foreach (var (isIntent, id) in PaidWith(invoice).Distinct())
        {
            if (tags != Tags.None)
            {
                yield return new Link(isIntent ? Link.IntentTags : Link.ChargeTags, id, invoiceId) { Tags = tags };
            }

            if (subscription is not null)
            {
                yield return new Link(isIntent ? Link.IntentSubscription : Link.ChargeSubscription, id, subscription);
            }
        }
    }

    /// <summary>Since basil an invoice lists its payments, of which there may be several.</summary>
    public static IEnumerable<SourceObject> PaymentsOf(SourceObject invoice) =>
        (invoice.ObjectOrNull("payments")?.ObjectsOrNone("data") ?? []).Select(payment => payment.ObjectOrNull("payment")).OfType<SourceObject>();

    private static SourceObject? DetailsOf(SourceObject invoice) =>
        invoice.ObjectOrNull("parent")?.ObjectOrNull("subscription_details") ?? invoice.ObjectOrNull("subscription_details");

    private static IEnumerable<(bool IsIntent, string Id)> PaidWith(SourceObject invoice)
    {
        foreach (var paid in PaymentsOf(invoice).Prepend(invoice))
        {
            if (paid.IdOrNull("payment_intent") is { } intent)
            {
                yield return (true, intent);
            }
            else if (paid.IdOrNull("charge") is { } charge)
            {
                yield return (false, charge);
            }
        }
    }
}
