using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Who a customer is, the client that metadata names and the address paid with; what a payment or a subscription is tagged
/// with elsewhere; and what of a movement is known or changed after it. Read as far as it goes, since none of it may stand in the way of the money.
/// </summary>
internal static class StripeLinks
{
    /// <param name="tags">The event's.</param>
    /// <param name="payments">The movements read from the same object.</param>
    public static IReadOnlyList<Link> Of(string eventType, SourceObject subject, Tags tags, IReadOnlyList<Payment> payments, ContactHash hash)
    {
        var type = subject.TextOrNull("object");
        var customer = type == "customer" ? subject.TextOrNull("id") : subject.IdOrNull("customer");
        var email = AddressesOf(type, subject).Select(hash.OfEmail).OfType<byte[]>().Select(Convert.ToHexStringLower).FirstOrDefault();
        var links = new List<Link>();
        if (customer is not null && tags.ClientId is { } clientId)
        {
            links.Add(new Link(Link.CustomerClient, customer, clientId));
        }

        if (customer is not null && email is not null)
        {
            links.Add(new Link(Link.CustomerEmail, customer, email));
        }
        else if (type == "charge" && email is not null && subject.TextOrNull("id") is { } charge)
        {
            links.Add(new Link(Link.ChargeEmail, charge, email));
        }

        if (type is not null && subject.TextOrNull("id") is { } id)
        {
            links.AddRange(OfWhatIsPaid(type, eventType, subject, id, tags));
        }

        links.AddRange(OfMovements(subject, payments));
        return links;
    }

    private static IEnumerable<Link> OfWhatIsPaid(string type, string eventType, SourceObject subject, string id, Tags tags) => type switch
    {
        "invoice" => StripeInvoices.LinksOf(subject, id, tags),
        // Only this event tells of a change, and of one that took tags away too.
        "charge" when eventType == "charge.updated" => [new Link(Link.ChargeMetadata, id, id) { Tags = tags }],
        "payment_intent" when tags != Tags.None => [new Link(Link.IntentTags, id, id) { Tags = tags }],
        "checkout.session" when tags != Tags.None => OfSession(subject, id, tags),
        _ => [],
    };

    private static IEnumerable<Link> OfSession(SourceObject session, string id, Tags tags)
    {
        if (session.IdOrNull("payment_intent") is { } intent)
        {
            yield return new Link(Link.IntentTags, intent, id) { Tags = tags };
        }

        if (session.IdOrNull("subscription") is { } subscription)
        {
            yield return new Link(Link.SubscriptionTags, subscription, id) { Tags = tags };
        }
    }

    private static IEnumerable<Link> OfMovements(SourceObject subject, IReadOnlyList<Payment> payments)
    {
        foreach (var payment in payments)
        {
            var transaction = payment.Kind switch
            {
                PaymentKind.Capture or PaymentKind.Refund => subject.IdOrNull("balance_transaction"),
                PaymentKind.Failure or PaymentKind.RefundReturn => subject.IdOrNull("failure_balance_transaction"),
                _ => null,
            };
            if (transaction is not null)
            {
                yield return new Link(Link.MovementTransaction, payment.SourceKey, transaction);
            }
        }
    }

    /// <summary>The best one first.</summary>
    private static string?[] AddressesOf(string? type, SourceObject subject) => type switch
    {
        "customer" => [subject.TextOrNull("email")],
        "charge" => [subject.ObjectOrNull("billing_details")?.TextOrNull("email"), subject.TextOrNull("receipt_email")],
        "checkout.session" => [subject.ObjectOrNull("customer_details")?.TextOrNull("email"), subject.TextOrNull("customer_email")],
        "invoice" => [subject.TextOrNull("customer_email")],
        "payment_intent" => [subject.TextOrNull("receipt_email")],
        _ => [],
    };
}
