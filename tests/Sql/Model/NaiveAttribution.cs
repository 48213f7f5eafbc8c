using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Tags that a payment or a subscription has from what it was paid or begun by.</summary>
internal static class NaiveAttribution
{
    /// <summary>Each tag as the payment's own papers last said it, else as its subscription has it.</summary>
    public static Tags OfPayment(Books books, string? intent, string? charge)
    {
        var papers = Merged(books, link => (link.Kind == Link.IntentTags && link.FromId == intent) || (link.Kind == Link.ChargeTags && link.FromId == charge));
        var subscription = books.Links
            .LastOrDefault(seen => Of(seen) is var link
                && ((link.Kind == Link.IntentSubscription && link.FromId == intent) || (link.Kind == Link.ChargeSubscription && link.FromId == charge)))
            ?.State.Link.ToId;
        if (subscription is null)
        {
            return papers;
        }

        var state = books.Subscriptions.LastOrDefault(seen => seen.State.SubscriptionId == subscription)?.State.Tags ?? Tags.None;
        return papers.Or(state).Or(OfSubscription(books, subscription));
    }

    /// <summary>All the tags a charge was last said to have after it was made; null when nothing was said.</summary>
    public static Tags? OfCharge(Books books, string? charge) =>
        books.Links.LastOrDefault(seen => Of(seen).Kind == Link.ChargeMetadata && Of(seen).FromId == charge)?.State.Link.Tags;

    public static Tags OfSubscription(Books books, string subscription) =>
        Merged(books, link => link.Kind == Link.SubscriptionTags && link.FromId == subscription);

    private static Tags Merged(Books books, Func<Link, bool> wanted) =>
        books.Links.Where(seen => wanted(Of(seen))).Aggregate(Tags.None, (earlier, seen) => Of(seen).Tags.Or(earlier));

    private static Link Of(Sighting<TimedLink> seen) => seen.State.Link;
}
