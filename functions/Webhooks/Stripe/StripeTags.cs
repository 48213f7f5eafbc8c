using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>Tags from an object's metadata, under the tags' own names.</summary>
internal static class StripeTags
{
    public static Tags Of(SourceObject subject) => Read(subject.Object("metadata"));

    /// <summary>As far as they can be read, where that must not fail.</summary>
    public static Tags OrNone(SourceObject subject) => Read(subject.ObjectOrNull("metadata"));

    /// <summary>An event's, by the object it carries.</summary>
    public static Tags OfEvent(SourceObject subject) => subject.TextOrNull("object") == "invoice" ? StripeInvoices.TagsOf(subject) : OrNone(subject);

    private static Tags Read(SourceObject? members) => members is not { } metadata
        ? Tags.None
        : new Tags
        {
            Department = metadata.TextOrNull("department"),
            Team = metadata.TextOrNull("team"),
            OwnerId = metadata.TextOrNull("owner_id"),
            ClientId = metadata.TextOrNull("client_id"),
            Branch = metadata.TextOrNull("branch"),
            SourceFunnel = metadata.TextOrNull("source_funnel"),
            UtmSource = metadata.TextOrNull("utm_source"),
            UtmMedium = metadata.TextOrNull("utm_medium"),
            UtmCampaign = metadata.TextOrNull("utm_campaign"),
            UtmTerm = metadata.TextOrNull("utm_term"),
            UtmContent = metadata.TextOrNull("utm_content"),
        };
}
