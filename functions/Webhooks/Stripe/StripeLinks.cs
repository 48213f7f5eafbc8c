using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Who a customer is, the client that metadata names and the address paid with; and what a payment or a subscription is tagged
/// with elsewhere. Read as far as it goes, since none of it may stand in the way of the money.
/// </summary>
internal static class StripeLinks
{
    public static IReadOnlyList<Link> Of(SourceObject subject, Tags tags, ContactHash hash)
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
            links.AddRange(OfWhatIsPaid(type, subject, id, tags));
        }

        return links;
    }

    private static IEnumerable<Link> OfWhatIsPaid(string type, SourceObject subject, string id, Tags tags) => type switch
    {
        "invoice" => StripeInvoices.LinksOf(subject, id),
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
