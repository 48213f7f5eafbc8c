using Plumbline.Ledger;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>How a contact first came: the funnel and the campaign.</summary>
internal static class GoHighLevelFirstTouch
{
    /// <param name="labels">The contact's labels in the payload's order.</param>
    /// <param name="firstTouch">GoHighLevel's attribution of the first touch, never of the last.</param>
    public static Tags Of(Tags tags, CrmSettings settings, SourceObject contact, IReadOnlyList<string> labels, SourceObject? firstTouch) => tags with
    {
        SourceFunnel = FieldOf(contact, settings.FunnelField)
            ?? labels.Select(label => settings.FunnelByLabel.GetValueOrDefault(label)).OfType<string>().FirstOrDefault()
            ?? firstTouch?.TextOrNull("sessionSource"),
        UtmSource = firstTouch?.TextOrNull("utmSource"),
        UtmMedium = firstTouch?.TextOrNull("utmMedium"),
        UtmCampaign = firstTouch?.TextOrNull("utmCampaign") ?? firstTouch?.TextOrNull("campaign"),
        UtmTerm = firstTouch?.TextOrNull("utmTerm"),
        UtmContent = firstTouch?.TextOrNull("utmContent"),
    };

    private static string? FieldOf(SourceObject contact, string? id) => id is null
        ? null
        : contact.ObjectsOrNone("customFields")
            .Where(field => field.TextOrNull("id") == id)
            .Select(field => field.ScalarOrNull("value"))
            .FirstOrDefault(value => value is not null);
}
