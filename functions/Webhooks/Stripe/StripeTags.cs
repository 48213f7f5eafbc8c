using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>Tags from an object's metadata, under the tags' own names.</summary>
internal static class StripeTags
{
    public static Tags Of(StripeObject subject)
    {
        if (subject.Object("metadata") is not { } metadata)
        {
            return Tags.None;
        }

        return new Tags
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
}
